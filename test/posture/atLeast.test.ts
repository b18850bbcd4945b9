import { expect } from 'chai';
import { isAtLeast } from '../../src/posture/factors/atLeast.js';
import { evaluate } from '../../src/posture/evaluate.js';
import type { FactorState, Finding } from '../../src/posture/model.js';
import type { EcaSubject, ExecutionUser } from '../../src/posture/subject.js';
import {
  ABSENT,
  connectedApp,
  contextOf,
  executionUser,
  externalClientApp,
  flagFile,
  granted,
  known,
  notKnown,
  ON,
  openConnectedApp,
  openExternalClientApp,
  openPolicy,
  policy,
  row,
  settings,
  unreadPolicy,
  userWith,
} from './support/builders.js';

const connected = (user: ExecutionUser): Finding =>
  evaluate(openConnectedApp(), contextOf(openConnectedApp(), {}, user), 'org:1');
const external = (user: ExecutionUser): Finding =>
  evaluate(openExternalClientApp(), contextOf(openExternalClientApp(), {}, user), 'org:1');

const WIDE = { start: '10.0.0.0', end: '10.255.255.255' };
const TORN = { start: '192.0.2.1', end: '' };

/** Neither source tells the relaxation. */
const unrelaxed = (user?: ExecutionUser): Finding => {
  const silent = { flow: ON, ipRelaxation: null };
  const subject = externalClientApp({
    policies: [user ? openPolicy(silent) : policy(silent)],
    crossCheck: known([row({ enabled: true, ipRelaxation: null })]),
  });
  return evaluate(subject, contextOf(subject, {}, user), 'org:1');
};

const wide = executionUser({ loginIpRanges: known([WIDE]) });
const unreadRights = executionUser({ loginIpRanges: known([WIDE]), permissions: notKnown() });

/** Two policies of one app, each with a user of its own, neither of them hardened. */
const ofTwo = (first: ExecutionUser, second: ExecutionUser): Finding => {
  const users = [first, second].map((user, at) => ({ ...user, username: `user${at}@example.com` }));
  const policies = users.map(({ username }, at) => openPolicy({ executionUser: username }, `P${at}`));
  const subject = externalClientApp({ policies, crossCheck: known([]) });
  const context = { ...contextOf(subject), users: new Map(users.map((user) => [user.username, user])) };
  return evaluate(subject, context, 'org:1');
};

/** Two policies of one app, of which the first one names nobody. */
const beside = (): Finding => {
  const policies = [openPolicy({ executionUser: undefined } as never, 'P0'), openPolicy({}, 'P1')];
  const subject = externalClientApp({ policies, crossCheck: known([]) });
  return evaluate(subject, contextOf(subject, {}, unreadRights), 'org:1');
};

/** A policy that names nobody, in an app of which SOQL says this. */
const byOneSource = (crossCheck: EcaSubject['crossCheck']): Finding => {
  const policies = [policy({ flow: ON, ipRelaxation: 'Enforce' })];
  const subject = externalClientApp({ policies, crossCheck });
  return evaluate(subject, contextOf(subject), 'org:1');
};

/** The flag that the developer sets, and the app as its policies show it. */
const settingsOn = (client?: Parameters<typeof externalClientApp>[0], user?: ExecutionUser): Finding => {
  const subject = settings({
    settings: known([flagFile('on')]),
    ...(client ? { client: externalClientApp(client) } : {}),
  });
  return evaluate(subject, contextOf(subject, {}, user), 'org:1');
};

const inSource = (finding: Finding, secret: FactorState): Finding => {
  const factors = (finding.risk?.factors ?? []).map((one) =>
    one.factor === 'secret-in-source' ? { factor: one.factor, state: secret } : one,
  );
  return finding.risk ? { ...finding, risk: { ...finding.risk, factors } } : finding;
};

