import { defined } from '../defined.js';
import type { Usage } from '../posture/model.js';
import { appKey, fold } from '../posture/names.js';
import type { FlowApp } from './flowApps.js';
import { fullNameOf, shortId } from './names.js';
import type { LoginHistory, Logins } from './usageLogins.js';
import type { UserRecord } from './users.js';

type Candidate = { key: string; names: string[]; userIds: string[]; areUsersKnown: boolean };

/** The org forgets older log-ins: nothing can be said of them. */
const KEPT_DAYS = 180;

/** "No evidence" is said only where nothing that was seen, or could not be seen, might be the app's use. */
export const usageOf = (
  apps: readonly FlowApp[],
  users: ReadonlyMap<string, UserRecord>,
  history: LoginHistory,
  usageDays: number,
): ReadonlyMap<string, Usage> => {
  const windowDays = Math.min(usageDays, KEPT_DAYS);
  const candidates = apps.map((app) => toCandidate(app, users));
  const byName = index(candidates, ({ names }) => names);
  const byUser = index(candidates, ({ userIds }) => userIds);
  const seen = new Map<Candidate, Logins[]>();
  const doubtful = new Set<Candidate>();
  for (const logins of history.groups) {
    const { takers, isCertain } = attribute(logins, byName, byUser);
    for (const taker of takers) {
      if (isCertain) seen.set(taker, [...(seen.get(taker) ?? []), logins]);
      else doubtful.add(taker);
    }
  }
  const conclude = (candidate: Candidate): Usage => {
    const logins = seen.get(candidate);
    if (logins) return { status: 'seen', windowDays, ...total(logins) };
    const isUnused = history.isComplete && candidate.areUsersKnown && !doubtful.has(candidate);
    return { status: isUnused ? 'no-evidence' : 'unknown', windowDays };
  };
  return new Map(candidates.map((candidate) => [candidate.key, conclude(candidate)]));
};

const toCandidate = ({ app, executionUsers }: FlowApp, users: ReadonlyMap<string, UserRecord>): Candidate => {
  const userIds = executionUsers.flatMap((username) => users.get(fold(username))?.userId ?? []).map(shortId);
  return {
    key: appKey(app),
    names: [...new Set([app.label ?? app.name, app.name, fullNameOf(app)].map(spelling))],
    userIds,
    areUsersKnown: userIds.length === executionUsers.length,
  };
};

const spelling = (name: string): string => fold(name.normalize().trim());

const index = (
  candidates: readonly Candidate[],
  keysOf: (candidate: Candidate) => readonly string[],
): ReadonlyMap<string, Candidate[]> => {
  const found = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    for (const key of keysOf(candidate)) {
      const others = found.get(key);
      if (others) others.push(candidate);
      else found.set(key, [candidate]);
    }
  }
  return found;
};

type Attribution = { takers: readonly Candidate[]; isCertain: boolean };

/**
 * A log-in names its application by label and no id. So it counts for every app of that name that runs as its user,
 * else for every app of that name (whose user may have changed since), else it may be of any app of its user.
 */
const attribute = (
  { application, subType, userId }: Logins,
  byName: ReadonlyMap<string, Candidate[]>,
  byUser: ReadonlyMap<string, Candidate[]>,
): Attribution => {
  const named = byName.get(spelling(application)) ?? [];
  const own = byUser.get(userId) ?? [];
  const both = named.filter((candidate) => own.includes(candidate));
  if (subType === '') return { takers: both, isCertain: false };
  if (!isClientCredentials(subType)) return { takers: [], isCertain: true };
  if (named.length === 0) return { takers: own, isCertain: false };
  return { takers: both.length > 0 ? both : named, isCertain: true };
};

/** Documents and event logs spell it in different ways. */
const isClientCredentials = (subType: string): boolean =>
  /^oauthclientcredentials?$/.test(fold(subType).replace(/[^a-z]/g, ''));

const total = (all: readonly Logins[]): Pick<Usage, 'logins' | 'addresses' | 'lastLogin'> => ({
  logins: all.reduce((sum, { logins }) => sum + logins, 0),
  addresses: Math.max(...all.map(({ addresses }) => addresses)),
  ...defined({ lastLogin: latest(all) }),
});

const latest = (all: readonly Logins[]): string | undefined =>
  all
    .flatMap(({ lastLogin }) => lastLogin ?? [])
    .sort()
    .at(-1);
