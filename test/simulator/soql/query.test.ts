import { expect } from 'chai';
import { ask, query } from '../ask.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator.js';

const NOW = Date.parse('2026-05-10T12:00:00Z');

const rows: SimulatorOptions['rows'] = {
  UserLicense: [{ Id: '@integration', Name: 'Salesforce Integration' }],
  Profile: [
    { Id: '@narrow', Name: 'Narrow', UserLicenseId: '@integration', PermissionsApiEnabled: true },
    { Id: '@watcher', Name: 'Watcher', PermissionsMonitorLoginHistory: true },
  ],
  User: [
    { Id: '@ann', Username: 'ann@example.com', Name: 'Ann', IsActive: true, ProfileId: '@narrow' },
    { Id: '@ben', Username: 'ben+50%@example.com', Name: "Ben O'Hara", IsActive: false, ProfileId: '@narrow' },
    { Id: '@eve', Username: 'eve@example.com', Name: 'Eve', IsActive: true, ProfileId: '@watcher' },
  ],
  LoginHistory: [
    {
      UserId: '@ann',
      LoginTime: '@-1d',
      LoginSubType: 'OauthClientCredentials',
      Application: 'A',
      SourceIp: '192.0.2.1',
    },
    {
      UserId: '@ann',
      LoginTime: '@-2d',
      LoginSubType: 'OauthClientCredentials',
      Application: 'A',
      SourceIp: '192.0.2.1',
    },
    { UserId: '@ann', LoginTime: '@-100d', LoginSubType: null, Application: 'A', SourceIp: '192.0.2.2' },
    { UserId: '@ben', LoginTime: '@-3d', LoginSubType: 'oauthclientcredential', Application: 'B', SourceIp: null },
  ],
};

