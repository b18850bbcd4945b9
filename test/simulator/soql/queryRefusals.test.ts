import { expect } from 'chai';
import { query } from '../ask.js';
import { startSimulator, type Simulator } from '../simulator.js';
import { NOW, rows } from './exampleRows.js';

describe('what the simulated query resource refuses or hides', () => {
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

  it('shows their own permissions alone to somebody who may not see Setup', async () => {
    const { accessToken } = org.login('ann@example.com');
    const count = async (object: string): Promise<number> =>
      (await query(org, `SELECT Id FROM ${object}`, accessToken)).totalSize;
    expect([await count('PermissionSet'), await count('PermissionSetAssignment')]).to.deep.equal([1, 1]);
  });

  it('knows no external client apps for somebody who may not see them', async () => {
    const { accessToken } = org.login('ann@example.com');
    const { errorCode } = await query(org, 'SELECT Id FROM ExtlClntAppOauthPlcyCnfg', accessToken);
    expect(errorCode).to.equal('INVALID_TYPE');
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
