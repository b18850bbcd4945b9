import { expect } from 'chai';
import { evaluate } from '../../../src/posture/evaluate.js';
import { countFindings } from '../../../src/posture/report/report.js';
import type { App, Finding, Usage } from '../../../src/posture/model.js';
import { appKey } from '../../../src/posture/names.js';
import type { Context, Subject } from '../../../src/posture/subject.js';
import type { Waiver } from '../../../src/posture/waivers/model.js';
import { guard, guardOfClosing, overridden, type Guarding } from '../../../src/remediation/plan/guards.js';
import { clientsOf } from '../../../src/remediation/plan/ownSession.js';
import {
  connectedApp,
  contextOf,
  externalClientApp,
  known,
  notKnown,
  openConnectedApp,
  openExternalClientApp,
  openRow,
  policy,
  USERNAME,
} from '../../posture/support/builders.js';

const TODAY = '2026-11-20';
const OWN_KEY = '3MVG9.key.of.this.session';
const OTHER_KEY = '3MVG9.key.of.another.app';

const APP: App = { ...openExternalClientApp().app, type: 'ConnectedApp' };

const waiver = (expires: string): Waiver => ({
  control: 'connected-app-client-credentials',
  app: 'ConnectedApp:Billing',
  reason: 'Needed',
  owner: 'Team',
  expires,
  line: 1,
  column: 1,
});

type Case = {
  title: string;
  subject: Subject;
  reason: string | undefined;
  usage?: Usage['status'];
  context?: Partial<Context>;
  given?: Partial<Guarding>;
  finding?: Partial<Finding>;
};

const given = (subject: Subject, differing: Partial<Guarding> = {}): Guarding => ({
  target: {
    kind: 'org',
    org: { id: '00D000000000001EAA', username: 'admin@example.com', instanceUrl: '', apiVersion: '67.0' },
    findings: [],
    summary: countFindings([]),
    coverage: [],
  },
  clients: clientsOf([subject]),
  session: { username: 'admin@example.com', clientId: 'PlatformCLI' },
  waivers: [],
  today: TODAY,
  patterns: [],
  includeActive: false,
  allowLockout: false,
  ...differing,
});

const judge = ({ subject, usage = 'no-evidence', context = {}, given: differing, finding = {} }: Case) => {
  const used = new Map([[appKey(subject.app), { status: usage, windowDays: 180 }]]);
  const judged = { ...evaluate(subject, contextOf(subject, { usage: used, ...context }), 'org:00D'), ...finding };
  return [judged, subject, given(subject, differing)] as const;
};

const reasonFor = (one: Case) => guard(...judge(one))?.reason;

const withKey = (consumerKey?: string): Subject => openConnectedApp(consumerKey === undefined ? {} : { consumerKey });
const runsAs = { username: USERNAME.toUpperCase() };
const hardeningUnknown = {
  subject: openExternalClientApp(),
  context: { enforceIpRangesEveryRequest: known(true), allAppsRead: false },
};

