import type { IpRange } from '../../metadata/facts.js';
import type { Known } from '../known.js';
import type { BroadPermission, Factor, FactorId, ReportedUser } from '../model.js';
import { fold, userKey } from '../names.js';
import type { Context, ExecutionUser } from '../subject.js';
import { MODIFY_ALL_DATA } from './broadPermissions.js';
import { measureRanges } from './network.js';
import { absent, fromKnown, present, unknown, type Signal, listed } from './signal.js';

/** Factors about the Run As user: who it is and what it can do. */

export const NOBODY = 'no-execution-user';
export const NOT_READ = 'user-not-read';
/** No user is shown, and the org may not show the user of such an app. */
export const NOT_SHOWN = 'user-not-shown';

/**
 * What an app without a user leaves unknown, if another source or the org itself may have one that wasn't read: what such
 * a user may do, or also whether there is one.
 */
export type MayHideUser = 'rights' | 'all';

/** Whether the app may have a Run As user whom the org doesn't show. */
export const mayHaveHiddenUser = (factors: readonly Factor[]): boolean =>
  factors.some(
    ({ factor, state, detail }) => factor === 'broad-permissions' && state === 'unknown' && detail === NOT_SHOWN,
  );

export const userOf = (username: string | undefined, context: Context): ExecutionUser | undefined =>
  username === undefined ? undefined : context.users.get(userKey(username));

type UserFactor = Extract<
  FactorId,
  'user-active' | 'admin-profile' | 'modify-all-data' | 'broad-permissions' | 'person'
>;

export const userSignals = (
  username: string | undefined,
  user: ExecutionUser | undefined,
  mayHideUser?: MayHideUser,
): Record<UserFactor, Signal> => {
  if (!user) {
    const nothing = unknown(username !== undefined ? NOT_READ : mayHideUser ? NOT_SHOWN : NOBODY);
    return {
      'user-active': username === undefined && mayHideUser !== 'all' ? absent(NOBODY) : nothing,
      'admin-profile': nothing,
      'modify-all-data': nothing,
      'broad-permissions': nothing,
      person: nothing,
    };
  }
  return {
    'user-active': activeSignal(user),
    'admin-profile': fromKnown(user.adminProfile, (admin) => (admin ? present : absent)(user.profile?.name)),
    'modify-all-data': modifyAllDataSignal(user),
    'broad-permissions': broadSignal(user),
    person: fromKnown(user.person, (person) => (person ? present : absent)(user.licence)),
  };
};

const activeSignal = ({ state }: ExecutionUser): Signal => {
  if (state === 'active') return present();
  return state === 'unknown' ? unknown(NOT_READ) : absent(state);
};

const isModifyAllData = (permission: string): boolean => fold(permission) === fold(MODIFY_ALL_DATA);

const modifyAllDataSignal = ({ permissions }: ExecutionUser): Signal =>
  fromKnown(permissions, ({ granted, unread }) => {
    const sources = granted.filter(({ permission }) => isModifyAllData(permission)).map(({ via }) => via);
    if (sources.length > 0) return present(listed(sources));
    return unread.some(isModifyAllData) ? unknown(MODIFY_ALL_DATA) : absent();
  });

/** One known broad permission is enough. That there is none requires that all of them were read. */
const broadSignal = (user: ExecutionUser): Signal => {
  const found = [
    ...(user.adminProfile.known && user.adminProfile.value ? [user.profile?.name ?? 'Admin'] : []),
    ...broadPermissions(user).map(({ permission }) => permission),
  ];
  if (found.length > 0) return present(listed(found));
  const unread = [user.adminProfile, user.permissions, user.modifyAllObjects].flatMap((part) =>
    part.known ? [] : [part.why],
  );
  if (user.permissions.known) unread.push(...user.permissions.value.unread);
  return unread.length > 0 ? unknown(listed(unread)) : absent();
};

const broadPermissions = ({ permissions, modifyAllObjects }: ExecutionUser): BroadPermission[] =>
  [
    ...(permissions.known ? permissions.value.granted : []),
    ...(modifyAllObjects.known ? modifyAllObjects.value : []),
  ].sort((a, b) => compare(a.permission, b.permission) || compare(a.via, b.via));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The login IP ranges count only if the user was found: those of another user prove nothing. */
export const rangesOf = (
  username: string | undefined,
  user: ExecutionUser | undefined,
  mayHideUser?: MayHideUser,
): Known<readonly IpRange[]> | undefined => {
  if (username === undefined) return mayHideUser === 'all' ? { known: false, why: NOT_SHOWN } : undefined;
  if (!user) return { known: false, why: NOT_READ };
  return user.state === 'active' || user.state === 'inactive'
    ? user.loginIpRanges
    : { known: false, why: `user-${user.state}` };
};

export const reportedUser = (username: string, user: ExecutionUser | undefined): ReportedUser => {
  if (!user) return { username, state: 'unknown' };
  const ranges = user.loginIpRanges;
  const broad = broadPermissions(user);
  // An empty list would say that the user has none, so it needs the same proof as the factor.
  const isTold = broad.length > 0 || broadSignal(user).state === 'absent';
  return {
    username,
    state: user.state,
    ...(user.profile ? { profile: user.profile.name } : {}),
    ...(user.licence ? { licence: user.licence } : {}),
    ...(isTold ? { broadPermissions: broad } : {}),
    ...(ranges.known
      ? { loginIpRanges: { count: ranges.value.length, addresses: measureRanges(ranges.value).addresses } }
      : {}),
  };
};
