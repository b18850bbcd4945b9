import { expect } from 'chai';
import type { Notice } from '../../../src/posture/model.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import type { OrgOptions } from '../../org/support/simulatedOrg.js';
import { externalClientApp, RETIRED_USER, USER } from '../../simulator/deploy/samples.js';
import type { RowsFile } from '../../simulator/rowsFile.js';
import { storeLogin } from '../../org/support/homeFolder.js';
import { AUDITOR, auditorWith } from '../support/auditor.js';
import { startRemediateOrg, type RemediateOrg } from '../support/remediateOrg.js';

const users = [USER, RETIRED_USER].map((Username) => ({
  Id: Username === USER ? '@user' : '@retired',
  Username,
  Name: Username,
  IsActive: Username === USER,
  UserType: 'Standard',
  ProfileId: '@Profile:Admin',
}));

const session = (CreatedDate: string, LoginSubType = 'OauthClientCredentials', more = {}): Record<string, unknown> => ({
  UsersId: '@user',
  LoginType: 'Remote Access 2.0',
  LoginSubType,
  CreatedDate,
  NumSecondsValid: 7200,
  ...more,
});

const SESSIONS = [
  session('2026-11-20T10:00:00.000+0000'),
  session('2026-11-19T10:00:00.000+0000', 'UiLogin'),
  session('2026-11-18T10:00:00.000+0000', 'OauthClientCredentials', { NumSecondsValid: 0 }),
];

const SET_BY = {
  Action: 'addOauthClientCredentialUser',
  CreatedDate: '2026-10-01T10:00:00.000+0000',
  CreatedById: '@retired',
  Display: 'Changed the client credentials user of Sync',
};

/** All that it takes to remediate, and no more. */
const FIXER = [
  'ModifyAllData',
  'ModifyMetadata',
  'CustomizeApplication',
  'ManageRemoteAccess',
  'ExternalClientAppAdmin',
];

const OF_SESSIONS = /^(sessions|run-as)-/;

describe('after a flow was turned off', () => {
  let org: RemediateOrg;
  const start = async (rows: RowsFile, options: OrgOptions = {}): Promise<RemediateOrg> =>
    (org = await startRemediateOrg({ rows: { User: users, ...rows }, ...options }));
  afterEach(() => org.stop());

  const remediate = (): Promise<RemediationResult> => org.remediate({ includeActive: true, allowLockout: true });
  const told = ({ notices }: RemediationResult): Notice[] => notices.filter(({ code }) => OF_SESSIONS.test(code));
  const codes = (result: RemediationResult): string[] => told(result).map(({ code }) => code);

  it('tells how many sessions are open for its user, since when, and who had set the user', async () => {
    await start({ AuthSession: SESSIONS, SetupAuditTrail: [SET_BY] });
    const result = await remediate();
    expect(result.summary.exitCode).to.equal(0);
    const [open, ...others] = told(result);
    expect(open).to.deep.equal({
      code: 'sessions-open',
      data: { user: USER, sessions: 2, ofFlow: 1, oldest: '2026-11-19T10:00:00.000+0000' },
    });
    expect(others.find(({ code }) => code === 'run-as-set-by')).to.deep.include({
      app: 'ConnectedApp:Sync',
      data: { by: RETIRED_USER, when: '2026-10-01T10:00:00.000+0000' },
    });
    expect(others.find(({ code }) => code === 'run-as-set-by-unknown')).to.deep.include({
      app: 'ExternalClientApplication:Gateway',
      data: { because: 'no-entry' },
    });
  });

  it('says of nobody that they had set the user where the entry may be about another app of that name', async () => {
    await start({ SetupAuditTrail: [{ ...SET_BY, CreatedDate: '2026-09-01T10:00:00.000+0000' }, SET_BY] });
    org.simulator.setComponent('ExternalClientApplication', 'Sync', externalClientApp());
    const of = told(await remediate()).filter(({ code }) => code.startsWith('run-as'));
    expect(of.map(({ code, app, data }) => [code, app, data?.['because']])).to.deep.equal([
      ['run-as-set-by-unknown', 'ConnectedApp:Sync', 'no-entry'],
      ['run-as-set-by-unknown', 'ExternalClientApplication:Gateway', 'no-entry'],
    ]);
  });

  it('ends nothing', async () => {
    await start({ AuthSession: SESSIONS });
    await remediate();
    expect(org.simulator.state.rowsOf('AuthSession')).to.have.length(SESSIONS.length);
    expect(org.simulator.journal.entries.filter(({ method }) => method === 'DELETE')).to.deep.equal([]);
  });

  it('says that no session is open where the caller would see one', async () => {
    await start({});
    expect(codes(await remediate())).to.include('sessions-none');
  });

  it('counts without the sub-type where an org does not have it', async () => {
    await start({ AuthSession: SESSIONS }, { missingFields: ['AuthSession.LoginSubType'] });
    expect(told(await remediate())[0]?.data).to.include({ sessions: 2, ofFlow: '?' });
  });

  const unseen: Array<[story: string, arrange: () => void, because: string | RegExp]> = [
    [
      'an org that does not give them',
      () =>
        org.simulator.fault({ kind: 'error', on: /FROM AuthSession/, times: Infinity, code: 'INSUFFICIENT_ACCESS' }),
      /^not-permitted/,
    ],
    [
      'an org that does not describe them',
      () =>
        org.simulator.fault({ kind: 'error', on: /^AuthSession$/, times: Infinity, code: 'NOT_FOUND', status: 404 }),
      /./,
    ],
  ];
  for (const [story, arrange, because] of unseen)
    it(`says that it does not know, ${story}, and the change counts`, async () => {
      await start({ AuthSession: SESSIONS });
      arrange();
      const result = await remediate();
      expect(codes(result)).to.include('sessions-unknown').and.not.include('sessions-none');
      expect(String(told(result)[0]?.data?.['because'])).to.match(new RegExp(because));
      expect(result.summary.exitCode).to.equal(0);
    });

  it('says that it does not know where the caller may not see the sessions of others', async () => {
    const auditor = auditorWith(...FIXER);
    await start({ ...auditor, User: [...users, ...(auditor['User'] ?? [])], AuthSession: SESSIONS });
    await storeLogin(org.simulator.login(AUDITOR));
    const result = await org.remediate({ org: AUDITOR, includeActive: true, allowLockout: true });
    expect(result.summary.verified).to.equal(2);
    expect(told(result)[0]).to.deep.include({
      code: 'sessions-unknown',
      data: { user: USER, because: 'not-permitted: ManageUsers' },
    });
    expect(org.simulator.journal.entries.filter(({ detail }) => detail.includes('AuthSession'))).to.deep.equal([]);
  });

  it('says that it does not know where the org does not say what the caller may see', async () => {
    await start({ AuthSession: SESSIONS }, { missingFields: ['UserPermissionAccess.PermissionsManageUsers'] });
    expect(codes(await remediate())).to.include('sessions-unknown');
    expect(org.simulator.journal.entries.filter(({ detail }) => detail.includes('AuthSession'))).to.deep.equal([]);
  });

  it('asks for no session where nothing was changed', async () => {
    await start({ AuthSession: SESSIONS });
    const prepared = await org.prepare({ includeActive: true, allowLockout: true });
    await org.apply(prepared, { approve: () => Promise.resolve(false) });
    expect(org.simulator.journal.entries.filter(({ detail }) => detail.includes('AuthSession'))).to.deep.equal([]);
  });
});
