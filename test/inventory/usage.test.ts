import { expect } from 'chai';
import type { Row } from '../../src/org/door.js';
import type { OrgProblem } from '../../src/org/errors.js';
import type { Usage } from '../../src/posture/model.js';
import type { ContextRequest } from '../../src/inventory/context.js';
import type { Script } from './fakeDoor.js';
import type { ConnectedAppSubject } from '../../src/posture/subject.js';
import { REFUSED, USER_ID, connectedApp, failedSteps, read, user } from './world.js';

const OTHER_ID = '005Ws0000000002AAA';

const group = (fields: Row = {}): Row => ({
  UserId: USER_ID,
  LoginSubType: 'OauthClientCredentials',
  Application: 'Billing',
  logins: 7,
  lastLogin: '2026-11-19T08:00:00.000+0000',
  addresses: 2,
  ...fields,
});

const raw = (fields: Row = {}): Row => ({
  UserId: USER_ID,
  LoginSubType: 'OauthClientCredentials',
  Application: 'Billing',
  LoginTime: '2026-11-19T08:00:00.000+0000',
  SourceIp: '192.0.2.1',
  ...fields,
});

const history =
  (...rows: Row[]) =>
  (org: Script) =>
    void (org.rows.LoginHistory = rows);

const usageIn = async (
  change: (org: Script) => void,
  request: Partial<ContextRequest> = {},
): Promise<Record<string, Usage>> => Object.fromEntries((await read(change, request)).context.usage);

const statuses = (usage: Record<string, Usage>): Record<string, string> =>
  Object.fromEntries(Object.entries(usage).map(([app, { status }]) => [app, status]));

