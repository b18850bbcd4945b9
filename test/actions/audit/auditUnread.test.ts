import { expect } from 'chai';
import { isAtLeast } from '../../../src/posture/factors/atLeast.js';
import type { Finding } from '../../../src/posture/model.js';
import type { Simulator, SimulatorOptions } from '../../simulator/simulator.js';
import { failedSteps, findingOf, startAuditedOrg, stepOf, targetOf, type AuditedOrg } from '../support/auditedOrg.js';

/** Around an app that would pass as hardened, and one whose policy is off: answers that come and leave a part unread. */

const METADATA = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const POLICY = 'ExtlClntAppOauthConfigurablePolicies';
const HARDENED = 'Catalogue_Publisher';
const USER = 'integration.catalogue@example.com';
const ADMIN = 'deploy.admin@example.com';

const connectedApp = (user: string): string =>
  `<ConnectedApp ${METADATA}><label>Odd</label><contactEmail>a@example.com</contactEmail><oauthConfig>` +
  `<isClientCredentialEnabled>true</isClientCredentialEnabled>${user}</oauthConfig></ConnectedApp>`;
const named = (user: string): string => `<oauthClientCredentialUser>${user}</oauthClientCredentialUser>`;

const policyOf = (user: string, inside = ''): string =>
  `<${POLICY} ${METADATA}><clientCredentialsFlowUser>${user}</clientCredentialsFlowUser>` +
  `<externalClientApplication>Ticket_Bridge</externalClientApplication>${inside}<label>Odd</label></${POLICY}>`;

/** SOQL says that the flow of this policy is on, and nothing else. */
const ON_BY_QUERY = {
  'ExtlClntAppOauthPlcyCnfg:Ticket_Bridge': {
    IsClientCredentialsFlowEnabled: true,
    ClientCredentialsFlowUser: null,
    IpRelaxationPolicyType: null,
  },
};

const stateOf = ({ risk }: Finding, factor: string): string | undefined =>
  risk?.factors.find((one) => one.factor === factor)?.state;

