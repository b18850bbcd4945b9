import { expect } from 'chai';
import type { Row } from '../../../../src/org/door.js';
import type { OrgProblem } from '../../../../src/org/problem.js';
import type { Usage } from '../../../../src/posture/model.js';
import type { ContextRequest } from '../../../../src/inventory/context/context.js';
import type { Script } from '../../support/fakeDoor.js';
import type { ConnectedAppSubject, EcaSubject } from '../../../../src/posture/subject.js';
import { externalClientApp, known, notKnown, ON, policy } from '../../../posture/support/builders.js';
import { ALL_SEEING, REFUSED, USER_ID, USERNAME, connectedApp, failedSteps, read, user } from '../../support/world.js';

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

/** As an org answers: for everybody, for the users who were asked for, or without users. */
const answerTo = (soql: string, rows: Row[]): Row[] => {
  if (isInParts(soql)) return rows.filter(({ UserId }) => soql.includes(`'${String(UserId)}'`));
  return isOfAll(soql) ? [...Map.groupBy(rows, byName).values()].map(together) : rows;
};

const history =
  (...rows: Row[]) =>
  (org: Script) =>
    void (org.rows.LoginHistory = (soql) => ({ ok: true, value: answerTo(soql, rows) }));

const TOO_MANY: OrgProblem = { code: 'too-large', detail: 'groups' };

/** A large org: more groups of everybody than it gives. */
const inParts =
  (...rows: Row[]) =>
  (org: Script) =>
    void (org.rows.LoginHistory = (soql) =>
      isOfEverybody(soql) ? { ok: false, problem: TOO_MANY } : { ok: true, value: answerTo(soql, rows) });

const byName = ({ LoginSubType, Application }: Row): string => JSON.stringify([LoginSubType, Application]);

const together = (rows: Row[]): Row => {
  const last = rows.reduce((one, other) => (String(one.lastLogin) > String(other.lastLogin) ? one : other));
  const { LoginSubType, Application, lastLogin, addresses } = last;
  return {
    LoginSubType,
    Application,
    lastLogin,
    addresses,
    logins: rows.reduce((sum, { logins }) => sum + Number(logins), 0),
  };
};

