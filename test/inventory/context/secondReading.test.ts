import { expect } from 'chai';
import type { OrgDoor } from '../../../src/org/door.js';
import { Coverage } from '../../../src/inventory/coverage.js';
import { readOrg } from '../../../src/inventory/fromOrg.js';
import type { Context } from '../../../src/posture/subject.js';
import type { Step } from '../../../src/posture/model.js';
import type { FaultRule } from '../../simulator/faults.js';
import { connectedApp, eca, ecaPolicy } from '../../simulator/generatedFiles.js';
import type { OrgState } from '../../simulator/state.js';
import { startOrg, valueOf, type OrgOptions, type SimulatedOrg } from '../../org/support/simulatedOrg.js';
import { eventsFile, failedSteps, profileFile, securityFile } from '../support/world.js';

const USERNAME = 'billing.sync@example.com';
const PROFILE = 'Custom%3A Integration';

/** One integration user behind a connected app and an external client app, as records and files of a real org lie. */
const furnish = ({ simulator }: SimulatedOrg): void => {
  const { state } = simulator;
  const flow = { on: true, user: USERNAME };
  simulator.setComponent('ConnectedApp', 'Billing', connectedApp('Billing', flow));
  simulator.setComponent('ExternalClientApplication', 'Sync', eca('Sync'));
  simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Sync_plcy', ecaPolicy('Sync', flow));
  const profile = simulator.setComponent('Profile', PROFILE, profileFile(['192.0.2.0', '192.0.2.15']));
  simulator.setComponent(
    'Settings',
    'Security',
    securityFile('<enforceIpRangesEveryRequest>true</enforceIpRangesEveryRequest>'),
  );
  simulator.setComponent('Settings', 'RealTimeEvent', eventsFile(['ApiEvent', true]));
  const userId = addUser(state, profile.id);
  addLogins(state, userId);
};

const addUser = (state: OrgState, profileId: string): unknown => {
  const licence = state.addRow('UserLicense', { Name: 'Salesforce Integration' });
  state.addRow('Profile', { Id: profileId, Name: 'Custom: Integration', UserLicenseId: licence['Id'] });
  const user = { Username: USERNAME, IsActive: true, UserType: 'Standard', ProfileId: profileId };
  const AssigneeId = state.addRow('User', user)['Id'];
  const assign = (set: Record<string, unknown>, assignment: Record<string, unknown> = {}): unknown => {
    const { Id } = state.addRow('PermissionSet', { IsOwnedByProfile: false, Type: 'Regular', ...set });
    state.addRow('PermissionSetAssignment', { AssigneeId, PermissionSetId: Id, IsActive: true, ...assignment });
    return Id;
  };
  assign({ Name: 'X00e', IsOwnedByProfile: true, Type: 'Profile', ProfileId: profileId, PermissionsApiUserOnly: true });
  assign({ Name: 'Expired', PermissionsModifyAllData: true }, { ExpirationDate: '2020-01-01T00:00:00.000+0000' });
  const group = state.addRow('PermissionSetGroup', { DeveloperName: 'Bundle', Status: 'Updated' });
  assign({ Name: 'Bundle', Type: 'Group', PermissionsDataExport: true }, { PermissionSetGroupId: group['Id'] });
  const ParentId = assign({ Name: 'Invoices' });
  for (const SobjectType of ['Invoice__c', 'Account'])
    state.addRow('ObjectPermissions', { ParentId, SobjectType, PermissionsModifyAllRecords: true });
  return AssigneeId;
};

const addLogins = (state: OrgState, UserId: unknown): void => {
  const login = { UserId, LoginSubType: 'OauthClientCredentials', Application: 'Billing' };
  for (const [days, SourceIp] of [
    [1, '192.0.2.1'],
    [3, '192.0.2.2'],
    [3, '192.0.2.1'],
    [400, '192.0.2.9'],
  ] as const)
    state.addRow('LoginHistory', {
      ...login,
      SourceIp,
      LoginTime: new Date(Date.now() - days * 86_400_000).toISOString(),
    });
};

const start = async (options: OrgOptions = {}): Promise<{ org: SimulatedOrg; door: OrgDoor }> => {
  const org = await startOrg(options);
  furnish(org);
  return { org, door: valueOf(await org.open()) };
};

const read = async (door: OrgDoor): Promise<{ context: Context; steps: Step[] }> => {
  const coverage = new Coverage();
  const scope = { connectedApps: true, externalClientApps: true, usageDays: 90 };
  const reading = await readOrg(door, scope, coverage);
  if (!reading.ok) throw new Error(`Not read: ${reading.problem.code}`);
  return { context: reading.inventory.context, steps: coverage.steps() };
};

