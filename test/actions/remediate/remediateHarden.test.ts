import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediateRequest } from '../../../src/actions/remediate/prepared.js';
import type { RemediationResult, SkipReason } from '../../../src/remediation/model/result.js';
import { createTexts } from '../../../src/cli/texts.js';
import { hardeningTexts } from '../../../src/reports/terminal/change/bundles.js';
import { remediationReport } from '../../../src/reports/terminal/change/result.js';
import { connectedApp, externalClientApp, policy } from '../../simulator/deploy/samples.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import {
  HARDEN,
  INSIDE,
  INTEGRATION,
  OPEN,
  OTHER,
  OUTSIDE,
  POLICY,
  rangesFile,
  startHardeningOrg,
  type HardeningOrg,
} from '../support/hardeningOrg.js';
import { outcomesIn } from '../support/remediateOrg.js';

const reasons = ({ plan }: { plan: RemediationResult['plan'] }): SkipReason[] =>
  [...new Set(plan.skipped.map(({ reason }) => reason))].sort();
const codes = ({ notices }: RemediationResult): string[] => notices.map(({ code }) => code);
const afterwards = ({ after }: RemediationResult): string | undefined =>
  after?.findings.find(({ app }) => app.name === 'Gateway')?.reason;

const connectedAppRunBy = (oauthClientCredentialUser: string): string => connectedApp({ oauthClientCredentialUser });