const isOfAll = (soql: string): boolean => soql.includes('FROM LoginHistory') && !soql.includes('UserId');
const isInParts = (soql: string): boolean => soql.includes('UserId IN');
const isOfEverybody = (soql: string): boolean => soql.includes('GROUP BY UserId') && !isInParts(soql);

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

  it('is asked in one query over everybody', async () => {
    const { asked } = await read(history());
    const queries = asked.filter((soql) => soql.includes('FROM LoginHistory'));
    expect(queries).to.have.length(1);
    expect(queries[0]).to.match(/LAST_N_DAYS:90 GROUP BY UserId, LoginSubType, Application$/);
  });

  it('is asked in two where those are too many groups: the execution users, and everybody without their users', async () => {
    const { asked, steps } = await read(inParts());
    const queries = asked.filter((soql) => soql.includes('FROM LoginHistory'));
    expect(queries).to.have.length(3);
    expect(queries[1]).to.match(/UserId IN \('005Ws0000000001AAA'\) GROUP BY UserId, LoginSubType, Application$/);
    expect(queries[2]).to.match(/LAST_N_DAYS:90 GROUP BY LoginSubType, Application$/);
    expect(failedSteps(steps)).to.deep.equal([]);
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

  for (const spelling of ['OauthClientCredentialsFlow', 'client_credentials', 'OauthEcaClientCredential'])
    it(`is unknown by the sub-type ${spelling}, which nobody documents`, async () => {
      const usage = await usageIn(history(group({ LoginSubType: spelling })));
      expect(statuses(usage)).to.deep.equal({ 'connectedapp:billing': 'unknown' });
    });

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
      'a name that no app has, of somebody who runs neither, is of neither',
      [group({ UserId: OTHER_ID, Application: 'Gone' })],
      { a: 'no-evidence', b: 'no-evidence' },
    ],
    [
      'no name at all, of somebody who runs neither, may be of either: the user has changed since',
      [group({ UserId: OTHER_ID, Application: null })],
      { a: 'unknown', b: 'unknown' },
    ],
    [
      'an app without a sub-type may have used any flow',
      [group({ Application: 'A', LoginSubType: null })],
      { a: 'unknown', b: 'no-evidence' },
    ],
    [
      'neither a name nor a sub-type: it may be any app of its user',
      [group({ Application: null, LoginSubType: null })],
      { a: 'unknown', b: 'unknown' },
    ],
    [
      'neither of them, of somebody who runs neither app',
      [group({ UserId: OTHER_ID, Application: null, LoginSubType: null })],
      { a: 'no-evidence', b: 'no-evidence' },
    ],
    [
      'a name that no app has without a sub-type is another way to log in',
      [group({ Application: 'Browser', LoginSubType: null })],
      { a: 'no-evidence', b: 'no-evidence' },
    ],
    [
      'whoever logged in',
      [group({ UserId: OTHER_ID, Application: 'A', LoginSubType: null })],
      { a: 'unknown', b: 'no-evidence' },
    ],
  ];
  const ways = { 'in one answer': history, 'in parts': inParts };
  for (const [name, rows, expected] of attribution)
    for (const [way, answering] of Object.entries(ways))
      it(`of two apps with one user, ${way}: ${name}`, async () => {
        const subjects = [connectedApp('A'), connectedApp('B')];
        const first = subjects[0];
        if (first) first.app.label = 'Label of A';
        const usage = await usageIn(answering(...rows), { subjects });
        expect(statuses(usage)).to.deep.equal({ 'connectedapp:a': expected.a, 'connectedapp:b': expected.b });
      });

  it('adds up log-ins of the user before and of the one now', async () => {
    const { 'connectedapp:billing': usage } = await usageIn(
      inParts(
        group({ lastLogin: '2026-11-10T08:00:00.000+0000' }),
        group({ UserId: OTHER_ID, logins: 3, addresses: 1 }),
      ),
    );
    expect(usage).to.include({ status: 'seen', logins: 10, addresses: 2, lastLogin: '2026-11-19T08:00:00.000Z' });
  });

  for (const [what, fields] of [
    ['through a name of no app', { Application: 'Renamed' }],
    ['through a name of no app, without a sub-type', { Application: 'Renamed', LoginSubType: null }],
    ['without a name and a sub-type', { Application: null, LoginSubType: null }],
  ] as const)
    it(`is unknown for an app whose label nobody could read where somebody logged in ${what}`, async () => {
      const subjects = [connectedApp('A'), connectedApp('B')];
      const first = subjects[0];
      if (first) delete first.app.label;
      const usage = await usageIn(history(group({ UserId: OTHER_ID, ...fields })), { subjects });
      expect(statuses(usage)).to.deep.equal({ 'connectedapp:a': 'unknown', 'connectedapp:b': 'no-evidence' });
    });

  it('counts for each app of a label that had yet another user before', async () => {
    const subjects = [connectedApp('A'), connectedApp('B', { executionUser: 'other@example.com' })];
    for (const { app } of subjects) app.label = 'Same';
    const usage = await usageIn(
      (org) => {
        inParts(group({ Application: 'Same' }), group({ UserId: '005Ws0000000003AAA', Application: 'Same' }))(org);
        org.rows.User = [user(), user({ Id: OTHER_ID, Username: 'other@example.com' })];
      },
      { subjects },
    );
    expect(statuses(usage)).to.deep.equal({ 'connectedapp:a': 'seen', 'connectedapp:b': 'seen' });
  });

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

  it('is unknown for an app of a user who logged in through the name of an app that another user runs', async () => {
    const subjects = [connectedApp('A'), connectedApp('B', { executionUser: 'other@example.com' })];
    const usage = await usageIn(
      (org) => {
        history(group({ Application: 'B' }))(org);
        org.rows.User = [user(), user({ Id: OTHER_ID, Username: 'other@example.com' })];
      },
      { subjects },
    );
    expect(statuses(usage)).to.deep.equal({ 'connectedapp:a': 'unknown', 'connectedapp:b': 'seen' });
  });

  for (const [whose, UserId] of [
    ['with the same user', USER_ID],
    ['whoever logged in', OTHER_ID],
  ] as const)
    it(`is unknown for an app whose former label another app has now, ${whose}: Setup made its API name of it`, async () => {
      const [first, second] = [connectedApp('Order_Sync'), connectedApp('Orders')];
      first.app.label = 'Order Sync (old)';
      second.app.label = 'Order Sync';
      const usage = await usageIn(history(group({ UserId, Application: 'Order Sync' })), { subjects: [first, second] });
      expect(statuses(usage)).to.deep.equal({ 'connectedapp:order_sync': 'unknown', 'connectedapp:orders': 'seen' });
    });

  it('is unknown for an app by whose former label a former user logged in', async () => {
    const app = connectedApp('Order_Sync');
    app.app.label = 'Orders';
    const usage = await usageIn(history(group({ UserId: OTHER_ID, Application: 'Order Sync' })), { subjects: [app] });
    expect(statuses(usage)).to.deep.equal({ 'connectedapp:order_sync': 'unknown' });
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

  it('is unknown where another user whom a copy of the element names cannot be found', async () => {
    const app = connectedApp('A');
    if (typeof app.metadata.facts === 'object')
      Object.assign(app.metadata.facts, { userCopies: [USERNAME, 'lost@example.com'] });
    expect(statuses(await usageIn(history(), { subjects: [app] }))).to.deep.equal({ 'connectedapp:a': 'unknown' });
  });

  it('is unknown where the org may not show the user of the app', async () => {
    const app = { ...runByNobody(), mayBeInstalled: true };
    expect(Object.values(statuses(await usageIn(history(), { subjects: [app] })))).to.deep.equal(['unknown']);
    expect(Object.values(statuses(await usageIn(history(), { subjects: [runByNobody()] })))).to.deep.equal([
      'no-evidence',
    ]);
  });

  it('is unknown where a policy names nobody, and SOQL, which may name somebody, was not read', async () => {
    const statusBy = async (crossCheck: EcaSubject['crossCheck']): Promise<unknown> => {
      const app = externalClientApp({ policies: [policy({ flow: ON })], crossCheck });
      return Object.values(statuses(await usageIn(history(), { subjects: [app] })));
    };
    expect(await statusBy(notKnown())).to.deep.equal(['unknown']);
    expect(await statusBy(known([]))).to.deep.equal(['no-evidence']);
  });

  it('is unknown where only SOQL shows the policy, whose metadata may name another user and was not read', async () => {
    const app = externalClientApp({ crossCheck: known([{ developerName: 'P', enabled: true, ipRelaxation: 0 }]) });
    const statusOf = async (subject: EcaSubject): Promise<unknown> =>
      Object.values(statuses(await usageIn(history(), { subjects: [subject] })));
    expect(await statusOf(app)).to.deep.equal(['no-evidence']);
    expect(await statusOf({ ...app, arePoliciesUnlisted: true })).to.deep.equal(['unknown']);
  });

  it('is seen for an app that nobody is set to run any more', async () => {
    const usage = await usageIn(history(group({ UserId: OTHER_ID, Application: 'Nobody' })), {
      subjects: [runByNobody()],
    });
    expect(statuses(usage)).to.deep.equal({ 'connectedapp:nobody': 'seen' });
  });

  it('is not asked for where no app has the flow on', async () => {
    const { asked, steps } = await read(history(), { subjects: [] });
    expect(asked.filter((soql) => soql.includes('LoginHistory'))).to.deep.equal([]);
    expect(steps).to.deep.include({ step: 'query-login-history', status: 'skipped', detail: 'no-flow-on' });
  });

  for (const code of ['invalid-query', 'too-large', 'timeout', 'not-permitted'] as const) {
    it(`is unknown where log-ins of everybody end with ${code}: the user may have changed; what is seen still counts`, async () => {
      const { context, steps } = await read(
        (org) => {
          inParts(group({ Application: 'A' }))(org);
          const answers = org.rows.LoginHistory;
          org.rows.LoginHistory = (soql) =>
            isOfAll(soql) || typeof answers !== 'function'
              ? { ok: false, problem: { code, detail: '' } }
              : answers(soql);
        },
        { subjects: [connectedApp('A'), connectedApp('B')] },
      );
      expect(statuses(Object.fromEntries(context.usage))).to.deep.equal({
        'connectedapp:a': 'seen',
        'connectedapp:b': 'unknown',
      });
      expect(steps).to.deep.include({ step: 'query-login-history', status: 'failed', detail: code });
    });
  }

  const blind: Array<[string, Partial<ContextRequest['caller']>, detail: string]> = [
    [
      'may not',
      { maySeeLoginHistory: { known: true, value: false } },
      'not-permitted: ManageUsers|MonitorLoginHistory',
    ],
    ['may or may not', { maySeeLoginHistory: { known: false, why: 'refused' } }, 'caller-permissions-unknown: refused'],
  ];
  for (const [name, permission, detail] of blind) {
    it(`is unknown where the caller ${name} see the log-ins of others; what is seen still counts`, async () => {
      const caller = { ...ALL_SEEING, ...permission, missingForLoginHistory: 'ManageUsers|MonitorLoginHistory' };
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
        detail,
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
    (rows: Row[], problem = TOO_MANY) =>
    (org: Script) =>
      void (org.rows.LoginHistory = (soql) => {
        if (isOfEverybody(soql)) return { ok: false, problem: TOO_MANY };
        if (isOfAll(soql)) return { ok: true, value: [] };
        return soql.includes('GROUP BY') ? { ok: false, problem } : { ok: true, value: rows };
      });

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
      expect(asked.filter(isInParts)).to.have.length(requests);
    });
  }

  for (const code of ['session-refused', 'request-limit', 'network', 'not-permitted'] as const) {
    it(`are not asked for in another way after ${code}`, async () => {
      const { asked, steps } = await read((org) => void (org.rows.LoginHistory = { code, detail: '' }));
      expect(asked.filter((soql) => soql.includes('LoginHistory'))).to.have.length(1);
      expect(failedSteps(steps)).to.deep.equal(['query-login-history']);
    });
  }

  it('are asked for in parts where those of everybody took too long', async () => {
    const { context } = await read((org) => {
      inParts(group())(org);
      const answers = org.rows.LoginHistory;
      org.rows.LoginHistory = (soql) =>
        isOfEverybody(soql) || typeof answers !== 'function'
          ? { ok: false, problem: { code: 'timeout', detail: 'QUERY_TIMEOUT' } }
          : answers(soql);
    });
    expect(context.usage.get('connectedapp:billing')).to.include({ status: 'seen', logins: 7 });
  });

  it('are unknown where both ways are refused', async () => {
    const { context, steps } = await read((org) => void (org.rows.LoginHistory = REFUSED));
    expect(context.usage.get('connectedapp:billing')).to.deep.equal({ status: 'unknown', windowDays: 90 });
    expect(failedSteps(steps)).to.deep.equal(['query-login-history']);
  });
});
