import { expect } from 'chai';
import { isAtLeast } from '../../../src/posture/factors/atLeast.js';
import type { Evidence } from '../../../src/posture/model.js';
import type { Row } from '../../simulator/state.js';
import type { Simulator, SimulatorOptions } from '../../simulator/simulator.js';
import { failedSteps, findingOf, startAuditedOrg, targetOf, type AuditedOrg } from '../support/auditedOrg.js';

const POLICY = 'ExtlClntAppOauthConfigurablePolicies';
const HARDENED_POLICY = 'Catalogue_Publisher_OauthSettings_defaultPolicy';
const ADMIN = 'deploy.admin@example.com';

describe('audit: what an answer that did not come leaves open', () => {
  let org: AuditedOrg | undefined;
  afterEach(() => org?.stop());

  const audited = async (change: (simulator: Simulator) => void, options: SimulatorOptions = {}) => {
    org = await startAuditedOrg(options);
    change(org.simulator);
    return org.audit();
  };

  /** As each of the two sources counts an app's policies. */
  const counted = (evidence: readonly Evidence[]): [string, string | null][] =>
    evidence.filter(({ path }) => path === 'count').map(({ source, value }) => [source, value]);

  describe('an external client app of whose policy no row tells', () => {
    const NO_ROW = { overrides: { 'ExtlClntAppOauthPlcyCnfg:Ticket_Bridge': 'absent' } } as const;

    it('is not evaluated where the list of policies was refused: that there is none is what one source says', async () => {
      const report = await audited(
        (simulator) =>
          simulator.fault({
            kind: 'error',
            on: /ExtlClntAppOauthConfigurablePolicies/,
            times: 9,
            code: 'INSUFFICIENT_ACCESS',
          }),
        NO_ROW,
      );
      expect(failedSteps(report)).to.deep.equal(['list-oauth-policies']);
      const finding = findingOf(report, 'Ticket_Bridge');
      expect(finding).to.include({ status: 'not-evaluated', reason: 'policy-not-readable' });
      expect(counted(finding.evidence)).to.deep.equal([
        ['metadata', null],
        ['query', '0'],
      ]);
    });

    it('is not evaluated where the org calls the type of policies unavailable', async () => {
      const report = await audited(() => undefined, { ...NO_ROW, missingTypes: [POLICY] });
      expect(findingOf(report, 'Ticket_Bridge').reason).to.equal('policy-not-readable');
    });

    it('has none where the list came without it', async () => {
      const report = await audited((simulator) => void simulator.removeComponent(POLICY, 'Ticket_Bridge'));
      expect(findingOf(report, 'Ticket_Bridge')).to.include({ status: 'not-applicable', reason: 'no-policy' });
    });
  });

  it('calls a risk "at least" where wide ranges are read, and not whether the policy enforces them', async () => {
    const range = '<endAddress>10.255.255.255</endAddress><startAddress>10.0.0.0</startAddress>';
    const report = await audited((simulator) => {
      const named = simulator.state.component(POLICY, HARDENED_POLICY);
      const silent = named?.text.replace(/<ipRelaxationPolicyType>.*?<.ipRelaxationPolicyType>/s, '') ?? '';
      simulator.setComponent(POLICY, HARDENED_POLICY, silent);
      simulator.setComponent(
        'Profile',
        'Integration%3A Catalogue',
        `<Profile xmlns="http://soap.sforce.com/2006/04/metadata"><loginIpRanges>${range}</loginIpRanges></Profile>`,
      );
      simulator.fault({ kind: 'error', on: /ExtlClntAppOauthPlcyCnfg/, times: 9, code: 'INVALID_TYPE', status: 400 });
    });
    const finding = findingOf(report, 'Catalogue_Publisher');
    expect([finding.reason, finding.risk?.level]).to.deep.equal(['not-hardened', 'baseline']);
    expect(isAtLeast(finding, targetOf(report))).to.equal(true);
  });

  describe('a row of SOQL that belongs to no app of the lists, or to another one', () => {
    const ROW = `ExtlClntAppOauthPlcyCnfg:${HARDENED_POLICY}`;
    const ofAnother = { ClientCredentialsFlowUser: ADMIN, IsClientCredentialsFlowEnabled: false };

    it('counts for the policy of its name: an administrator whom it names keeps that from passing as hardened', async () => {
      const overrides: Record<string, Row> = { [ROW]: ofAnother };
      const report = await audited(
        ({ state }) => {
          const { id } = state.component('ExternalClientApplication', 'Survey_Import') ?? {};
          overrides[ROW] = { ...ofAnother, ExternalClientApplicationId: id };
        },
        { overrides },
      );
      expect(findingOf(report, 'Catalogue_Publisher')).to.include({ status: 'fail', reason: 'not-hardened' });
      expect(findingOf(report, 'Survey_Import').reason).to.equal('policy-not-readable');
    });

    it('switches an app on that no other row tells of', async () => {
      const lost = { DeveloperName: 'Renamed', ExternalClientApplicationId: null, IsEnabled: true };
      const overrides = { 'ExtlClntAppPlcyCnfg:Archive_Loader_plcy': { ...lost, OauthPluginStatus: 'Enabled' } };
      const report = await audited(() => undefined, { overrides });
      expect(findingOf(report, 'Archive_Loader')).to.include({ status: 'fail', reason: 'not-hardened' });
    });

    it('switches no app on that has a row of its own', async () => {
      const stray = { DeveloperName: 'Stray', IsEnabled: true, OauthPluginStatus: 'Enabled' };
      const rows = { ExtlClntAppPlcyCnfg: [{ ...stray, ExternalClientApplicationId: null }] };
      const report = await audited(() => undefined, { rows });
      expect(findingOf(report, 'Archive_Loader').reason).to.equal('app-disabled');
    });
  });

  it('knows a user by an id of 18 characters in any case, so that nobody is dedicated who runs another app too', async () => {
    const report = await audited((simulator) => {
      const { Id } = simulator.state.user('integration.catalogue@example.com') ?? {};
      const { text = '' } = simulator.state.component('ConnectedApp', 'Order_Sync') ?? {};
      simulator.setComponent('ConnectedApp', 'Order_Sync', text.replace(ADMIN, String(Id).toLowerCase()));
    });
    expect(findingOf(report, 'Order_Sync').executionUser?.state).to.equal('active');
    expect(findingOf(report, 'Catalogue_Publisher')).to.include({ status: 'fail', reason: 'not-hardened' });
  });

  it('does not put the ranges of one profile and the permissions of another together, which a user got meanwhile', async () => {
    const report = await audited((simulator) => {
      const { state } = simulator;
      const user = state.user('integration.catalogue@example.com') ?? {};
      const setOf = (profile: unknown) => state.rowsOf('PermissionSet').find(({ ProfileId }) => ProfileId === profile);
      const owned = state
        .rowsOf('PermissionSetAssignment')
        .find((row) => row.AssigneeId === user.Id && row.PermissionSetId === setOf(user.ProfileId)?.Id);
      const other = state.rowsOf('Profile').find(({ Name }) => Name === 'Integration: Everywhere')?.Id;
      const body = (truth: { body: unknown }): string => {
        if (owned) owned.PermissionSetId = setOf(other)?.Id;
        user.ProfileId = other;
        return String(truth.body);
      };
      simulator.fault({ kind: 'answer', on: /FROM User /, body });
    });
    const finding = findingOf(report, 'Catalogue_Publisher');
    expect(finding).to.include({ status: 'fail', reason: 'hardening-unknown' });
    expect(isAtLeast(finding, targetOf(report))).to.equal(true);
  });

  it('takes no permission set for one that is no group where the org does not tell groups', async () => {
    const missingFields = ['PermissionSetAssignment.PermissionSetGroupId', 'PermissionSet.Type'];
    const { reason } = findingOf(await audited(() => undefined, { missingFields }), 'Catalogue_Publisher');
    expect(reason).to.equal('hardening-unknown');
  });

  it('does not take Modify All on objects for absent where a row grants it to a permission set that was not asked for', async () => {
    const report = await audited((simulator) =>
      simulator.fault({
        kind: 'answer',
        on: /FROM ObjectPermissions/,
        body: JSON.stringify({ totalSize: 1, done: true, records: [{ ParentId: '0PSWs0000zzzzzzAAA' }] }),
      }),
    );
    expect(findingOf(report, 'Catalogue_Publisher').reason).to.equal('hardening-unknown');
  });

  describe('a retrieve that hands a file over and says that it could not load it', () => {
    const saying =
      (problem: string) =>
      (simulator: Simulator): void =>
        simulator.fault({
          kind: 'answer',
          on: 'checkRetrieveStatus',
          times: 9,
          body: ({ body }) =>
            String(body).replace(
              '<status>',
              `<messages><fileName>unpackaged/package.xml</fileName><problem>${problem}</problem></messages><status>`,
            ),
        });

    for (const [form, problem] of [
      ['one form', 'Load of metadata from db failed for metadata of type:ConnectedApp and file name:Mobile_Companion.'],
      ['another form', "Entity of type 'ConnectedApp' named 'Mobile_Companion' cannot be found"],
    ] as const)
      it(`is no word on the app, in ${form}`, async () => {
        const report = await audited(saying(problem));
        expect(findingOf(report, 'Mobile_Companion')).to.include({ status: 'not-evaluated', reason: 'not-returned' });
        expect(findingOf(report, 'Catalogue_Publisher').reason).to.equal('hardened');
      });

    it('is no word on an app whose name has an apostrophe', async () => {
      const report = await audited((simulator) => {
        const text = '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>Odd</label></ConnectedApp>';
        simulator.setComponent('ConnectedApp', 'Bob%27s', text);
        saying("Entity of type 'ConnectedApp' named 'Bob's' cannot be found")(simulator);
      });
      expect(findingOf(report, 'Bob%27s').reason).to.equal('not-returned');
    });

    it('is no word on the login IP ranges of a profile', async () => {
      const name = 'Integration: Catalogue';
      const report = await audited(
        saying(`Load of metadata from db failed for metadata of type:Profile and file name:${name}.`),
      );
      expect(failedSteps(report)).to.deep.equal(['retrieve-profiles-and-settings']);
      expect(findingOf(report, 'Catalogue_Publisher').reason).to.equal('hardening-unknown');
    });
  });
});