describe('audit: answers that come and leave a part unread', function () {
  this.timeout(30_000);
  let org: AuditedOrg | undefined;
  afterEach(() => org?.stop());

  const audited = async (change: (simulator: Simulator) => void, options: SimulatorOptions = {}) => {
    org = await startAuditedOrg(options);
    change(org.simulator);
    return org.audit();
  };
  const listedTwice = (simulator: Simulator): void => {
    simulator.setComponent('ConnectedApp', 'Twice', connectedApp(named(USER)));
    simulator.fault({
      kind: 'answer',
      on: 'listMetadata',
      times: Infinity,
      body: ({ body }) =>
        String(body).replace(/<result>(?:(?!<\/result>).)*<fullName>Twice<(?:(?!<\/result>).)*<\/result>/s, (row) =>
          [row, row.replace(/<manageableState>[^<]*/, '<manageableState>released')].join(''),
        ),
    });
  };

  describe('nobody is dedicated whom another app names', () => {
    const unreadable: Array<[string, (simulator: Simulator) => void]> = [
      [
        'whose file is broken',
        (simulator) => void simulator.setComponent('ConnectedApp', 'Odd', connectedApp(named(USER)).slice(0, -5)),
      ],
      [
        'whose file is broken, in CDATA and another case',
        (simulator) =>
          void simulator.setComponent(
            'ConnectedApp',
            'Odd',
            `${connectedApp(named(`<![CDATA[${USER.toUpperCase()}]]>`))}<`,
          ),
      ],
      ['whose two rows in the list differ', listedTwice],
      [
        'whose policy is broken',
        (simulator) => void simulator.setComponent(POLICY, 'Ticket_Bridge', `${policyOf(USER)}<`),
      ],
    ];
    for (const [name, change] of unreadable)
      it(`${name}: the app doesn't pass as hardened`, async () => {
        const finding = findingOf(await audited(change), HARDENED);
        expect([finding.reason, stateOf(finding, 'user-dedicated')]).to.deep.equal(['hardening-unknown', 'unknown']);
      });

    it('in its metadata alone, while SOQL says that its flow is on and names nobody', async () => {
      const report = await audited(
        (simulator) => void simulator.setComponent(POLICY, 'Ticket_Bridge', policyOf(USER)),
        {
          overrides: ON_BY_QUERY,
        },
      );
      expect(findingOf(report, HARDENED).reason).to.equal('hardening-unknown');
    });
  });

  it('an app that is on by SOQL alone has the user and the IP relaxation of its metadata where SOQL has none', async () => {
    const inside =
      '<ipRelaxationPolicyType>Bypass</ipRelaxationPolicyType>' +
      '<isClientCredentialsFlowEnabled>false</isClientCredentialsFlowEnabled>';
    const report = await audited(
      (simulator) => void simulator.setComponent(POLICY, 'Ticket_Bridge', policyOf(ADMIN, inside)),
      { overrides: ON_BY_QUERY },
    );
    const finding = findingOf(report, 'Ticket_Bridge');
    expect([finding.reason, finding.risk?.level, finding.executionUser?.username]).to.deep.equal([
      'enabled-by-query',
      'higher',
      ADMIN,
    ]);
    expect(finding.evidence).to.deep.include({
      source: 'metadata',
      component: `${POLICY}:Ticket_Bridge`,
      path: 'clientCredentialsFlowUser',
      value: ADMIN,
    });
  });

  describe('a step whose answer leaves a Run As user unread has failed, and no gate ends with 0', () => {
    type Records = Record<string, unknown>[];
    const answered =
      (on: RegExp, change: (records: Records) => Records) =>
      (simulator: Simulator): void =>
        simulator.fault({
          kind: 'answer',
          on,
          times: Infinity,
          body: ({ body }) => {
            const page = JSON.parse(String(body)) as { records: Records };
            const records = change(page.records);
            return JSON.stringify({ ...page, records, totalSize: records.length });
          },
        });
    const setOf = (row: Record<string, unknown>) => row['PermissionSet'] as Record<string, unknown>;
    const profileFile =
      (text: string) =>
      (simulator: Simulator): void =>
        void simulator.setComponent('Profile', 'Integration%3A Catalogue', text);
    const USERS = /FROM User WHERE/;
    const ASSIGNMENTS = /FROM PermissionSetAssignment/;

    const unread: Array<[step: string, string, (simulator: Simulator) => void, SimulatorOptions?]> = [
      ['retrieve-profiles-and-settings', 'a profile that is no XML', profileFile('<Profile')],
      ['retrieve-profiles-and-settings', 'a profile that is another type', profileFile(`<PermissionSet ${METADATA}/>`)],
      [
        'query-permissions',
        'a permission set that is not shown',
        answered(ASSIGNMENTS, (rows) =>
          rows.map((row) => (setOf(row)['IsOwnedByProfile'] === true ? row : { ...row, PermissionSet: null })),
        ),
      ],
      [
        'query-permissions',
        'two profiles of one user',
        answered(ASSIGNMENTS, (rows) =>
          rows.flatMap((row) => (setOf(row)['IsOwnedByProfile'] === true ? [row, row] : [row])),
        ),
      ],
      [
        'query-permissions',
        'a permission that is neither true nor false',
        answered(ASSIGNMENTS, (rows) =>
          rows.map((row) => ({ ...row, PermissionSet: { ...setOf(row), PermissionsModifyAllData: null } })),
        ),
      ],
      [
        'query-users',
        'two users of one name',
        answered(USERS, (rows) => rows.flatMap((row) => [row, { ...row, Id: '005Ws0000000zzzAAA' }])),
      ],
      [
        'query-users',
        'a user who is neither active nor inactive',
        answered(USERS, (rows) => rows.map((row) => ({ ...row, IsActive: null }))),
      ],
      [
        'query-object-permissions',
        'Modify All on an object that nobody is said to have',
        answered(/FROM ObjectPermissions/, () => [{ ParentId: null }]),
      ],
      [
        'describe-permissions',
        'a permission of every org that has no column',
        () => undefined,
        { missingFields: ['PermissionSet.PermissionsModifyAllData'] },
      ],
    ];
    for (const [step, name, change, options] of unread)
      it(`${step}: ${name}`, async () => {
        org = await startAuditedOrg(options);
        change(org.simulator);
        const report = await org.audit({ failOn: 'never', allowIncomplete: true });
        expect(failedSteps(report)).to.deep.equal([step]);
        expect(findingOf(report, HARDENED).reason).to.equal('hardening-unknown');
        expect(report.gate.exitCode).to.equal(31);
      });

    it('a permission set group that the org has not finished recalculating', async () => {
      org = await startAuditedOrg();
      for (const group of org.simulator.state.rowsOf('PermissionSetGroup')) group['Status'] = 'Outdated';
      const report = await org.audit({ failOn: 'never', allowIncomplete: true });
      expect(failedSteps(report)).to.deep.equal(['query-permissions']);
      expect(report.gate.exitCode).to.equal(31);
    });
  });

  it('permission sets that a caller without View Setup is not shown are not absent, though the row of the profile is there', async () => {
    const isOfProfile = (row: { PermissionSet: { IsOwnedByProfile: boolean } }): boolean =>
      row.PermissionSet.IsOwnedByProfile;
    const report = await audited((simulator) => {
      simulator.fault({
        kind: 'answer',
        on: /FROM UserPermissionAccess/,
        times: Infinity,
        body: ({ body }) => String(body).replace('"PermissionsViewSetup":true', '"PermissionsViewSetup":false'),
      });
      simulator.fault({
        kind: 'answer',
        on: /FROM PermissionSetAssignment/,
        times: Infinity,
        body: ({ body }) => {
          const page = JSON.parse(String(body)) as { records: Parameters<typeof isOfProfile>[0][] };
          const records = page.records.filter(isOfProfile);
          return JSON.stringify({ ...page, records, totalSize: records.length });
        },
      });
    });
    expect(stepOf(report, 'query-permissions')).to.deep.include({
      status: 'failed',
      detail: 'not-permitted: ViewSetup',
    });
    const finding = findingOf(report, 'Billing_Export');
    expect([finding.risk?.level, stateOf(finding, 'modify-all-data')]).to.deep.equal(['baseline', 'unknown']);
    expect(isAtLeast(finding, targetOf(report))).to.equal(true);
  });

  describe('that an app has no policy takes two sources that show the app', () => {
    const answeredEmpty =
      (...queries: readonly RegExp[]) =>
      (simulator: Simulator): void => {
        for (const on of queries)
          simulator.fault({
            kind: 'answer',
            on,
            times: Infinity,
            body: JSON.stringify({ totalSize: 0, done: true, records: [] }),
          });
      };
    const APPS = /FROM ExternalClientApplication$/;
    const POLICIES = /FROM ExtlClntAppOauthPlcyCnfg$/;
    const NOT_SEEN = { status: 'not-evaluated', reason: 'policy-not-readable' };

    it('an app that SOQL alone knows', async () => {
      const report = await audited(() => undefined, {
        rows: { ExternalClientApplication: [{ Id: '0xI000000000099AAA', DeveloperName: 'Only_By_Query' }] },
      });
      const finding = findingOf(report, 'Only_By_Query');
      expect(finding).to.include(NOT_SEEN);
      expect(finding.evidence).to.deep.include({
        source: 'listing',
        component: 'ExternalClientApplication:Only_By_Query',
        path: 'count',
        value: '0',
      });
    });

    it('an app that SOQL, which shows none at all, does not know', async () => {
      const report = await audited((simulator) => {
        simulator.removeComponent(POLICY, 'Ticket_Bridge');
        answeredEmpty(APPS, POLICIES)(simulator);
      });
      expect(findingOf(report, 'Ticket_Bridge')).to.include(NOT_SEEN);
      expect(findingOf(report, 'Survey_Import').reason).to.equal('flow-disabled');
    });

    it('empty answers to a caller of whom nobody knows what they may see: both steps have failed, 31', async () => {
      org = await startAuditedOrg({ generate: { connectedApps: 0, externalClientApps: 3, on: 0 } });
      answeredEmpty(APPS, POLICIES)(org.simulator);
      org.simulator.fault({
        kind: 'error',
        code: 'INSUFFICIENT_ACCESS',
        on: /FROM UserPermissionAccess/,
        times: Infinity,
      });
      const report = await org.audit({ controls: ['eca-client-credentials-policy'] });
      expect(failedSteps(report)).to.deep.equal([
        'caller-permissions',
        'list-app-policies',
        'query-external-client-apps',
        'query-oauth-policies',
      ]);
      expect(report.gate.exitCode).to.equal(31);
    });
  });

  it('a managed app whose Run As user stands in another case is not shown to be off', async () => {
    const text = connectedApp(`<OauthClientCredentialUser>${USER}</OauthClientCredentialUser>`).replace(
      '>true<',
      '>false<',
    );
    const installed = { namespacePrefix: 'acme', manageableState: 'installed' };
    const report = await audited(
      (simulator) => void simulator.setComponent('ConnectedApp', 'acme__Odd', text, installed),
    );
    expect(findingOf(report, 'acme__Odd').reason).to.equal('managed-not-shown');
  });

  it('a file without a label, a contact and OAuth settings is that of no app without OAuth', async () => {
    const report = await audited(
      (simulator) => void simulator.setComponent('ConnectedApp', 'Order_Sync', `<ConnectedApp ${METADATA}/>`),
    );
    expect(findingOf(report, 'Order_Sync')).to.include({ status: 'not-evaluated', reason: 'not-returned' });
  });
});