describe('a risk that may be higher than its level says', () => {
  const stale = known({ granted: [], unread: ['ModifyAllData'] });
  const cases: Array<[string, () => Finding, boolean]> = [
    ['profile unknown', () => connected(executionUser({ adminProfile: notKnown() })), true],
    ['permissions unknown', () => connected(executionUser({ permissions: notKnown() })), true],
    ['a group that is not up to date', () => connected(executionUser({ permissions: stale })), true],
    ['object permissions unknown', () => external(executionUser({ modifyAllObjects: notKnown() })), true],
    ['ranges unknown', () => external(executionUser({ loginIpRanges: notKnown() })), true],
    [
      'a range that cannot be read',
      () => external(executionUser({ loginIpRanges: known([{ start: '?', end: '' }]) })),
      true,
    ],
    [
      'wide ranges, the relaxation in neither source',
      () => unrelaxed(executionUser({ loginIpRanges: known([WIDE]) })),
      true,
    ],
    [
      'wide ranges beside one that cannot be read',
      () => external(executionUser({ loginIpRanges: known([WIDE, TORN]) })),
      true,
    ],
    ['nobody to log in as, the relaxation in neither source', () => unrelaxed(), true],
    ['of two policies alike, the second one with permissions unknown', () => ofTwo(wide, unreadRights), true],
    ['of two policies alike, the first one with permissions unknown', () => ofTwo(unreadRights, wide), true],
    ['of two policies alike, the second one with permissions unknown, the first one without a user', beside, true],
    ['the settings alone on, a policy not returned', () => settingsOn({ policies: [unreadPolicy()] }), true],
    ['the settings alone on, the policy off', () => settingsOn({ policies: [policy()] }), false],
    [
      'the settings alone on, the policy without the flag',
      () => settingsOn({ policies: [policy({ flow: ABSENT })] }),
      false,
    ],
    ['the settings alone on, no policy in the org', () => settingsOn({}), false],
    [
      'the settings and the policy on, permissions unknown',
      () => settingsOn({ policies: [openPolicy()] }, unreadRights),
      true,
    ],
    ['the settings and the policy on, all known', () => settingsOn({ policies: [openPolicy()] }), false],
    ['the settings alone on, no policy known', () => settingsOn(), false],
    ['wide ranges that are enforced', () => external(executionUser({ loginIpRanges: known([WIDE]) })), false],
    ['everything known', () => connected(executionUser()), false],
    ['higher already', () => connected({ ...userWith(granted('ModifyAllData')), adminProfile: notKnown() }), false],
    ['nobody to log in as', () => evaluate(connectedApp({ flow: ON }), contextOf(connectedApp()), 'org:1'), false],
    ['nobody to log in as by the metadata, and SOQL not read', () => byOneSource(notKnown()), true],
    ['nobody to log in as by both sources', () => byOneSource(known([row({ enabled: true })])), false],
    [
      'nobody shown of an app that may be installed',
      () => evaluate({ ...connectedApp({ flow: ON }), mayBeInstalled: true }, contextOf(connectedApp()), 'org:1'),
      true,
    ],
    ['an app that passes', () => external(executionUser({ person: known(true) })), false],
  ];
  for (const [name, finding, expected] of cases) {
    it(`${expected ? 'at least' : 'as it stands'}: ${name}`, () => {
      expect(isAtLeast(finding(), { kind: 'org' })).to.equal(expected);
      expect(isAtLeast(inSource(finding(), 'absent'), { kind: 'source' })).to.equal(false);
    });
  }

  it('is told of the network alone, where nothing else is known of a policy', () => {
    const { risk } = settingsOn({ policies: [unreadPolicy()] });
    expect(risk?.factors.filter(({ detail }) => detail !== undefined)).to.deep.equal([
      { factor: 'network-restricted', state: 'unknown', detail: 'policy-not-read, may-be-open' },
    ]);
  });

  it('is not preferred to one that is the highest for certain', () => {
    const broad = userWith(granted('ModifyAllData'));
    for (const finding of [ofTwo(broad, unreadRights), ofTwo(unreadRights, broad)])
      expect(finding.risk?.level).to.equal('higher');
  });

  it('at least: a file that may hold the app’s secret and cannot be read, among files alone', () => {
    const finding = inSource(external(executionUser({ loginIpRanges: notKnown() })), 'unknown');
    expect(isAtLeast(finding, { kind: 'source' })).to.equal(true);
    expect(isAtLeast(inSource(connected(userWith(granted('ModifyAllData'))), 'unknown'), { kind: 'source' })).to.equal(
      false,
    );
  });
});
