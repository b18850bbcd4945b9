import type { IpRange } from '../../../src/metadata/facts.js';
import type { BroadPermission } from '../../../src/posture/model.js';
import type { ExecutionUser } from '../../../src/posture/subject.js';
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
} from '../builders.js';
import type { Case } from './case.js';

const open = openExternalClientApp();
const disable = { automatic: true, action: 'disable-policy' } as const;
const hardened = { status: 'pass', reason: 'hardened' } as const;
const notHardened = { status: 'fail', reason: 'not-hardened' } as const;
const undecided = { status: 'fail', reason: 'hardening-unknown' } as const;
const byRanges = (...ranges: IpRange[]): ExecutionUser => executionUser({ loginIpRanges: known(ranges) });
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
    unproven: ['user-active', 'broad-permissions', 'network-restricted'],
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