describe('the simulated query resource', () => {
  let org: Simulator;

  before(async () => {
    org = await startSimulator({
      rows,
      now: () => NOW,
      maxGroups: 3,
      missingFields: ['PermissionSet.PermissionsViewClientSecret'],
    });
  });
  after(() => org.stop());

  const names: Record<string, string[]> = {
    "Username = 'ANN@example.com'": ['Ann'],
    "Username != 'ann@example.com' AND Username != 'admin@example.com'": ["Ben O'Hara", 'Eve'],
    "Username IN ('ann@example.com', 'ben+50%@example.com')": ['Ann', "Ben O'Hara"],
    "Username NOT IN ('ann@example.com', 'admin@example.com')": ["Ben O'Hara", 'Eve'],
    "Name LIKE 'b%'": ["Ben O'Hara"],
    "Username LIKE '%50\\%@%'": ["Ben O'Hara"],
    "Name = 'Ben O\\'Hara'": ["Ben O'Hara"],
    'IsActive = false': ["Ben O'Hara"],
    "(NOT Name LIKE 'A%') AND IsActive = true": ['Eve'],
    "IsActive = true AND (Name = 'Eve' OR Name = 'Ann')": ['Ann', 'Eve'],
    "Profile.Name = 'Narrow'": ['Ann', "Ben O'Hara"],
    "Profile.UserLicense.Name = 'Salesforce Integration'": ['Ann', "Ben O'Hara"],
    "Profile.UserLicense.Name = null AND Name != 'Administrator'": ['Eve'],
    'Id IN (SELECT UserId FROM LoginHistory)': ['Ann', "Ben O'Hara"],
    "Name > 'B' AND Name <= 'Eve'": ["Ben O'Hara", 'Eve'],
  };
  for (const [condition, expected] of Object.entries(names)) {
    it(`finds users where ${condition}`, async () => {
      const { records } = await query(org, `SELECT Name FROM User WHERE ${condition} ORDER BY Name`);
      expect(records.map(({ Name }) => Name)).to.deep.equal(expected);
    });
  }

  const times: Record<string, number> = {
    'LoginTime = LAST_N_DAYS:90': 3,
    'LoginTime >= LAST_N_DAYS:1': 1,
    'LoginTime < LAST_N_DAYS:90': 1,
    'LoginTime > 2026-05-08T12:00:00Z': 1,
    'LoginTime >= 2026-05-08T12:00:00.000+0000': 2,
    'LoginTime = TODAY': 0,
    'LoginTime = YESTERDAY': 1,
  };
  for (const [condition, count] of Object.entries(times)) {
    it(`counts ${String(count)} logins where ${condition}`, async () => {
      const { totalSize, records } = await query(org, `SELECT COUNT() FROM LoginHistory WHERE ${condition}`);
      expect([totalSize, records]).to.deep.equal([count, []]);
    });
  }

  it('finds a record by its id of 15 characters, and by no other case of it', async () => {
    const id = String(org.state.user('ann@example.com')?.['Id']);
    const find = async (text: string): Promise<number> =>
      (await query(org, `SELECT Id FROM User WHERE Id = '${text}'`)).totalSize;
    expect([await find(id), await find(id.slice(0, 15)), await find(id.slice(0, 15).toLowerCase())]).to.deep.equal([
      1, 1, 0,
    ]);
  });

  it('follows relationships, and writes null where they lead nowhere', async () => {
    const { records } = await query(
      org,
      'SELECT Profile.Name, Profile.UserLicense.Name FROM User ORDER BY Name DESC LIMIT 1',
    );
    const [eve] = records as { Profile: { Name: string; UserLicense: unknown } }[];
    expect([eve?.Profile.Name, eve?.Profile.UserLicense]).to.deep.equal(['Watcher', null]);
  });

  it('groups, counts, and takes the latest', async () => {
    const { records } = await query(
      org,
      'SELECT UserId, Application, COUNT(Id) n, MAX(LoginTime) latest, COUNT_DISTINCT(SourceIp), COUNT(SourceIp) ' +
        'FROM LoginHistory WHERE LoginTime = LAST_N_DAYS:90 GROUP BY UserId, Application ORDER BY Application DESC',
    );
    expect(records.map((row) => ({ ...row, attributes: 0, UserId: 0 }))).to.deep.equal([
      { attributes: 0, UserId: 0, Application: 'B', n: 1, latest: '2026-05-07T12:00:00.000+0000', expr0: 0, expr1: 0 },
      { attributes: 0, UserId: 0, Application: 'A', n: 2, latest: '2026-05-09T12:00:00.000+0000', expr0: 1, expr1: 2 },
    ]);
  });

  const refused: Record<string, [number, string]> = {
    'SELECT Id, Nonsense FROM User': [400, 'INVALID_FIELD'],
    'SELECT Id FROM User WHERE Nonsense = 1': [400, 'INVALID_FIELD'],
    'SELECT User.Name FROM LoginHistory': [400, 'INVALID_FIELD'],
    'SELECT PermissionsViewClientSecret FROM PermissionSet': [400, 'INVALID_FIELD'],
    'SELECT IsClientCredentialEnabled FROM ConnectedApplication': [400, 'INVALID_FIELD'],
    "SELECT Id FROM LoginHistory WHERE Application = 'A'": [400, 'INVALID_FIELD'],
    "SELECT Id FROM LoginHistory WHERE LoginSubType = 'x'": [400, 'INVALID_FIELD'],
    "SELECT Id FROM LoginHistory WHERE LoginTime > '2026-05-08'": [400, 'INVALID_FIELD'],
    'SELECT LoginTime, COUNT(Id) FROM LoginHistory GROUP BY LoginTime': [400, 'INVALID_FIELD'],
    'SELECT UserId, Application, COUNT(Id) FROM LoginHistory GROUP BY UserId': [400, 'MALFORMED_QUERY'],
    'SELECT Id FROM ScratchOrgInfo LIMIT 1': [400, 'INVALID_TYPE'],
    'SELECT Id FROM': [400, 'MALFORMED_QUERY'],
    "SELECT Id FROM User WHERE Name = 'a' AND Name = 'b' OR Name = 'c'": [400, 'MALFORMED_QUERY'],
    'SELECT Id, COUNT(Id) n FROM User GROUP BY Id': [400, 'EXCEEDED_ID_LIMIT'],
    [`SELECT Id FROM User WHERE Name = '${'x'.repeat(16_384)}'`]: [414, 'URI_TOO_LONG'],
  };
  for (const [soql, [status, code]] of Object.entries(refused)) {
    it(`refuses ${soql.slice(0, 80)} with ${code}`, async () => {
      const reply = await query(org, soql);
      expect([reply.status, reply.errorCode]).to.deep.equal([status, code]);
    });
  }

  it('shows log-ins of others to those alone who may see them', async () => {
    const count = async (username: string): Promise<number> =>
      (await query(org, 'SELECT Id FROM LoginHistory', org.login(username).accessToken)).totalSize;
    expect([
      await count('ann@example.com'),
      await count('eve@example.com'),
      await count('admin@example.com'),
    ]).to.deep.equal([3, 4, 4]);
  });

  it('tells each user what they may do, in one row', async () => {
    const { accessToken } = org.login('eve@example.com');
    const { records } = await query(
      org,
      'SELECT PermissionsMonitorLoginHistory, PermissionsModifyAllData FROM UserPermissionAccess',
      accessToken,
    );
    expect(records).to.have.length(1);
    expect(records[0]).to.include({ PermissionsMonitorLoginHistory: true, PermissionsModifyAllData: false });
  });

  it('does not hand a locator to somebody else, nor an offset beyond the end', async () => {
    org.state.settings = { ...org.state.settings, pageSize: 2 };
    const { nextRecordsUrl = '' } = await query(org, 'SELECT Id FROM User');
    const other = await ask(org, nextRecordsUrl, org.login('eve@example.com').accessToken);
    const beyond = await ask(org, nextRecordsUrl.replace(/-\d+$/, '-99'), org.login().accessToken);
    expect([other.status, beyond.status]).to.deep.equal([400, 400]);
    expect(other.body).to.contain('INVALID_QUERY_LOCATOR');
  });

  it('describes an object by the fields this org has', async () => {
    const { body } = await ask(org, '/services/data/v67.0/sobjects/PermissionSet/describe', org.login().accessToken);
    const fields = (JSON.parse(body) as { fields: { name: string }[] }).fields.map(({ name }) => name);
    expect(fields).to.include('PermissionsModifyAllData').and.not.to.include('PermissionsViewClientSecret');
  });

  it('knows no SourceMember and no object it has not heard of', async () => {
    const { accessToken } = org.login();
    const paths = [
      'tooling/query?q=SELECT+Id+FROM+SourceMember',
      'sobjects/Nonsense/describe',
      'sobjects/User/005000000000000',
    ];
    const replies = await Promise.all(paths.map((path) => ask(org, `/services/data/v67.0/${path}`, accessToken)));
    expect(replies.map(({ status }) => status)).to.deep.equal([404, 404, 404]);
  });
});

describe('where orgs differ, the simulated one can be told to', () => {
  let org: Simulator;
  afterEach(() => org.stop());

  it('lets LoginSubType be filtered', async () => {
    org = await startSimulator({ rows, now: () => NOW, loginSubTypeFilterable: true });
    const { totalSize } = await query(org, "SELECT Id FROM LoginHistory WHERE LoginSubType = 'OauthClientCredentials'");
    expect(totalSize).to.equal(2);
  });

  it('lacks an object', async () => {
    org = await startSimulator({ missingTypes: ['ExtlClntAppOauthPlcyCnfg'] });
    expect((await query(org, 'SELECT Id FROM ExtlClntAppOauthPlcyCnfg')).errorCode).to.equal('INVALID_TYPE');
  });
});
