import { expect } from 'chai';
import type { ConnectedAppFacts, EcaPolicyFacts, FlagState } from '../../../src/metadata/facts.js';
import type { Row } from '../../../src/org/door.js';
import type { EcaSubject, PolicyRow, Subject } from '../../../src/posture/subject.js';
import { Coverage } from '../../../src/inventory/coverage.js';
import { userKey } from '../../../src/posture/names.js';
import type { Script } from '../support/fakeDoor.js';
import type { CallerPermissions } from '../../../src/inventory/apps/callerPermissions.js';
import {
  ALL_SEEING,
  REFUSED,
  USERNAME,
  USER_ID,
  assigned,
  connectedApp,
  failedSteps,
  ofProfile,
  read,
  user,
  type World,
} from '../support/world.js';

const eca = (name: string, policies: Array<Partial<EcaPolicyFacts>>, rows: PolicyRow[] = []): EcaSubject => ({
  kind: 'ExternalClientApplication',
  origin: 'org',
  app: { type: 'ExternalClientApplication', name, managed: false },
  policies: policies.map((facts, index) => ({
    type: 'ExtlClntAppOauthConfigurablePolicies',
    fullName: `${name}_${index}`,
    facts: {
      kind: 'ExtlClntAppOauthConfigurablePolicies',
      flow: { state: 'on', value: 'true' },
      ipRelaxation: null,
      ...facts,
    },
  })),
  plugins: [],
  crossCheck: { known: true, value: rows },
  unlinkedPolicies: [],
});

const row = (enabled: boolean, executionUser: string): PolicyRow => ({
  developerName: 'P',
  enabled,
  executionUser,
  ipRelaxation: 0,
});

const flow = (state: FlagState) => ({ flow: { state, value: null } });

