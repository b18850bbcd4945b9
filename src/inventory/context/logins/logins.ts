import type { OrgDoor } from '../../../org/door.js';
import type { OrgProblem } from '../../../org/problem.js';
import { together } from '../../../org/requests/together.js';
import type { CallerPermissions } from '../../apps/callerPermissions.js';
import { mayNotSee, why, type Coverage } from '../../coverage.js';
import { groupedLogins, isWorthAskingAgain, loginsOfUsers, RAW_PAGES } from './loginQueries.js';
import { keyOf, type Logins } from './loginRows.js';

export type LoginHistory = {
  groups: Logins[];
  /** True: a login that isn't in it didn't happen. All logins of all users were read, by a caller who can see them. */
  isComplete: boolean;
};

export type WantedLogins = { isNeeded: boolean; userIds: readonly string[]; days: number };

const STEP = 'query-login-history';

/** The history wasn't searched, so nothing is known to be absent. */
const NOTHING_READ: LoginHistory = { groups: [], isComplete: false };

/** The logins that were found, and why they may be incomplete. */
export type FoundLogins = { groups: Logins[]; shortfall?: { problem: OrgProblem } | { pages: number } };

/** Logins of all users, because an app may have run as another user before. */
export const readLogins = async (
  door: OrgDoor,
  { isNeeded, userIds, days }: WantedLogins,
  caller: CallerPermissions,
  coverage: Coverage,
): Promise<LoginHistory> => {
  if (days === 0 || !isNeeded) {
    coverage.skipped(STEP, days === 0 ? 'usage-days: 0' : 'no-flow-on');
    return NOTHING_READ;
  }
  const { groups, shortfall } = await findLogins(door, userIds, days);
  const seesOthers = caller.maySeeLoginHistory.known && caller.maySeeLoginHistory.value;
  if (shortfall)
    coverage.failed(STEP, 'problem' in shortfall ? why(shortfall.problem) : `incomplete: ${shortfall.pages} pages`);
  else if (!seesOthers) coverage.failed(STEP, mayNotSee(caller.maySeeLoginHistory, caller.missingForLoginHistory));
  else coverage.ok(STEP, groups.length);
  return { groups, isComplete: !shortfall && seesOthers };
};

/** What an org rejects as too much is asked for in parts. */
export const findLogins = async (door: OrgDoor, userIds: readonly string[], days: number): Promise<FoundLogins> => {
  const everybody = await groupedLogins(door, ['UserId', 'LoginSubType', 'Application'], days);
  if (everybody.ok) return { groups: everybody.value };
  const { problem } = everybody;
  return isWorthAskingAgain(problem) || problem.code === 'timeout'
    ? findInParts(door, userIds, days)
    : { groups: [], shortfall: { problem } };
};

/**
 * Two smaller queries: the logins of today's Run As users by application, and those of all users by application alone,
 * which has few groups.
 */
const findInParts = async (door: OrgDoor, userIds: readonly string[], days: number): Promise<FoundLogins> => {
  const [ofUsers, ofAll] = await together([
    loginsOfUsers(door, userIds, days),
    groupedLogins(door, ['LoginSubType', 'Application'], days),
  ]);
  const own = ofUsers.ok ? ofUsers.value.groups : [];
  const groups = [...own, ...(ofAll.ok ? ofOthers(ofAll.value, own) : [])];
  if (!ofUsers.ok) return { groups, shortfall: ofUsers };
  if (!ofAll.ok) return { groups, shortfall: ofAll };
  return ofUsers.value.isComplete ? { groups } : { groups, shortfall: { pages: RAW_PAGES } };
};

/** The logins of all users minus those of the users that were queried separately. */
const ofOthers = (all: readonly Logins[], own: readonly Logins[]): Logins[] => {
  const known = Map.groupBy(own, keyOf);
  return all.flatMap((whole) => {
    const parts = known.get(keyOf(whole)) ?? [];
    const logins = whole.logins - parts.reduce((sum, part) => sum + part.logins, 0);
    return logins > 0 ? [{ ...whole, logins }] : [];
  });
};