describe('use of an app', () => {
  it('is who, how often, when last and from how many addresses', async () => {
    expect(await usageIn(history(group()))).to.deep.equal({
      'connectedapp:billing': {
        status: 'seen',
        windowDays: 90,
        logins: 7,
        addresses: 2,
        lastLogin: '2026-11-19T08:00:00.000Z',
      },
    });
  });

  it('is asked in one query over the execution users alone', async () => {
    const { asked } = await read(history());
    const queries = asked.filter((soql) => soql.includes('FROM LoginHistory'));
    expect(queries).to.have.length(1);
    expect(queries[0]).to.match(/LAST_N_DAYS:90 .*UserId IN \('005Ws0000000001AAA'\) GROUP BY/);
  });

  for (const spelling of [
    'OauthClientCredentials',
    'oauthclientcredential',
    'OAuth Client Credentials',
    'oauth_client_credential',
  ]) {
    it(`is seen by the sub-type spelled ${spelling}`, async () => {
      const usage = await usageIn(history(group({ LoginSubType: spelling })));
      expect(statuses(usage)).to.deep.equal({ 'connectedapp:billing': 'seen' });
    });
  }

  const attribution: Array<[string, Row[], Record<string, string>]> = [
    ['nothing seen: no evidence', [], { a: 'no-evidence', b: 'no-evidence' }],
    [
      'another flow is not this one',
      [group({ LoginSubType: 'OauthJwtBearer' })],
      { a: 'no-evidence', b: 'no-evidence' },
    ],
    ['the label says whose it is', [group({ Application: 'Label of A' })], { a: 'seen', b: 'no-evidence' }],
    ['in any case and with spaces around', [group({ Application: ' LABEL OF a ' })], { a: 'seen', b: 'no-evidence' }],
    ['the API name does as well', [group({ Application: 'B' })], { a: 'no-evidence', b: 'seen' }],
    [
      'a name that no app has may be any app of its user',
      [group({ Application: 'Renamed' })],
      { a: 'unknown', b: 'unknown' },
    ],
    ['no name at all may be any app of its user', [group({ Application: null })], { a: 'unknown', b: 'unknown' }],
    [
      'a strange name does not hide what was seen',
      [group({ Application: 'Renamed' }), group({ Application: 'A' })],
      { a: 'seen', b: 'unknown' },
    ],
    [
      'the app of another user by its name: the user has changed since',
      [group({ UserId: OTHER_ID, Application: 'A' })],
      { a: 'seen', b: 'no-evidence' },
    ],
    [
      'an app without a sub-type may have used any flow',
      [group({ Application: 'A', LoginSubType: null })],
      { a: 'unknown', b: 'no-evidence' },
    ],
  ];
  for (const [name, rows, expected] of attribution) {
    it(`of two apps with one user: ${name}`, async () => {
      const subjects = [connectedApp('A'), connectedApp('B')];
      const first = subjects[0];
      if (first) first.app.label = 'Label of A';
      const usage = await usageIn(history(...rows), { subjects });
      expect(statuses(usage)).to.deep.equal({ 'connectedapp:a': expected.a, 'connectedapp:b': expected.b });
    });
  }

  it('counts for both where two apps of one user have one label', async () => {
    const subjects = [connectedApp('A'), connectedApp('B')];
    for (const { app } of subjects) app.label = 'Same';
    const usage = await usageIn(history(group({ Application: 'Same' })), { subjects });
    expect(statuses(usage)).to.deep.equal({ 'connectedapp:a': 'seen', 'connectedapp:b': 'seen' });
  });

  it('counts for the one whose user it was where two apps of different users have one label', async () => {
    const subjects = [connectedApp('A'), connectedApp('B', { executionUser: 'other@example.com' })];
    for (const { app } of subjects) app.label = 'Same';
    const usage = await usageIn(
      (org) => {
        history(group({ UserId: OTHER_ID, Application: 'Same' }))(org);
        org.rows.User = [user(), user({ Id: OTHER_ID, Username: 'other@example.com' })];
      },
      { subjects },
    );
    expect(statuses(usage)).to.deep.equal({ 'connectedapp:a': 'no-evidence', 'connectedapp:b': 'seen' });
  });

  it('adds up what came under several names, and never claims more addresses than were seen at once', async () => {
    const { 'connectedapp:billing': usage } = await usageIn(
      history(
        group({ logins: 7, addresses: 2, lastLogin: '2026-11-19T08:00:00.000+0000' }),
        group({
          LoginSubType: 'oauthclientcredential',
          logins: 3,
          addresses: 4,
          lastLogin: '2026-11-20T08:00:00.000+0000',
        }),
      ),
    );
    expect(usage).to.include({ logins: 10, addresses: 4, lastLogin: '2026-11-20T08:00:00.000Z' });
  });

  const runByNobody = (): ConnectedAppSubject => {
    const app = connectedApp('Nobody');
    if (typeof app.metadata.facts === 'object') delete (app.metadata.facts as { executionUser?: string }).executionUser;
    return app;
  };

  it('is no evidence for an app that nobody is set to run, unknown where the one who is cannot be found', async () => {
    const usage = await usageIn(history(), {
      subjects: [connectedApp('A'), runByNobody(), connectedApp('Lost', { executionUser: 'lost@example.com' })],
    });
    expect(statuses(usage)).to.deep.equal({
      'connectedapp:a': 'no-evidence',
      'connectedapp:nobody': 'no-evidence',
      'connectedapp:lost': 'unknown',
    });
  });

  it('is unknown for an app that nobody is set to run where no log-in was asked for', async () => {
    const { context, asked } = await read(history(), { subjects: [runByNobody()] });
    expect(asked.filter((soql) => soql.includes('LoginHistory'))).to.deep.equal([]);
    expect(statuses(Object.fromEntries(context.usage))).to.deep.equal({ 'connectedapp:nobody': 'unknown' });
  });

  const blind: Array<[string, Partial<ContextRequest['caller']>]> = [
    ['may not', { maySeeLoginHistory: { known: true, value: false } }],
    ['may or may not', { maySeeLoginHistory: { known: false, why: 'refused' } }],
  ];
  for (const [name, permission] of blind) {
    it(`is unknown where the caller ${name} see the log-ins of others; what is seen still counts`, async () => {
      const caller = {
        ...permission,
        missingForLoginHistory: 'ManageUsers|MonitorLoginHistory',
      } as ContextRequest['caller'];
      const world = await read(history(group({ Application: 'A' })), {
        caller,
        subjects: [connectedApp('A'), connectedApp('B')],
      });
      expect(statuses(Object.fromEntries(world.context.usage))).to.deep.equal({
        'connectedapp:a': 'seen',
        'connectedapp:b': 'unknown',
      });
      expect(world.steps).to.deep.include({
        step: 'query-login-history',
        status: 'failed',
        detail: 'not-permitted: ManageUsers|MonitorLoginHistory',
      });
    });
  }

  it('claims nothing of the time before the six months that an org remembers', async () => {
    const { context } = await read(history(), { usageDays: 365 });
    expect(context.usage.get('connectedapp:billing')).to.deep.equal({ status: 'no-evidence', windowDays: 180 });
  });

  it('is not looked at where nobody asked for it', async () => {
    const { context, asked, steps } = await read(history(group()), { usageDays: 0 });
    expect(context.usage.size).to.equal(0);
    expect(asked.filter((soql) => soql.includes('LoginHistory'))).to.deep.equal([]);
    expect(steps).to.deep.include({ step: 'query-login-history', status: 'skipped', detail: 'usage-days: 0' });
  });
});