describe('remediate --harden', () => {
  let org: HardeningOrg;
  before(async () => (org = await startHardeningOrg()));
  beforeEach(() => org.reset());
  after(() => org.stop());

  it('on the wire: a token from outside the ranges is issued before and refused afterwards, one from inside is issued', async () => {
    expect([await org.token(OUTSIDE), await org.token(INSIDE)]).to.deep.equal(['issued', 'issued']);
    const original = org.textOf(POLICY);
    const result = await org.harden();
    expect(outcomesIn(result)).to.deep.equal({ [POLICY]: 'verified' });
    expect([await org.token(OUTSIDE), await org.token(INSIDE)]).to.deep.equal(['ip restricted', 'issued']);
    expect([result.summary.exitCode, afterwards(result)]).to.deep.equal([0, 'hardened']);
    expect(codes(result)).to.include.members(['hardened-now', 'logins-to-watch', 'tokens-to-end']);
    expect(codes(result)).not.to.include.members(['secret-to-rotate']);

    const restored = await org.restore(result);
    expect(outcomesIn(restored), 'restored').to.deep.equal({ [POLICY]: 'verified' });
    expect(org.textOf(POLICY)).to.equal(original);
    expect([await org.token(OUTSIDE), await org.token(INSIDE)]).to.deep.equal(['issued', 'issued']);
    expect(codes(restored)).to.include('network-open-again').and.not.include('flow-open-again');
  });

  it('changes the relaxation and nothing else, and shows the addresses beside the ranges', async () => {
    const { plan } = await org.prepare(HARDEN);
    const [change] = plan.changes;
    expect(change?.edits).to.deep.equal([{ path: 'ipRelaxationPolicyType', before: 'Bypass', after: 'Enforce' }]);
    expect(change?.atStake?.network).to.deep.equal({ addresses: [INSIDE], ranges: ['127.0.0.0-127.0.0.15'] });
    expect(plan.skipped).to.deep.equal([]);
  });

  it('sets another user where one is named, and restore brings the first one back', async () => {
    const result = await org.harden({ harden: { executionUser: OTHER }, apps: ['Gateway'] });
    expect(outcomesIn(result)).to.deep.equal({ [POLICY]: 'verified' });
    expect(org.textOf(POLICY)).to.include(`<clientCredentialsFlowUser>${OTHER}</clientCredentialsFlowUser>`);
    expect(afterwards(result)).to.equal('hardened');
    await org.restore(result);
    expect(org.textOf(POLICY)).to.include(`<clientCredentialsFlowUser>${INTEGRATION}</clientCredentialsFlowUser>`);
  });

  it('a second run has nothing to do: the app passes', async () => {
    await org.harden();
    const again = await org.harden();
    expect([again.mode, again.summary.exitCode, again.plan.skipped]).to.deep.equal(['nothing-to-do', 0, []]);
  });

  it('a dry run ends with the plan, and changes nothing', async () => {
    const before = org.textOf(POLICY);
    const prepared = await org.prepare(HARDEN);
    expect(prepared.deploys.every(({ checkOnly }) => checkOnly)).to.equal(true);
    expect(org.textOf(POLICY)).to.equal(before);
  });

  it('an element that the policy leaves out is put in, and stays where a restore finds its default', async () => {
    org.setPolicy({ ipRelaxationPolicyType: undefined });
    org.simulator.setComponent('ConnectedApp', 'Sync', connectedAppRunBy(INTEGRATION));
    const result = await org.harden({ harden: { executionUser: OTHER }, apps: ['Gateway'] });
    expect(org.textOf(POLICY)).to.include('<ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType>');
    expect(outcomesIn(await org.restore(result))).to.deep.equal({ [POLICY]: 'verified' });
    expect(org.textOf(POLICY)).to.include(`<clientCredentialsFlowUser>${INTEGRATION}</clientCredentialsFlowUser>`);
    expect(org.textOf(POLICY)).to.include('<ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType>');
  });

  for (const [story, IpRelaxationPolicyType] of [
    ['SOQL says Bypass', 2],
    ['SOQL says Bypass in a word', 'Bypass'],
    ['SOQL says Enforce_RelaxRefresh', 3],
    ['SOQL shows none', null],
  ] as const)
    it(`leaves alone a policy that leaves the element out, where ${story}: a restore could not bring that back`, async () => {
      org.setPolicy({ ipRelaxationPolicyType: undefined });
      org.simulator.setComponent('ConnectedApp', 'Sync', connectedAppRunBy(INTEGRATION));
      const { settings } = org.simulator.state;
      const overrides = { 'ExtlClntAppOauthPlcyCnfg:Gateway_oauthPlcy': { IpRelaxationPolicyType } };
      org.simulator.state.settings = { ...settings, overrides };
      const result = await org.harden({ harden: { executionUser: OTHER }, apps: ['Gateway'], includeActive: true });
      org.simulator.state.settings = settings;
      expect(reasons(result)).to.deep.equal(['harden-relaxation-hidden']);
      expect(result.summary.exitCode).to.not.equal(0);
      expect(org.simulator.journal.of('deploy')).to.deep.equal([]);
      expect(org.textOf(POLICY)).to.not.include('ipRelaxationPolicyType');
    });

  const user = (name: string): Partial<RemediateRequest> => ({ harden: { executionUser: name }, apps: ['Gateway'] });
  const refusals: Array<
    [story: string, arrange: () => void, request: Partial<RemediateRequest>, expected: SkipReason[]]
  > = [
    ['nobody runs it', () => org.setPolicy({ clientCredentialsFlowUser: undefined }), {}, ['harden-no-user']],
    ['a user who does not exist', () => undefined, user('nobody@example.com'), ['harden-user-unknown']],
    ['an inactive user', () => undefined, user('retired.user@example.com'), ['harden-user-inactive']],
    ['a person', () => undefined, user('person@example.com'), ['harden-no-ranges', 'harden-not-api-only']],
    [
      'an administrator',
      () => undefined,
      user('admin.integration@example.com'),
      ['harden-broad', 'harden-no-ranges', 'harden-not-api-only'],
    ],
    ['no ranges', () => org.simulator.setComponent('Profile', 'Narrow', rangesFile()), {}, ['harden-no-ranges']],
    [
      'wide ranges',
      () => org.simulator.setComponent('Profile', 'Narrow', rangesFile(['127.0.0.0', '127.255.255.255'])),
      {},
      ['harden-ranges-not-strict'],
    ],
    [
      'a range that cannot be read',
      () => org.simulator.setComponent('Profile', 'Narrow', rangesFile(['127.0.0.15', '127.0.0.0'])),
      {},
      ['harden-ranges-unknown'],
    ],
    ['a client outside', () => org.addLogin({ SourceIp: OUTSIDE }), {}, ['harden-addresses-outside']],
    [
      'a client outside, whatever one says',
      () => org.addLogin({ SourceIp: OUTSIDE }),
      { includeActive: true },
      ['harden-addresses-outside'],
    ],
    ['no log-in', () => org.simulator.state.rows.set('LoginHistory', []), {}, ['harden-no-logins']],
    [
      'a log-in that may be another flow, from outside',
      () => org.addLogin({ SourceIp: OUTSIDE, LoginSubType: null }),
      {},
      ['harden-addresses-unclear'],
    ],
    [
      'a log-in from outside by the name that another app has now, as the user of this one',
      () => {
        org.simulator.setComponent('ConnectedApp', 'Sync', connectedAppRunBy(OTHER));
        org.addLogin({ SourceIp: OUTSIDE, Application: 'Sync' });
      },
      {},
      ['harden-addresses-unclear'],
    ],
    ['days that nobody looks at', () => undefined, { usageDays: 0 }, ['harden-addresses-unknown']],
    [
      'log-ins that the org does not give',
      () =>
        org.simulator.fault({ kind: 'error', on: /FROM LoginHistory/, times: Infinity, code: 'INSUFFICIENT_ACCESS' }),
      {},
      ['harden-addresses-unknown'],
    ],
    [
      'profiles that the org does not give',
      () => org.simulator.fault({ kind: 'error', on: /^Profile:/, times: Infinity, code: 'INSUFFICIENT_ACCESS' }),
      {},
      ['harden-ranges-unknown'],
    ],
    [
      'permissions that the org does not give',
      () =>
        org.simulator.fault({
          kind: 'error',
          on: /FROM PermissionSetAssignment/,
          times: Infinity,
          code: 'INSUFFICIENT_ACCESS',
        }),
      {},
      ['harden-permissions-unknown'],
    ],
    [
      'object permissions that the org does not give',
      () =>
        org.simulator.fault({
          kind: 'error',
          on: /FROM ObjectPermissions/,
          times: Infinity,
          code: 'INSUFFICIENT_ACCESS',
        }),
      {},
      ['harden-permissions-unknown'],
    ],
    [
      'an app that admits only users whom it does not name',
      () => org.setPolicy({ permittedUsersPolicyType: 'AdminApprovedPreAuthorized', commaSeparatedProfile: 'Admin' }),
      {},
      ['harden-not-admitted'],
    ],
    [
      'an app that says in an unknown word whom it admits',
      () => org.setPolicy({ permittedUsersPolicyType: 'AdminApproved', commaSeparatedProfile: 'Admin' }),
      {},
      ['harden-not-admitted'],
    ],
    [
      'a user of another app',
      () => org.simulator.setComponent('ConnectedApp', 'Sync', connectedAppRunBy(OTHER)),
      user(OTHER),
      ['harden-user-shared'],
    ],
  ];
  for (const [story, arrange, request, expected] of refusals)
    it(`leaves it alone, ${story}: ${expected.join(', ')}`, async () => {
      arrange();
      const before = org.textOf(POLICY);
      const result = await org.harden(request);
      expect(reasons(result)).to.deep.equal(expected);
      expect(result.plan.changes).to.deep.equal([]);
      expect(org.textOf(POLICY)).to.equal(before);
      expect(org.simulator.journal.of('deploy')).to.deep.equal([]);
    });

  it('leaves it alone where SOQL names another user, unless one is named: harden-sources-disagree', async () => {
    const { settings } = org.simulator.state;
    const overrides = { 'ExtlClntAppOauthPlcyCnfg:Gateway_oauthPlcy': { ClientCredentialsFlowUser: OTHER } };
    org.simulator.state.settings = { ...settings, overrides };
    const without = await org.prepare(HARDEN);
    const named = await org.prepare({ ...HARDEN, ...user(INTEGRATION) });
    org.simulator.state.settings = settings;
    expect(reasons(without)).to.deep.equal(['harden-sources-disagree']);
    expect(named.plan.changes).to.have.length(1);
  });

  it('takes the log-ins that a caller is shown for all only where they may see those of others', async () => {
    const { settings } = org.simulator.state;
    const missingFields = ['ManageUsers', 'MonitorLoginHistory'].map(
      (name) => `UserPermissionAccess.Permissions${name}`,
    );
    org.simulator.state.settings = { ...settings, missingFields };
    const prepared = await org.prepare(HARDEN);
    org.simulator.state.settings = settings;
    expect(reasons(prepared)).to.deep.equal(['harden-addresses-unknown']);
  });

  it('makes nobody the user of two apps at once', async () => {
    const { simulator } = org;
    const named = (text: string): string => text.replaceAll('Gateway', 'Second');
    simulator.setComponent('ExternalClientApplication', 'Second', named(externalClientApp()));
    simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Second_oauthPlcy', named(policy(OPEN)));
    org.addLogin({ Application: 'Second' });
    const { plan } = await org.prepare({ ...HARDEN, harden: { executionUser: OTHER }, apps: ['*'] });
    simulator.removeComponent('ExternalClientApplication', 'Second');
    simulator.removeComponent('ExtlClntAppOauthConfigurablePolicies', 'Second_oauthPlcy');
    expect(plan.changes).to.deep.equal([]);
    expect(plan.skipped.map(({ reason }) => reason)).to.deep.equal(['harden-user-shared', 'harden-user-shared']);
  });

  it('leaves a waived app alone', async () => {
    const path = join(org.folder, 'waivers.yml');
    const entry = 'control: eca-client-credentials-policy\n    app: ExternalClientApplication:Gateway';
    const until = new Date(Date.now() + 86_400_000 * 90).toISOString().slice(0, 10);
    writeFileSync(path, `version: 1\nwaivers:\n  - ${entry}\n    reason: a\n    owner: b\n    expires: ${until}\n`);
    expect(reasons(await org.prepare({ ...HARDEN, waivers: { kind: 'file', path } }))).to.deep.equal(['waived']);
  });

  const BURST = '0PSWs0000000BURAAA';
  for (const [story, held, expected] of [
    ['is in force', { HasActivationRequired: false, Type: 'Regular' }, []],
    ['has to be activated in a session', { HasActivationRequired: true, Type: 'Session' }, ['harden-not-admitted']],
    [
      'is of a package, and only called the same there',
      { HasActivationRequired: false, Type: 'Regular', NamespacePrefix: 'vendor', Label: 'Vendor Staff' },
      ['harden-not-admitted'],
    ],
  ] as const)
    it(`counts a permission set as admission only if it is that one and in force: one that ${story}`, async () => {
      const { state } = org.simulator;
      state.addRow('PermissionSet', { Id: BURST, Name: 'Burst', Label: 'Burst', IsOwnedByProfile: false, ...held });
      const assignee = { AssigneeId: state.user(OTHER)?.['Id'], IsActive: true };
      state.addRow('PermissionSetAssignment', { ...assignee, PermissionSetId: BURST });
      org.setPolicy({
        permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
        commaSeparatedProfile: undefined,
        commaSeparatedPermissionSet: 'Burst',
      });
      const { plan } = await org.prepare({ ...HARDEN, ...user(OTHER) });
      const without = (type: string, key: string) =>
        state.rows.set(
          type,
          state.rowsOf(type).filter((row) => row[key] !== BURST),
        );
      without('PermissionSet', 'Id');
      without('PermissionSetAssignment', 'PermissionSetId');
      expect([reasons({ plan }), plan.changes.length]).to.deep.equal([expected, expected.length === 0 ? 1 : 0]);
    });

  const ACTIVE = { IsActive: true };
  const PLAIN = { HasActivationRequired: false, Type: 'Regular' };
  for (const [story, held, assignment, expected] of [
    ['is in force', PLAIN, ACTIVE, []],
    ['has to be activated in a session', { HasActivationRequired: true, Type: 'Session' }, ACTIVE, true],
    ['was revoked', PLAIN, { IsActive: true, IsRevoked: true }, true],
    ['ended a minute ago', PLAIN, { ...ACTIVE, ExpirationDate: new Date(Date.now() - 60_000).toISOString() }, true],
  ] as const)
    it(`takes a user for API-only by a permission set only if it is in force: one that ${story}`, async () => {
      const { state } = org.simulator;
      org.simulator.setComponent('Profile', 'Person', rangesFile(['127.0.0.0', '127.0.0.15']));
      const set = { Id: BURST, Name: 'Burst', Label: 'Burst', IsOwnedByProfile: false, PermissionsApiUserOnly: true };
      state.addRow('PermissionSet', { ...set, ...held });
      const AssigneeId = state.user('person@example.com')?.['Id'];
      state.addRow('PermissionSetAssignment', { AssigneeId, PermissionSetId: BURST, ...assignment });
      const { plan } = await org.prepare({ ...HARDEN, ...user('person@example.com') });
      for (const [type, key] of [
        ['PermissionSet', 'Id'],
        ['PermissionSetAssignment', 'PermissionSetId'],
      ] as const)
        state.rows.set(
          type,
          state.rowsOf(type).filter((row) => row[key] !== BURST),
        );
      org.simulator.setComponent('Profile', 'Person', rangesFile());
      expect(reasons({ plan })).to.deep.equal(expected === true ? ['harden-not-api-only'] : expected);
      expect(plan.changes).to.have.length(expected === true ? 0 : 1);
    });

  it('asks for admission by each policy that is on, and lets one app have several', async () => {
    const second = (parts: object): void =>
      void org.simulator.setComponent(
        'ExtlClntAppOauthConfigurablePolicies',
        'Gateway_second',
        policy({ ...OPEN, ...parts }),
      );
    second({ permittedUsersPolicyType: 'AdminApprovedPreAuthorized', commaSeparatedProfile: 'Admin' });
    const refused = await org.prepare(HARDEN);
    second({});
    const planned = await org.prepare({ ...HARDEN, ...user(OTHER) });
    org.simulator.removeComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_second');
    expect([reasons(refused), refused.plan.changes.length]).to.deep.equal([['harden-not-admitted'], 0]);
    expect([reasons(planned), planned.plan.changes.length]).to.deep.equal([[], 2]);
  });

  it('a user of another app whom only SOQL names is not set either: harden-user-shared', async () => {
    const { settings } = org.simulator.state;
    org.simulator.setComponent('ConnectedApp', 'Sync', connectedAppRunBy(OTHER));
    const overrides = { 'ExtlClntAppOauthPlcyCnfg:Gateway_oauthPlcy': { ClientCredentialsFlowUser: OTHER } };
    org.simulator.state.settings = { ...settings, overrides };
    const named = await org.prepare({ ...HARDEN, ...user(OTHER) });
    org.setPolicy({ clientCredentialsFlowUser: undefined });
    const unnamed = await org.prepare(HARDEN);
    org.simulator.state.settings = settings;
    expect([named, unnamed].map(reasons)).to.deep.equal([['harden-user-shared'], ['harden-user-shared']]);
  });

  it('an app that admits the user’s profile, by its label, is hardened', async () => {
    org.setPolicy({ permittedUsersPolicyType: 'AdminApprovedPreAuthorized', commaSeparatedProfile: 'narrow' });
    expect((await org.harden()).summary.verified).to.equal(1);
  });

  const uponOneself: Array<[story: string, arrange: () => void, despite: string]> = [
    ['no log-in', () => org.simulator.state.rows.set('LoginHistory', []), 'harden-no-logins'],
    ['a doubtful log-in', () => org.addLogin({ SourceIp: OUTSIDE, LoginSubType: null }), 'harden-addresses-unclear'],
  ];
  for (const [story, arrange, despite] of uponOneself)
    it(`goes on with --include-active, and says what was taken upon oneself: ${story}`, async () => {
      arrange();
      const { plan } = await org.prepare({ ...HARDEN, includeActive: true });
      expect(plan.changes.map(({ atStake }) => atStake?.despite)).to.deep.equal([[despite]]);
    });

  it('what is still missing is told, and the change counts as made', async () => {
    org.simulator.setComponent('ConnectedApp', 'Sync', connectedAppRunBy(INTEGRATION));
    const result = await org.harden();
    expect([result.summary.exitCode, afterwards(result)]).to.deep.equal([0, 'not-hardened']);
    const notice = result.notices.find(({ code }) => code === 'not-hardened-yet');
    expect(String(notice?.data?.['missing'])).to.include('user-dedicated').and.include('ConnectedApp:Sync');
  });

  it('what enforces already and is not hardened for another reason: nothing to set', async () => {
    org.setPolicy({ ipRelaxationPolicyType: 'Enforce' });
    org.simulator.setComponent('ConnectedApp', 'Sync', connectedAppRunBy(INTEGRATION));
    expect(reasons(await org.harden())).to.deep.equal(['harden-set-already']);
  });

  it('a relaxation that does not last is told: 32', async () => {
    const prepared = await org.prepare(HARDEN);
    setDeployRules(org.simulator.state, { reverts: [POLICY] });
    const result = await org.apply(prepared, { patience: [] });
    setDeployRules(org.simulator.state, { reverts: [] });
    expect(result.outcomes.map(({ result: end, problem }) => [end, problem?.code])).to.deep.equal([
      ['reverted', 'still-relaxed'],
    ]);
    expect(result.summary.exitCode).to.equal(32);
  });

  for (const [title, parts, expected] of [
    ['turns the flow off', { isClientCredentialsFlowEnabled: 'false' }, ['reverted', 'still-off']],
    ['sets another user', { clientCredentialsFlowUser: OTHER }, ['altered', 'user-differs']],
  ] as const)
    it(`tells in words where another admin ${title} before it is read back: 32`, async () => {
      const prepared = await org.prepare(HARDEN);
      const { door } = prepared;
      const awaitDeploy: typeof door.awaitDeploy = async (...about) => {
        const ended = await door.awaitDeploy(...about);
        org.setPolicy({ ipRelaxationPolicyType: 'Enforce', ...parts });
        return ended;
      };
      const result = await org.apply({ ...prepared, door: { ...door, awaitDeploy } });
      expect(result.outcomes.map(({ result: end, problem }) => [end, problem?.code])).to.deep.equal([expected]);
      expect(result.summary.exitCode).to.equal(32);
      const shown = { skipped: [], notices: [] };
      const how = { view: 'table', width: 120, color: false, command: 'remediate', inPipeline: false, shown } as const;
      const words = remediationReport(result, hardeningTexts(createTexts()), how);
      expect(/flow is off/i.test(words), words).to.equal(title === 'turns the flow off');
    });

  it('an app that somebody changes after the plan is left alone', async () => {
    const prepared = await org.prepare(HARDEN);
    org.setPolicy({ sessionTimeoutInMinutes: '15' });
    const result = await org.apply(prepared);
    expect(reasons(result)).to.deep.equal(['changed-since-plan']);
  });
});