describe('the second reading over the wire', () => {
  let org: SimulatedOrg;
  let door: OrgDoor;
  before(async () => ({ org, door } = await start()));
  afterEach(() => org.simulator.clearFaults());
  after(() => org.stop());

  it('knows who an app runs as, what that user may do, and from where', async () => {
    const { context } = await read(door);
    const { userId, profile, ...user } = context.users.get(USERNAME) ?? {};
    const profileSet = `X${profile?.id.slice(0, 3)}`;
    expect(userId).to.match(/^005/);
    expect(profile?.name).to.equal('Custom: Integration');
    expect(user).to.deep.equal({
      username: USERNAME,
      state: 'active',
      userType: 'Standard',
      licence: 'Salesforce Integration',
      adminProfile: { known: true, value: false },
      permissions: {
        known: true,
        value: { granted: [{ permission: 'DataExport', via: 'PermissionSetGroup:Bundle' }], unread: [] },
      },
      modifyAllObjects: { known: true, value: [{ permission: 'ModifyAllRecords', via: 'PermissionSet:Invoices' }] },
      loginIpRanges: { known: true, value: [{ start: '192.0.2.0', end: '192.0.2.15' }] },
      person: { known: true, value: false },
      apiOnly: { known: true, value: true },
      assigned: { known: true, value: [profileSet, 'Bundle', 'Invoices'] },
    });
  });

  it('takes no permission for expired by a clock of this machine that is days ahead of the org’s', async () => {
    const day = 86_400_000;
    const behind = await startOrg({ now: () => Date.now() - 3 * day });
    try {
      furnish(behind);
      const { state } = behind.simulator;
      const set = state.addRow('PermissionSet', { IsOwnedByProfile: false, Type: 'Regular', Name: 'Admins' });
      Object.assign(set, { PermissionsModifyAllData: true });
      const [user] = state.rowsOf('User').filter((row) => row['Username'] === USERNAME);
      state.addRow('PermissionSetAssignment', {
        ...{ AssigneeId: user?.['Id'], PermissionSetId: set['Id'], IsActive: true },
        ExpirationDate: new Date(Date.now() - 1.5 * day).toISOString(),
      });
      const { context } = await read(valueOf(await behind.open()));
      const permissions = context.users.get(USERNAME)?.permissions;
      const granted = permissions?.known ? permissions.value.granted.map(({ permission }) => permission) : permissions;
      expect(granted).to.include('ModifyAllData');
    } finally {
      await behind.stop();
    }
  });

  it('knows what surrounds it: monitoring, sharing and use', async () => {
    const { context } = await read(door);
    expect(context.monitoring).to.deep.equal({
      known: true,
      value: { active: true, evidence: ['RealTimeEventSettings:ApiEvent'] },
    });
    expect(context.enforceIpRangesEveryRequest).to.deep.equal({ known: true, value: true });
    expect(context.appsByUser.get(USERNAME)).to.deep.equal(['ConnectedApp:Billing', 'ExternalClientApplication:Sync']);
    expect(context.usage.get('connectedapp:billing')).to.include({ status: 'seen', logins: 3, addresses: 2 });
    expect(context.usage.get('externalclientapplication:sync')).to.include({ status: 'no-evidence' });
  });

  it('takes at most 18 requests besides polls, and each step is ok', async () => {
    org.simulator.journal.clear();
    const { steps } = await read(door);
    expect(org.simulator.journal.withoutPolls().length).to.be.at.most(18);
    expect(failedSteps(steps)).to.deep.equal([]);
  });

  const unknown = (context: Context): string[] => {
    const user = context.users.get(USERNAME);
    const parts = {
      user: user?.state !== 'unknown',
      permissions: user?.permissions.known,
      objects: user?.modifyAllObjects.known,
      ranges: user?.loginIpRanges.known,
      monitoring: context.monitoring.known,
      usage: [...context.usage.values()].every(({ status }) => status !== 'unknown'),
    };
    return Object.entries(parts).flatMap(([part, isKnown]) => (isKnown ? [] : part));
  };

  const refused = (on: RegExp): FaultRule => ({
    kind: 'error',
    on,
    code: 'INSUFFICIENT_ACCESS',
    message: 'refused',
    status: 403,
  });
  const faults: Array<[string, FaultRule, string, string[]]> = [
    ['users', refused(/FROM User /), 'query-users', ['user', 'permissions', 'objects', 'ranges', 'usage']],
    ['the columns', refused(/PermissionSet\/describe/), 'describe-permissions', ['permissions', 'objects']],
    ['assignments', refused(/FROM PermissionSetAssignment/), 'query-permissions', ['permissions', 'objects']],
    ['object permissions', refused(/FROM ObjectPermissions/), 'query-object-permissions', ['objects']],
    ['log-ins', { ...refused(/FROM LoginHistory/), times: 9 }, 'query-login-history', ['usage']],
    ['policies', refused(/FROM TransactionSecurityPolicy/), 'query-transaction-security', []],
    ['the second retrieve', refused(/Settings:/), 'retrieve-profiles-and-settings', ['ranges', 'monitoring']],
    [
      'a profile that breaks every retrieve it is in',
      { kind: 'retrieve-failed', on: 'retrieve', member: `Profile:${PROFILE}`, times: 99 },
      'retrieve-profiles-and-settings',
      ['ranges'],
    ],
  ];
  for (const [name, fault, step, lost] of faults) {
    it(`where ${name} cannot be read, only what hangs on it is unknown`, async () => {
      org.simulator.fault(fault);
      const { context, steps } = await read(door);
      expect(failedSteps(steps)).to.deep.equal([step]);
      expect(unknown(context)).to.deep.equal(lost);
    });
  }
});