describe('the second reading', () => {
  it('asks nothing and says so where no app has the flow on', async () => {
    const { asked, steps, context } = await read(undefined, { subjects: [connectedApp('Off', flow('off'))] });
    expect(asked).to.deep.equal([]);
    expect(new Set(steps.map(({ status }) => status))).to.deep.equal(new Set(['skipped']));
    expect(context.monitoring).to.deep.equal({ known: false, why: 'no-flow-on' });
  });

  it('takes nine requests, however many apps and users there are on one page', async () => {
    const subjects = Array.from({ length: 200 }, (_, index) =>
      connectedApp(`App${index}`, { executionUser: `u${index}` }),
    );
    const { asked } = await read(
      (org) => {
        const users = subjects.map((_, index) => user({ Id: `005${index}`.padEnd(15, '0'), Username: `u${index}` }));
        org.rows.User = users;
        org.rows.PermissionSetAssignment = users.map(({ Id }) => ({ ...ofProfile(), AssigneeId: Id }));
      },
      { subjects },
    );
    expect(
      asked.map((request) => /FROM (\w+)|^(describe \w+|retrieve)/.exec(request)?.slice(1).find(Boolean)).sort(),
    ).to.deep.equal([
      'LoginHistory',
      'ObjectPermissions',
      'PermissionSetAssignment',
      'SetupAuditTrail',
      'TransactionSecurityPolicy',
      'User',
      'describe PermissionSet',
      'describe PermissionSetAssignment',
      'retrieve',
    ]);
  });

  it('splits what is too long for one address and joins the answers', async () => {
    const names = Array.from({ length: 900 }, (_, index) => `integration.user.${index}@long-company-name.example.com`);
    const answer = (soql: string): Row[] =>
      names
        .filter((name) => soql.includes(`'${name}'`))
        .map((name, index) => user({ Id: `005${index}`, Username: name }));
    const { asked, context, steps } = await read(
      (org) => void (org.rows.User = (soql) => ({ ok: true, value: answer(soql) })),
      { subjects: names.map((name, index) => connectedApp(`App${index}`, { executionUser: name })) },
    );
    const queries = asked.filter((soql) => soql.includes('FROM User '));
    expect(queries.length).to.be.greaterThan(2);
    for (const soql of queries) expect(encodeURIComponent(soql).length).to.be.lessThan(16_000);
    expect([...context.users.values()].every(({ state }) => state === 'active')).to.equal(true);
    expect(steps).to.deep.include({ step: 'query-users', status: 'ok', count: 900 });
  });

  const sharing: Array<[string, Subject[], string[]]> = [
    ['one app', [connectedApp('A')], ['ConnectedApp:A']],
    [
      'apps of both kinds, in whatever case the name is written',
      [connectedApp('B'), eca('A', [{ executionUser: USERNAME.toUpperCase() }])],
      ['ConnectedApp:B', 'ExternalClientApplication:A'],
    ],
    [
      'an app once, though two of its policies name the user',
      [eca('A', [{ executionUser: USERNAME }, { executionUser: USERNAME.toLowerCase() }])],
      ['ExternalClientApplication:A'],
    ],
    [
      'an app that SOQL alone says is on',
      [eca('A', [flow('off')], [row(true, USERNAME)])],
      ['ExternalClientApplication:A'],
    ],
    ['not an app whose flow is off', [connectedApp('A'), connectedApp('B', flow('off'))], ['ConnectedApp:A']],
    [
      'not by the user that SOQL gives for a policy that the metadata says is on',
      [connectedApp('A'), eca('B', [{ executionUser: 'other@example.com' }], [row(true, USERNAME)])],
      ['ConnectedApp:A'],
    ],
  ];
  for (const [name, subjects, expected] of sharing) {
    it(`tells whose user it is: ${name}`, async () => {
      const { context } = await read(undefined, { subjects });
      expect(context.appsByUser.get(USERNAME.toLowerCase())).to.deep.equal(expected);
    });
  }

  const copies = (...userCopies: string[]): Partial<ConnectedAppFacts> => ({
    executionUser: userCopies.find(Boolean) ?? '',
    userCopies,
  });
  const suspects: Array<[string, Subject, string[]]> = [
    ['an app whose flag cannot be read', connectedApp('B', flow('unreadable')), ['ConnectedApp:B']],
    ['an app whose flag is not shown', connectedApp('B', flow('absent')), ['ConnectedApp:B']],
    ['not an app whose flag is off', connectedApp('B', flow('off')), []],
    [
      'an app that somebody else manages, its flag off',
      { ...connectedApp('B', flow('off')), app: { type: 'ConnectedApp', name: 'B', managed: true } },
      ['ConnectedApp:B'],
    ],
    [
      'a policy whose flag cannot be read, by the user in its file',
      eca('B', [{ ...flow('unreadable'), executionUser: USERNAME }]),
      ['ExternalClientApplication:B'],
    ],
    ['a policy that SOQL alone knows, as off', eca('B', [], [row(false, USERNAME)]), ['ExternalClientApplication:B']],
    ['not a policy that is off', eca('B', [{ ...flow('off'), executionUser: USERNAME }], [row(false, USERNAME)]), []],
    [
      'a policy that SOQL says runs as another user than the metadata does',
      eca('B', [{ executionUser: 'other@example.com' }], [row(true, USERNAME)]),
      ['ExternalClientApplication:B'],
    ],
  ];
  for (const [name, subject, expected] of suspects) {
    it(`tells who else may run as a user: ${name}`, async () => {
      const { context } = await read(undefined, { subjects: [connectedApp('A'), subject] });
      expect(context.suspectsByUser.get(USERNAME.toLowerCase()) ?? []).to.deep.equal(expected);
    });
  }

  for (const [own, theirs] of [
    [USER_ID, USERNAME],
    [USERNAME, USER_ID],
  ] as const) {
    it(`tells who else may run as a user whom one app names ${own} and the other ${theirs}`, async () => {
      const suspect = connectedApp('B', { ...flow('absent'), executionUser: theirs });
      const { context } = await read(undefined, { subjects: [connectedApp('A', { executionUser: own }), suspect] });
      expect(context.suspectsByUser.get(userKey(own))).to.deep.equal(['ConnectedApp:B']);
    });
  }

  it('reads every user that a copy of the element or SOQL names', async () => {
    const { asked } = await read(undefined, {
      subjects: [
        connectedApp('A', copies('one@example.com', '', 'two@example.com')),
        eca('B', [{ executionUser: 'three@example.com' }], [row(true, 'four@example.com')]),
      ],
    });
    expect(asked.find((soql) => soql.includes('FROM User'))).to.match(
      /IN \('four@example.com','one@example.com','three@example.com','two@example.com'\)/,
    );
  });

  const entry = (Display: string, CreatedDate: string): Row => ({
    CreatedDate,
    CreatedBy: { Username: 'admin@example.com' },
    Display,
  });

  it('tells who last set the execution user of an app, by a word of its own in what the audit trail says', async () => {
    const { context } = await read(
      (org) =>
        void (org.rows.SetupAuditTrail = [
          entry('Set user x for Order_Sync', '2026-11-03T00:00:00.000+0000'),
          entry('Set user y for "Sync"', '2026-11-02T00:00:00.000+0000'),
          entry('Set user z for Sync', '2026-11-01T00:00:00.000+0000'),
        ]),
      { subjects: [connectedApp('Sync'), connectedApp('Billing')] },
    );
    expect([...(context.userSetBy ?? [])]).to.deep.equal([
      [
        'connectedapp:sync',
        { when: '2026-11-02T00:00:00.000+0000', by: 'admin@example.com', said: 'Set user y for "Sync"' },
      ],
    ]);
  });

  it('does not tell of an app who set the execution user of another, whose name holds its name', async () => {
    const { context } = await read(
      (org) =>
        void (org.rows.SetupAuditTrail = [
          entry('Set user x for Order Sync', '2026-11-03T00:00:00.000+0000'),
          entry('Set user y for Sync', '2026-11-01T00:00:00.000+0000'),
        ]),
      { subjects: [connectedApp('Sync'), connectedApp('Order Sync', { flow: { state: 'off', value: 'false' } })] },
    );
    expect(context.userSetBy?.get('connectedapp:sync')?.said).to.equal('Set user y for Sync');
  });

  const trails: Array<[string, (org: Script) => void, Partial<CallerPermissions>, string]> = [
    [
      'is not asked for by a caller who may not see it',
      () => undefined,
      { maySeeAuditTrail: { known: true, value: false } },
      'skipped',
    ],
    [
      'is refused, which is told, and nothing depends on it',
      (org) => void (org.rows.SetupAuditTrail = REFUSED),
      {},
      'failed',
    ],
  ];
  for (const [name, change, caller, status] of trails) {
    it(`the audit trail ${name}`, async () => {
      const { context, steps, asked } = await read(change, { caller: { ...ALL_SEEING, ...caller } });
      expect(steps.find(({ step }) => step === 'query-audit-trail')?.status).to.equal(status);
      expect(asked.some((soql) => soql.includes('SetupAuditTrail'))).to.equal(status === 'failed');
      expect(context.userSetBy?.size).to.equal(0);
    });
  }

  const managed = (facts: Partial<ConnectedAppFacts>): Subject => {
    const subject = connectedApp('X', facts);
    return { ...subject, app: { ...subject.app, managed: true } };
  };
  const unreadEca = (change: Partial<EcaSubject>): EcaSubject => ({ ...eca('E', []), ...change });
  const X = 'ConnectedApp:X';
  const E = 'ExternalClientApplication:E';
  const notReturned = { type: 'ConnectedApp', fullName: 'X', facts: 'not-returned' as const };
  const completeness: Array<[string, Subject, unread: string[]]> = [
    ['an app that is off', connectedApp('X', flow('off')), []],
    ['an external client app without a policy', eca('E', []), []],
    ['an app that did not come back', { ...connectedApp('X'), metadata: notReturned }, ['ConnectedApp:X']],
    [
      'a file that is no XML',
      {
        ...connectedApp('X'),
        metadata: { ...notReturned, facts: { kind: 'unparsable' as const, problem: 'wrong-root' as const } },
      },
      ['ConnectedApp:X'],
    ],
    ['a flag that is no boolean', connectedApp('X', flow('unreadable')), ['ConnectedApp:X']],
    ['an installed app that is shown to be off', managed(flow('off')), []],
    ['an installed app that is shown without OAuth', managed({ ...flow('absent'), hasOauthConfig: false }), [X]],
    ['an installed app that is shown without the flag', managed(flow('absent')), [X]],
    [
      'an installed app that is on and shows no user',
      managed({ ...flow('on'), executionUser: undefined } as object),
      [X],
    ],
    ['an installed app that is on and shows its user', managed(flow('on')), []],
    [
      'an app of a namespace, perhaps installed, that is on and shows no user',
      { ...connectedApp('X', { ...flow('on'), executionUser: undefined } as object), mayBeInstalled: true },
      [X],
    ],
    [
      'an app of a namespace, perhaps installed, without the flag',
      { ...connectedApp('X', flow('absent')), mayBeInstalled: true },
      [X],
    ],
    ['an app of the org itself without the flag', connectedApp('X', flow('absent')), []],
    ['a policy that SOQL alone knows, as off', eca('E', [], [row(false, USERNAME)]), [E]],
    ['a policy that SOQL alone knows, as on', eca('E', [], [row(true, USERNAME)]), []],
    ['a policy that both sources know', eca('E', [flow('off')], [row(false, USERNAME)]), []],
    ['a policy whose flag is no boolean', eca('E', [flow('unreadable')]), ['ExternalClientApplication:E']],
  ];
  for (const [name, subject, unread] of completeness) {
    it(`${unread.length === 0 ? 'has read' : 'names as not read'} ${name}`, async () => {
      const { context } = await read(undefined, { subjects: [connectedApp('A'), subject] });
      expect(context.unreadApps).to.deep.equal(unread);
      expect(context.allAppsRead).to.equal(true);
    });
  }

  it('leaves it open whether a user is dedicated whom an app names that may be installed, though it is shown to be off', async () => {
    const mayBe = { ...connectedApp('X', flow('off')), mayBeInstalled: true };
    const suspects = async (subject: Subject): Promise<unknown> => {
      const { context } = await read(undefined, { subjects: [connectedApp('A'), subject] });
      return context.suspectsByUser.get(USERNAME.toLowerCase());
    };
    expect(await suspects(mayBe)).to.deep.equal([X]);
    expect(await suspects(connectedApp('X', flow('off')))).to.equal(undefined);
  });

  const narrowed: Array<[object, string[]]> = [
    [{}, []],
    [{ connectedApps: false }, ['ConnectedApp:*']],
    [{ externalClientApps: false }, ['ExternalClientApplication:*']],
  ];
  for (const [scope, unread] of narrowed) {
    it(`names the type that nobody asked for as not read: ${unread.join() || 'none'}`, async () => {
      expect((await read(undefined, scope)).context.unreadApps).to.deep.equal(unread);
    });
  }

  const hidden: Array<[string, Subject]> = [
    ['a policy of nobody knows which app', unreadEca({ unlinkedPolicies: ['P'] })],
    [
      'an external client app of which neither source told',
      unreadEca({ crossCheck: { known: false, why: 'refused' } }),
    ],
  ];
  for (const [name, subject] of hidden) {
    it(`has not read every app with ${name}`, async () => {
      const { context } = await read(undefined, { subjects: [connectedApp('A'), subject] });
      expect(context.allAppsRead).to.equal(false);
    });
  }

  for (const list of [
    'list-connected-apps',
    'list-external-client-apps',
    'list-oauth-policies',
    'retrieve-apps',
    'query-external-client-apps',
    'query-oauth-policies',
  ] as const) {
    it(`has not read every app where ${list} failed`, async () => {
      const coverage = new Coverage();
      coverage.failed(list, 'not-permitted');
      expect((await read(undefined, { coverage })).context.allAppsRead).to.equal(false);
    });
  }
});