const cases: Case[] = [
  { title: 'nothing speaks against an unused app', subject: openConnectedApp(), reason: undefined },
  {
    title: 'an unused policy',
    subject: openExternalClientApp(),
    finding: { remediation: { automatic: true, action: 'disable-policy' } },
    reason: undefined,
  },
  { title: 'a managed connected app', subject: openConnectedApp({ managed: true }), reason: 'managed' },
  {
    title: 'a managed connected app, whatever one says',
    subject: openConnectedApp({ managed: true }),
    given: { includeActive: true, allowLockout: true, patterns: ['Billing', 'NS__Billing'] },
    reason: 'managed',
  },
  {
    title: 'a policy that only the query shows as on',
    subject: externalClientApp({ policies: [policy()], crossCheck: known([openRow()]) }),
    given: { includeActive: true, allowLockout: true, patterns: ['Billing'] },
    reason: 'enabled-by-query',
  },
  {
    title: 'a policy that only the query shows as on, because its metadata did not come',
    subject: externalClientApp({ policies: [{ ...policy(), facts: 'not-returned' }], crossCheck: known([openRow()]) }),
    reason: 'not-read',
  },
  {
    title: 'what was not returned, and somebody has looked at it in Setup',
    subject: connectedApp({ read: 'not-returned' }),
    finding: { manualCheck: { reason: 'Off', owner: 'Team', checked: '2026-11-01', expires: '2027-01-31' } },
    reason: 'checked-by-hand',
  },
  {
    title: 'what was not returned, although it was named exactly',
    subject: connectedApp({ read: 'not-returned' }),
    given: { patterns: ['Billing'] },
    reason: 'not-read',
  },
  {
    title: 'what was not returned, and only matches a pattern',
    subject: connectedApp({ read: 'not-returned' }),
    given: { patterns: ['Bill*'] },
    reason: 'not-evaluated',
  },
  { title: 'what was not returned', subject: connectedApp({ read: 'not-returned' }), reason: 'not-evaluated' },
  { title: 'a waived app', subject: openConnectedApp(), finding: { status: 'waived' }, reason: 'waived' },
  {
    title: 'a waived app that is named',
    subject: openConnectedApp(),
    finding: { status: 'waived' },
    given: { patterns: ['Billing'] },
    reason: 'waived',
  },
  {
    title: 'an ended waiver',
    subject: openConnectedApp(),
    given: { waivers: [waiver('2026-11-19')] },
    reason: 'waiver-expired',
  },
  {
    title: 'an ended waiver, the app matched by a pattern',
    subject: openConnectedApp(),
    given: { waivers: [waiver('2026-11-19')], patterns: ['Bill*'] },
    reason: 'waiver-expired',
  },
  {
    title: 'an ended waiver, a part of the app’s name given',
    subject: openConnectedApp(),
    given: { waivers: [waiver('2026-11-19')], patterns: ['Bill'] },
    reason: 'waiver-expired',
  },
  {
    title: 'an ended waiver, the app named exactly',
    subject: openConnectedApp(),
    given: { waivers: [waiver('2026-11-19')], patterns: ['billing'] },
    reason: undefined,
  },
  { title: 'hardening that is unknown', ...hardeningUnknown, reason: 'hardening-unknown' },
  {
    title: 'hardening that is unknown, the app matched by a pattern',
    ...hardeningUnknown,
    given: { patterns: ['*'] },
    reason: 'hardening-unknown',
  },
  {
    title: 'hardening that is unknown, the app named exactly',
    ...hardeningUnknown,
    given: { patterns: ['BILLING'] },
    reason: undefined,
  },
  { title: 'use that was seen', subject: openConnectedApp(), usage: 'seen', reason: 'in-use' },
  { title: 'use that is unknown', subject: openConnectedApp(), usage: 'unknown', reason: 'use-unknown' },
  {
    title: 'use that nobody looked for',
    subject: openConnectedApp(),
    context: { usage: new Map() },
    reason: 'use-unknown',
  },
  {
    title: 'use that was seen and accepted',
    subject: openConnectedApp(),
    usage: 'seen',
    given: { includeActive: true },
    reason: undefined,
  },
  {
    title: 'use that is unknown and accepted',
    subject: openConnectedApp(),
    usage: 'unknown',
    given: { includeActive: true },
    reason: undefined,
  },
  {
    title: 'the app of this session',
    subject: withKey(OWN_KEY),
    given: { session: { username: 'admin@example.com', clientId: OWN_KEY } },
    reason: 'own-session',
  },
  {
    title: 'the app of this session, accepted',
    subject: withKey(OWN_KEY),
    given: { session: { username: 'admin@example.com', clientId: OWN_KEY }, allowLockout: true },
    reason: undefined,
  },
  {
    title: 'another app that runs as the user of this session',
    subject: withKey(OTHER_KEY),
    given: { session: { ...runsAs, clientId: OWN_KEY } },
    reason: undefined,
  },
  {
    title: 'an app whose key did not come back, run as the user of this session',
    subject: withKey(),
    given: { session: { ...runsAs, clientId: OWN_KEY } },
    reason: 'own-session-suspected',
  },
  {
    title: 'a session that does not tell its client, run as this user',
    subject: withKey(OTHER_KEY),
    given: { session: runsAs },
    reason: 'own-session-suspected',
  },
  {
    title: 'a session that does not tell its client, run as somebody else',
    subject: withKey(OTHER_KEY),
    given: { session: { username: 'admin@example.com' } },
    reason: undefined,
  },
  {
    title: 'the CLI’s own client, run as this user',
    subject: withKey(),
    given: { session: { ...runsAs, clientId: 'PlatformCLI' } },
    reason: undefined,
  },
  {
    title: 'a policy run as the user of a session whose client no connected app has',
    subject: openExternalClientApp(),
    finding: { remediation: { automatic: true } },
    given: { session: { ...runsAs, clientId: OWN_KEY } },
    reason: 'own-session-suspected',
  },
  {
    title: 'a policy run as the user of a session that is a connected app’s',
    subject: openExternalClientApp(),
    finding: { remediation: { automatic: true } },
    given: { session: { ...runsAs, clientId: OWN_KEY }, clients: new Map([[OWN_KEY, { ...APP, name: 'Other' }]]) },
    reason: undefined,
  },
  {
    title: 'a policy run as the user of a session that is that of the connected app of its own name',
    subject: openExternalClientApp(),
    finding: { remediation: { automatic: true } },
    given: { session: { ...runsAs, clientId: OWN_KEY }, clients: new Map([[OWN_KEY, APP]]) },
    reason: 'own-session-suspected',
  },
  {
    title: 'a policy whose user only the query names',
    subject: externalClientApp({
      policies: [policy({ flow: { state: 'on', value: 'true' } })],
      crossCheck: known([openRow()]),
    }),
    finding: { remediation: { automatic: true } },
    given: { session: runsAs },
    reason: 'own-session-suspected',
  },
  {
    title: 'a policy without the cross-check',
    subject: { ...openExternalClientApp(), crossCheck: notKnown() },
    finding: { remediation: { automatic: true } },
    reason: undefined,
  },
];

