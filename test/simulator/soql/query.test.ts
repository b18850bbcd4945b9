import { expect } from 'chai';
import { ask, query } from '../ask.js';
import { startSimulator, type Simulator } from '../simulator.js';
import { NOW, rows } from './exampleRows.js';

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