describe('the second reading of an org of its own kind', () => {
  let org: SimulatedOrg;
  afterEach(() => org.stop());

  const readIn = async (options: OrgOptions): ReturnType<typeof read> => {
    const started = await start(options);
    org = started.org;
    return read(started.door);
  };

  it('counts log-ins row by row where the org does not give that many groups, and says that it knows of no others', async () => {
    const { context, steps } = await readIn({ maxGroups: 0 });
    expect(context.usage.get('connectedapp:billing')).to.include({ status: 'seen', logins: 3, addresses: 2 });
    expect(context.usage.get('externalclientapplication:sync')).to.include({ status: 'unknown' });
    expect(steps.find(({ step }) => step === 'query-login-history')?.detail).to.match(/^too-large: Aggregate query/);
  });

  for (const maxGroups of [2000, 100])
    it(`sees the log-ins of the user that an app had before, in an org that gives ${maxGroups} groups`, async () => {
      const started = await start({ maxGroups });
      org = started.org;
      const { state } = org.simulator;
      const login = (user: unknown, Application: string, LoginSubType: string | null): unknown =>
        state.addRow('LoginHistory', {
          UserId: user,
          LoginTime: new Date(Date.now() - 86_400_000).toISOString(),
          LoginSubType,
          Application,
          SourceIp: '192.0.2.9',
        });
      for (let n = 0; n < 150; n += 1)
        login(state.addRow('User', { Username: `person${n}@example.com` })['Id'], 'Browser', null);
      login(state.addRow('User', { Username: 'before@example.com' })['Id'], 'Sync', 'OauthClientCredentials');
      const { context, steps } = await read(started.door);
      expect(context.usage.get('externalclientapplication:sync')).to.include({ status: 'seen', logins: 1 });
      expect(failedSteps(steps)).to.deep.equal([]);
    });

  it('does without columns and objects that the org lacks', async () => {
    const missingFields = ['PermissionSet.PermissionsViewClientSecret', 'PermissionSetAssignment.IsRevoked'];
    const { context, steps } = await readIn({ missingFields, missingTypes: ['TransactionSecurityPolicy'] });
    expect(context.users.get(USERNAME)?.permissions).to.deep.include({ known: true });
    expect(failedSteps(steps)).to.deep.equal([]);
    expect(steps.find(({ step }) => step === 'query-transaction-security')).to.deep.include({
      status: 'skipped',
      detail: 'type-not-available',
    });
  });

  it('takes at most 18 requests besides polls where the org has no external client apps', async () => {
    const missingTypes = [
      'ExternalClientApplication',
      'ExtlClntAppOauthConfigurablePolicies',
      'ExtlClntAppConfigurablePolicies',
    ];
    const started = await start({ missingTypes });
    org = started.org;
    org.simulator.journal.clear();
    const { context, steps } = await read(started.door);
    expect(org.simulator.journal.withoutPolls().length).to.be.at.most(18);
    expect(context.users.get(USERNAME)?.modifyAllObjects.known).to.equal(true);
    expect(failedSteps(steps)).to.deep.equal(['list-app-policies', 'list-external-client-apps', 'list-oauth-policies']);
  });
});
