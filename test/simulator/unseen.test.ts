import { expect } from 'chai';
import { AUDITOR, auditorWith } from '../actions/support/auditor.js';
import { query } from './ask.js';
import { connect, DEMO_ORG } from './connect.js';
import { startSimulator, type Simulator, type SimulatorOptions } from './simulator.js';

const PERMISSIONS = [
  'ModifyMetadata',
  'ViewSetup',
  'ExternalClientAppViewer',
  'CustomizeApplication',
  'ManageRemoteAccess',
];

describe('what an org does not show', () => {
  let org: Simulator;
  afterEach(() => org.stop());

  const start = async (more: string[] = [], options: SimulatorOptions = {}): Promise<void> => {
    org = await startSimulator({
      folder: DEMO_ORG,
      rows: auditorWith(...PERMISSIONS, ...more),
      pollsUntilDone: 0,
      ...options,
    });
  };
  const rows = async (soql: string): Promise<Record<string, unknown>[]> =>
    (await query(org, soql, org.login(AUDITOR).accessToken)).records;
  const listed = async (): Promise<string[]> => {
    const connection = await connect(org, '68.0', AUDITOR);
    return (await connection.metadata.list([{ type: 'Profile' }])).map(({ fullName }) => fullName);
  };
  const OTHERS = "SELECT Username, Profile.Name FROM User WHERE Username = 'integration.billing@example.com'";
  const ASSIGNED =
    'SELECT PermissionSet.Name FROM PermissionSetAssignment WHERE PermissionSet.IsOwnedByProfile = true AND ' +
    "Assignee.Username = 'integration.billing@example.com'";

  it('is every profile but the own one, its name and its rows, without View All Profiles', async () => {
    await start();
    expect(await listed()).to.deep.equal(['Auditor']);
    expect((await rows(OTHERS)).map((row) => row['Profile'])).to.deep.equal([null]);
    expect(await rows(ASSIGNED)).to.deep.equal([]);
  });

  it('is the name alone where rows of profiles stay', async () => {
    await start([], { profileRowsHidden: false });
    expect((await rows(OTHERS)).map((row) => row['Profile'])).to.deep.equal([null]);
    expect(await rows(ASSIGNED)).to.have.length(1);
  });

  for (const [name, more, options] of [
    ['with View All Profiles', ['ViewAllProfiles'], {}],
    ['where profiles are not filtered yet', [], { profileFiltering: false }],
  ] as const)
    it(`is no profile ${name}`, async () => {
      await start([...more], options);
      expect(await listed())
        .to.include('Admin')
        .and.include('Integration%3A Billing');
      expect((await rows(OTHERS)).map((row) => row['Profile'])).not.to.deep.equal([null]);
      expect(await rows(ASSIGNED)).to.have.length(1);
    });

  it('is every other user without View All Users and Manage Users, where the org is set so', async () => {
    await start([], { usersFound: 'own' });
    expect((await rows('SELECT Username FROM User')).map((row) => row['Username'])).to.deep.equal([AUDITOR]);
  });

  it('is the audit trail from Spring ’27 on, for somebody who holds View Setup alone', async () => {
    await start([], { auditTrailNeedsOwnPermission: true });
    const { accessToken } = org.login(AUDITOR);
    const refused = await query(org, 'SELECT Display FROM SetupAuditTrail', accessToken).catch(
      (error: unknown) => error,
    );
    expect(JSON.stringify(refused)).to.include('INVALID_TYPE');
  });

  it('is the sub-type of open sessions before API 67', async () => {
    await start(['ManageUsers']);
    const soql = 'SELECT LoginSubType FROM AuthSession';
    expect(await rows(soql)).to.deep.equal([]);
    await org.stop();
    await start(['ManageUsers'], { newestApiVersion: 66 });
    const versions = await fetch(`${org.url}/services/data`).then((answer) => answer.text());
    expect(versions).to.include('"66.0"').and.not.include('"67.0"');
  });

  it('is nothing of an app policy, whose switches and app SOQL knows', async () => {
    await start();
    const soql =
      'SELECT IsEnabled, OauthPluginStatus, ExternalClientApplication.DeveloperName FROM ExtlClntAppPlcyCnfg ' +
      "WHERE DeveloperName = 'Archive_Loader_plcy'";
    const [row] = await rows(soql);
    expect(row).to.deep.include({ IsEnabled: false, OauthPluginStatus: 'Enabled' });
    expect((row?.['ExternalClientApplication'] as { DeveloperName: string }).DeveloperName).to.equal('Archive_Loader');
  });
});