describe('log-ins that the org does not group', () => {
  const onlyRaw =
    (rows: Row[], problem: OrgProblem = { code: 'too-large', detail: 'groups' }) =>
    (org: Script) =>
      void (org.rows.LoginHistory = (soql) =>
        soql.includes('GROUP BY') ? { ok: false, problem } : { ok: true, value: rows });

  it('are counted row by row', async () => {
    const rows = [raw(), raw({ SourceIp: '192.0.2.2', LoginTime: '2026-11-18T08:00:00.000+0000' }), raw()];
    const { context, steps } = await read(onlyRaw(rows));
    expect(context.usage.get('connectedapp:billing')).to.deep.equal({
      status: 'seen',
      windowDays: 90,
      logins: 3,
      addresses: 2,
      lastLogin: '2026-11-19T08:00:00.000Z',
    });
    expect(failedSteps(steps)).to.deep.equal([]);
  });

  it('stop after ten pages: what was not seen by then is unknown', async () => {
    const { context, steps } = await read(
      (org) => {
        org.pageSize = 10;
        onlyRaw(Array.from({ length: 101 }, () => raw({ Application: 'A' })))(org);
      },
      { subjects: [connectedApp('A'), connectedApp('B')] },
    );
    expect(context.usage.get('connectedapp:a')).to.include({ status: 'seen', logins: 100 });
    expect(context.usage.get('connectedapp:b')).to.include({ status: 'unknown' });
    expect(steps).to.deep.include({ step: 'query-login-history', status: 'failed', detail: 'incomplete: 10 pages' });
  });

  const shares: Array<[users: number, pages: number[]]> = [
    [1500, [4, 3, 3]],
    [6000, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
  ];
  for (const [count, expected] of shares) {
    it(`take ten pages in all for ${count} users, and are incomplete where that was not all`, async () => {
      const names = Array.from({ length: count }, (_, index) => `u${index}`);
      const { pages, steps } = await read(
        (org) => {
          onlyRaw([])(org);
          org.rows.User = names.map((name, index) =>
            user({ Id: `005${String(index).padStart(15, '0')}`, Username: name }),
          );
          org.rows.PermissionSetAssignment = [];
        },
        { subjects: names.map((name) => connectedApp(name, { executionUser: name })) },
      );
      expect(pages).to.deep.equal(expected);
      const step = steps.find((one) => one.step === 'query-login-history');
      expect(step?.detail).to.equal(count > 3000 ? 'incomplete: 10 pages' : undefined);
    });
  }

  const problems: Array<[string, OrgProblem, number]> = [
    ['a query that was not liked', { code: 'invalid-query', detail: '' }, 2],
    ['too many groups', { code: 'too-large', detail: '' }, 2],
    ['a refused session', { code: 'session-refused', detail: '' }, 1],
    ['a limit that is used up', { code: 'request-limit', detail: '' }, 1],
  ];
  for (const [name, problem, requests] of problems) {
    it(`are asked for ${requests === 2 ? 'once more' : 'no more'} after ${name}`, async () => {
      const { asked } = await read(onlyRaw([], problem));
      expect(asked.filter((soql) => soql.includes('LoginHistory'))).to.have.length(requests);
    });
  }

  it('are unknown where both ways are refused', async () => {
    const { context, steps } = await read((org) => void (org.rows.LoginHistory = REFUSED));
    expect(context.usage.get('connectedapp:billing')).to.deep.equal({ status: 'unknown', windowDays: 90 });
    expect(failedSteps(steps)).to.deep.equal(['query-login-history']);
  });
});