const everything = { includeActive: true, allowLockout: true, patterns: ['Billing'] };

const overriding: (Case & { despite: string[] })[] = [
  { title: 'an unused app', subject: openConnectedApp(), given: everything, reason: undefined, despite: [] },
  {
    title: 'use that was seen',
    subject: openConnectedApp(),
    usage: 'seen',
    given: everything,
    reason: undefined,
    despite: ['in-use'],
  },
  {
    title: 'use that is unknown',
    subject: openConnectedApp(),
    usage: 'unknown',
    given: { includeActive: true },
    reason: undefined,
    despite: ['use-unknown'],
  },
  {
    title: 'an ended waiver and an app of this session that is in use',
    subject: withKey(OWN_KEY),
    usage: 'seen',
    given: { ...everything, waivers: [waiver('2026-11-19')], session: { username: '', clientId: OWN_KEY } },
    reason: undefined,
    despite: ['waiver-expired', 'own-session', 'in-use'],
  },
  {
    title: 'an app that may be of this session',
    subject: withKey(),
    given: { allowLockout: true, session: { ...runsAs, clientId: OWN_KEY } },
    reason: undefined,
    despite: ['own-session-suspected'],
  },
  {
    title: 'hardening that is unknown',
    ...hardeningUnknown,
    given: everything,
    reason: undefined,
    despite: ['hardening-unknown'],
  },
  {
    title: 'use that was seen, and nobody said a word',
    subject: openConnectedApp(),
    usage: 'seen',
    reason: 'in-use',
    despite: [],
  },
];

describe('what a person takes upon themselves', () => {
  for (const one of overriding)
    it(`${one.title}: ${one.despite.join(', ') || 'nothing'}`, () => {
      expect([reasonFor(one), overridden(...judge(one))]).to.deep.equal([one.reason, one.despite]);
    });
});

describe('the guards of a remediation', () => {
  for (const one of cases) {
    it(`${one.title}: ${one.reason ?? 'may be changed'}`, () => {
      expect(reasonFor(one)).to.equal(one.reason);
    });
  }
});

describe('what speaks against turning off an app that the audit did not find', () => {
  const read = withKey(OWN_KEY);
  const reasonOf = (app: App, differing: Partial<Guarding>): string | undefined =>
    guardOfClosing({ app, finding: undefined, subject: undefined }, given(read, differing))?.reason;
  const lost: App = { ...APP, name: 'Lost' };
  const session = (clientId?: string): Guarding['session'] => ({ username: USERNAME, ...(clientId && { clientId }) });

  it('nothing is known of its use', () => {
    expect(reasonOf(lost, { allowLockout: true })).to.equal('use-unknown');
  });

  for (const clientId of [OTHER_KEY, undefined])
    it(`its session may be the own one, whoever takes its clients upon themselves: ${clientId ?? 'no client ID'}`, () => {
      const own = { includeActive: true, session: session(clientId) };
      expect(reasonOf(lost, own)).to.equal('own-session-suspected');
      expect(reasonOf(lost, { ...own, allowLockout: true })).to.equal(undefined);
    });

  it('the app of the same name has its session', () => {
    const own = { includeActive: true, session: session(OWN_KEY) };
    expect(reasonOf({ ...read.app, type: 'ExternalClientApplication' }, own)).to.equal('own-session-suspected');
  });

  it('nothing, where the session is that of the CLI or of another app that was read', () => {
    for (const clientId of ['PlatformCLI', OWN_KEY])
      expect(reasonOf(lost, { includeActive: true, session: session(clientId) })).to.equal(undefined);
  });
});