describe('a failed call of the second reading', () => {
  const known = ({ user: found, context }: World): Record<string, boolean> => ({
    user: found.state !== 'unknown',
    permissions: found.permissions.known,
    objects: found.modifyAllObjects.known,
    ranges: found.loginIpRanges.known,
    admin: found.adminProfile.known,
    monitoring: context.monitoring.known,
    everyRequest: context.enforceIpRangesEveryRequest.known,
    usage: [...context.usage.values()].every(({ status }) => status !== 'unknown'),
  });

  const refuse = (object: string) => (org: Script) => void (org.rows[object] = REFUSED);
  const matrix: Array<[string, (org: Script) => void, string, string[]]> = [
    ['User', refuse('User'), 'query-users', ['admin', 'objects', 'permissions', 'ranges', 'usage', 'user']],
    [
      'describe PermissionSet',
      (org) => void (org.fields.PermissionSet = REFUSED),
      'describe-permissions',
      ['objects', 'permissions'],
    ],
    [
      'describe PermissionSetAssignment',
      (org) => void (org.fields.PermissionSetAssignment = REFUSED),
      'describe-permissions',
      ['objects', 'permissions'],
    ],
    ['PermissionSetAssignment', refuse('PermissionSetAssignment'), 'query-permissions', ['objects', 'permissions']],
    ['ObjectPermissions', refuse('ObjectPermissions'), 'query-object-permissions', ['objects']],
    ['LoginHistory', refuse('LoginHistory'), 'query-login-history', ['usage']],
    ['TransactionSecurityPolicy', refuse('TransactionSecurityPolicy'), 'query-transaction-security', ['monitoring']],
    [
      'retrieve',
      (org) => void (org.files = REFUSED),
      'retrieve-profiles-and-settings',
      ['everyRequest', 'monitoring', 'ranges'],
    ],
  ];
  for (const [name, change, step, lost] of matrix) {
    it(`${name}: exactly what hangs on it is unknown, and one step has failed`, async () => {
      const world = await read((org) => {
        org.rows.PermissionSetAssignment = [ofProfile(), assigned('Extra')];
        change(org);
      });
      const unknown = Object.entries(known(world)).flatMap(([part, isKnown]) => (isKnown ? [] : part));
      expect(unknown.sort()).to.deep.equal(lost);
      expect(failedSteps(world.steps)).to.deep.equal([step]);
    });
  }

  it('none of them: everything is known and every step is ok', async () => {
    const world = await read();
    expect(Object.values(known(world))).to.not.include(false);
    expect(world.steps.map(({ step, status }) => `${step} ${status}`)).to.deep.equal([
      'describe-permissions ok',
      'query-audit-trail ok',
      'query-login-history ok',
      'query-object-permissions ok',
      'query-permissions ok',
      'query-transaction-security ok',
      'query-users ok',
      'retrieve-profiles-and-settings ok',
    ]);
  });
});
