import type { IpRange } from '../../../src/metadata/facts.js';
import type { BroadPermission } from '../../../src/posture/model.js';
import type { Context, EcaSubject, ExecutionUser, PolicyRow } from '../../../src/posture/subject.js';
import {
  EVERYWHERE,
  executionUser,
  externalClientApp,
  granted,
  known,
  NARROW,
  notKnown,
  ON,
  openExternalClientApp,
  openPolicy,
  openRow,
  policy,
  row,
  unreadPolicy,
  USERNAME,
  userWith,
  WIDE,
} from '../support/builders.js';
import type { Case } from './case.js';

const open = openExternalClientApp();
const disable = { automatic: true, action: 'disable-policy' } as const;
const hardened = { status: 'pass', reason: 'hardened' } as const;
const notHardened = { status: 'fail', reason: 'not-hardened' } as const;
const undecided = { status: 'fail', reason: 'hardening-unknown' } as const;
const byRanges = (...ranges: IpRange[]): ExecutionUser => executionUser({ loginIpRanges: known(ranges) });
const ADMIN = 'admin@example.com';
const TWIN = 'twin@example.com';
/** On by both sources, and SOQL says something else besides. */
const queried = (differing: Partial<PolicyRow>): EcaSubject =>
  externalClientApp({ policies: [openPolicy()], crossCheck: known([openRow(differing)]) });
const withTwin = (user: ExecutionUser): Partial<Context> => ({
  users: new Map([
    [USERNAME, executionUser()],
    [user.username, user],
  ]),
});
const withAdmin = withTwin({ ...userWith(granted('ModifyAllData')), username: ADMIN, userId: '005000000000002AAA' });
const modifyAll: BroadPermission = granted('ModifyAllRecords:Account', 'Profile:Integration');

export const hardeningCases: Case[] = [
  { name: 'all of it proven', subject: open, ...hardened, missing: [], unproven: [] },
  {
    name: 'all of it proven, refreshing relaxed',
    subject: openExternalClientApp({ ipRelaxation: 'Enforce_relaxrefresh' }),
    ...hardened,
  },
  {
    name: 'all of it proven, relaxation from SOQL',
    subject: openExternalClientApp({ ipRelaxation: null }),
    ...hardened,
  },
  {
    name: 'all of it proven, cross-check failed',
    subject: externalClientApp({ policies: [openPolicy()], crossCheck: notKnown() }),
    ...hardened,
  },
  {
    name: 'two sources: SOQL names an administrator',
    subject: queried({ executionUser: ADMIN }),
    around: withAdmin,
    ...notHardened,
    level: 'higher',
    missing: ['broad-permissions'],
    unproven: ['user-active', 'network-restricted', 'user-dedicated'],
  },
  {
    name: 'two sources: SOQL names another user, harmless as well',
    subject: queried({ executionUser: TWIN }),
    around: withTwin(executionUser({ username: TWIN, userId: '005000000000003AAA' })),
    ...undecided,
    level: 'baseline',
    unproven: ['user-active', 'broad-permissions', 'network-restricted', 'user-dedicated'],
    remediation: { automatic: false, action: 'disable-policy', why: 'hardening-unknown' },
  },
  {
    name: 'two sources: SOQL names a user without a login IP range',
    subject: queried({ executionUser: TWIN }),
    around: withTwin(executionUser({ username: TWIN, userId: '005000000000003AAA', loginIpRanges: known([]) })),
    ...notHardened,
    level: 'higher',
    missing: ['network-restricted'],
  },
  {
    name: 'two sources: SOQL names an inactive user',
    subject: queried({ executionUser: TWIN }),
    around: withTwin(executionUser({ username: TWIN, userId: '005000000000003AAA', state: 'inactive' })),
    ...notHardened,
    missing: ['user-active'],
  },
  {
    name: 'two sources: SOQL names a user that another app runs as',
    subject: queried({ executionUser: TWIN }),
    around: {
      ...withTwin(executionUser({ username: TWIN, userId: '005000000000003AAA' })),
      appsByUser: new Map([
        [USERNAME, ['ExternalClientApplication:Billing']],
        [TWIN, ['ConnectedApp:Other']],
      ]),
    },
    ...notHardened,
    missing: ['user-dedicated'],
  },
  {
    name: 'two sources: the administrator of the metadata is one whatever SOQL says',
    subject: externalClientApp({
      policies: [openPolicy({ executionUser: ADMIN })],
      crossCheck: known([openRow({ executionUser: USERNAME })]),
    }),
    around: withAdmin,
    ...notHardened,
    level: 'higher',
  },
  {
    name: 'two sources: SOQL names a user that was not read',
    subject: queried({ executionUser: 'nobody.read@example.com' }),
    ...undecided,
    level: 'baseline',
    unproven: ['user-active', 'broad-permissions', 'network-restricted', 'user-dedicated'],
  },
  ...[USERNAME.toUpperCase(), ` ${USERNAME}\u00a0`, '005000000000001', '005000000000001AAA'].map((name): Case => ({
    name: `two sources: SOQL names the same user as ${JSON.stringify(name)}`,
    subject: queried({ executionUser: name }),
    around: {
      users: new Map([
        [USERNAME, executionUser()],
        ['005000000000001', executionUser()],
      ]),
    },
    ...hardened,
  })),
  {
    name: 'two sources: SOQL relaxes the network',
    subject: queried({ ipRelaxation: 2 }),
    ...notHardened,
    level: 'higher',
    missing: ['network-restricted'],
  },
  {
    name: 'two sources: the metadata relaxes the network, SOQL does not',
    subject: openExternalClientApp({ ipRelaxation: 'Bypass' }),
    ...notHardened,
    level: 'higher',
    missing: ['network-restricted'],
  },
  {
    name: 'two sources: SOQL gives a relaxation that nobody documents',
    subject: queried({ ipRelaxation: 7 }),
    ...undecided,
    level: 'baseline',
    unproven: ['network-restricted'],
  },
  {
    name: 'two sources: what SOQL leaves empty contradicts nothing',
    subject: externalClientApp({
      policies: [openPolicy()],
      crossCheck: known([row({ enabled: true, ipRelaxation: null })]),
    }),
    ...hardened,
  },
  {
    name: 'two sources: SOQL says off and names an administrator',
    subject: queried({ executionUser: ADMIN, enabled: false }),
    around: withAdmin,
    ...notHardened,
    level: 'higher',
  },
  {
    name: 'two copies of the user in one policy',
    subject: openExternalClientApp({ userCopies: [USERNAME, TWIN] }),
    around: withTwin(executionUser({ username: TWIN, userId: '005000000000003AAA' })),
    ...undecided,
    unproven: ['user-active', 'broad-permissions', 'network-restricted', 'user-dedicated'],
  },
  {
    name: 'two copies of the relaxation in one policy',
    subject: openExternalClientApp({ ipRelaxation: 'Enforce (empty)' }),
    ...undecided,
    unproven: ['network-restricted'],
  },
  {
    name: 'two login IP ranges of a /64 each, side by side',
    subject: open,
    user: byRanges(
      { start: '2001:db8::', end: '2001:db8::ffff:ffff:ffff:ffff' },
      { start: '2001:db8:0:1::', end: '2001:db8:0:1:ffff:ffff:ffff:ffff' },
    ),
    ...notHardened,
    level: 'baseline',
    missing: ['network-restricted'],
  },
  {
    name: 'another app names the user, and its flag is not known',
    subject: open,
    around: { suspectsByUser: new Map([[USERNAME, ['ConnectedApp:Installed']]]) },
    ...undecided,
    level: 'lower',
    unproven: ['user-dedicated'],
  },
  {
    name: 'no execution user',
    subject: externalClientApp({ policies: [policy({ flow: ON })], crossCheck: known([openRow()]) }),
    ...notHardened,
    level: 'baseline',
    missing: ['user-active', 'network-restricted'],
    unproven: ['broad-permissions', 'user-dedicated'],
    remediation: disable,
  },
  {
    name: 'inactive user',
    subject: open,
    user: executionUser({ state: 'inactive' }),
    ...notHardened,
    level: 'baseline',
    missing: ['user-active'],
  },
  {
    name: 'user not found',
    subject: open,
    user: executionUser({
      state: 'not-found',
      adminProfile: notKnown(),
      permissions: notKnown(),
      modifyAllObjects: notKnown(),
      loginIpRanges: notKnown(),
    }),
    ...notHardened,
    level: 'baseline',
    missing: ['user-active'],
    unproven: ['broad-permissions', 'network-restricted'],
  },
  {
    name: 'ranges of a user that was not found prove nothing',
    subject: open,
    user: executionUser({ state: 'not-found' }),
    ...notHardened,
    missing: ['user-active'],
    unproven: ['network-restricted'],
  },
  {
    name: 'users not read',
    subject: open,
    around: { users: new Map() },
    ...undecided,
    level: 'baseline',
    unproven: ['user-active', 'broad-permissions', 'network-restricted', 'user-dedicated'],
    remediation: { automatic: false, action: 'disable-policy', why: 'hardening-unknown' },
  },
  {
    name: 'broad permission',
    subject: open,
    user: userWith(granted('ManageSharing')),
    ...notHardened,
    level: 'higher',
    missing: ['broad-permissions'],
  },
  {
    name: 'Modify All on one object',
    subject: open,
    user: executionUser({ modifyAllObjects: known([modifyAll]) }),
    ...notHardened,
    level: 'higher',
    missing: ['broad-permissions'],
  },
  {
    name: 'Modify All on one object, permissions not read',
    subject: open,
    user: executionUser({ modifyAllObjects: known([modifyAll]), permissions: notKnown() }),
    ...notHardened,
    level: 'higher',
  },
  {
    name: 'System Administrator',
    subject: open,
    user: executionUser({ adminProfile: known(true) }),
    ...notHardened,
    level: 'higher',
  },
  ...(['adminProfile', 'permissions', 'modifyAllObjects'] as const).map((part): Case => ({
    name: `not read: ${part}`,
    subject: open,
    user: executionUser({ [part]: notKnown() }),
    ...undecided,
    level: 'baseline',
    unproven: ['broad-permissions'],
  })),
  {
    name: 'one permission not read',
    subject: open,
    user: executionUser({ permissions: known({ granted: [], unread: ['ManageRoles'] }) }),
    ...undecided,
    unproven: ['broad-permissions'],
  },
  ...(['Bypass', 'BYPASS_2FACTOR', 'bypass_2factor'] as const).map((ipRelaxation): Case => ({
    name: `relaxed: ${ipRelaxation}`,
    subject: openExternalClientApp({ ipRelaxation }),
    ...notHardened,
    level: 'higher',
    missing: ['network-restricted'],
  })),
  {
    name: 'a relaxation that nobody documents',
    subject: openExternalClientApp({ ipRelaxation: 'Sometimes' }),
    ...undecided,
    level: 'baseline',
    unproven: ['network-restricted'],
  },
  {
    name: 'no relaxation anywhere',
    subject: externalClientApp({ policies: [openPolicy({ ipRelaxation: null })], crossCheck: notKnown() }),
    ...undecided,
    unproven: ['network-restricted'],
  },
  {
    name: 'no login IP range',
    subject: open,
    user: byRanges(),
    ...notHardened,
    level: 'higher',
    missing: ['network-restricted'],
  },
  { name: 'ranges for everybody', subject: open, user: byRanges(EVERYWHERE), ...notHardened, level: 'higher' },
  {
    name: 'wide ranges deny the lower level only',
    subject: open,
    user: byRanges(NARROW, WIDE),
    ...notHardened,
    level: 'baseline',
    missing: ['network-restricted'],
  },
  {
    name: 'a reversed range',
    subject: open,
    user: byRanges({ start: NARROW.end, end: NARROW.start }),
    ...undecided,
    level: 'baseline',
    unproven: ['network-restricted'],
  },
  {
    name: 'ranges not read',
    subject: open,
    user: executionUser({ loginIpRanges: notKnown() }),
    ...undecided,
    unproven: ['network-restricted'],
  },
  {
    name: 'user shared with another app',
    subject: open,
    around: { appsByUser: new Map([[USERNAME, ['ConnectedApp:Other', 'ExternalClientApplication:Billing']]]) },
    ...notHardened,
    level: 'lower',
    missing: ['user-dedicated'],
  },
  {
    name: 'user shared with a connected app of the same name',
    subject: open,
    around: { appsByUser: new Map([[USERNAME, ['ConnectedApp:Billing', 'ExternalClientApplication:Billing']]]) },
    ...notHardened,
    missing: ['user-dedicated'],
  },
  {
    name: 'some apps not read',
    subject: open,
    around: { allAppsRead: false },
    ...undecided,
    level: 'lower',
    unproven: ['user-dedicated'],
  },
  {
    name: 'single apps not read',
    subject: open,
    around: { unreadApps: ['ConnectedApp:Installed'] },
    ...hardened,
  },
  {
    name: 'shared, whatever else was not read',
    subject: open,
    around: {
      allAppsRead: false,
      appsByUser: new Map([[USERNAME, ['ConnectedApp:Other', 'ExternalClientApplication:Billing']]]),
    },
    ...notHardened,
    missing: ['user-dedicated'],
  },
  {
    name: 'monitoring does not make up for anything',
    subject: openExternalClientApp({ ipRelaxation: 'Bypass', sessionTimeoutInMinutes: '15' }),
    around: { monitoring: known({ active: true, evidence: ['ApiEvent'] }) },
    ...notHardened,
    level: 'higher',
    factors: { monitoring: 'present', 'session-timeout': 'present' },
  },
  {
    name: 'no session timeout of its own',
    subject: openExternalClientApp({ ipRelaxation: 'Bypass' }),
    ...notHardened,
    factors: { 'session-timeout': 'absent' },
  },
  {
    name: 'two policies on, both hardened',
    subject: externalClientApp({ policies: [openPolicy({}, 'One'), openPolicy({}, 'Two')] }),
    ...hardened,
  },
  {
    name: 'two policies on, one of them relaxed: the worst speaks',
    subject: externalClientApp({
      policies: [openPolicy({}, 'One'), openPolicy({ ipRelaxation: 'Bypass' }, 'Two')],
    }),
    ...notHardened,
    level: 'higher',
    factors: { 'network-restricted': 'absent' },
  },
  {
    name: 'two policies on, the unproven one first',
    subject: externalClientApp({
      policies: [openPolicy({ ipRelaxation: 'Sometimes' }, 'One'), openPolicy({}, 'Two')],
    }),
    ...undecided,
    level: 'baseline',
  },
  {
    name: 'two policies on, of one level: the one that is not hardened speaks',
    subject: externalClientApp({
      policies: [openPolicy({}, 'One'), openPolicy({ executionUser: 'shared@example.com' }, 'Two')],
    }),
    around: {
      users: new Map([
        [USERNAME, executionUser()],
        ['shared@example.com', executionUser({ username: 'shared@example.com' })],
      ]),
      appsByUser: new Map([
        [USERNAME, ['ExternalClientApplication:Billing']],
        ['shared@example.com', ['ConnectedApp:Other', 'ExternalClientApplication:Billing']],
      ]),
    },
    ...notHardened,
    level: 'lower',
    factors: { 'user-dedicated': 'absent' },
    missing: ['user-dedicated'],
  },
  {
    name: 'one policy hardened, the other off',
    subject: externalClientApp({ policies: [openPolicy({}, 'One'), policy({}, 'Two')] }),
    ...hardened,
  },
  {
    name: 'one policy hardened, the other not returned',
    subject: externalClientApp({ policies: [openPolicy({}, 'One'), unreadPolicy('not-returned', 'Two')] }),
    status: 'not-evaluated',
    reason: 'policy-not-readable',
  },
  {
    name: 'one policy hardened, another on by SOQL alone',
    subject: externalClientApp({
      policies: [openPolicy({}, 'One')],
      crossCheck: known([openRow({ developerName: 'ONE' }), openRow({ developerName: 'Two' })]),
    }),
    status: 'fail',
    reason: 'enabled-by-query',
  },
  {
    name: 'off in the metadata, and a second one that only SOQL knows',
    subject: externalClientApp({
      policies: [policy({}, 'One')],
      crossCheck: known([row({ developerName: 'One' }), row({ developerName: 'Two' })]),
    }),
    status: 'not-evaluated',
    reason: 'policy-not-readable',
  },
];
