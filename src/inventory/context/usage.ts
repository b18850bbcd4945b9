import type { Usage } from '../../posture/model.js';
import { appKey, fold, userKey, fullNameOf, shortId } from '../../posture/names.js';
import { defined } from '../../values.js';
import { usersOf, type FlowApp } from '../apps/flowApps.js';
import type { Logins } from './loginRows.js';
import type { LoginHistory } from './logins.js';
import type { UserRecord } from './users.js';

type Candidate = { key: string; names: string[]; isNameKnown: boolean; userIds: string[]; areUsersKnown: boolean };

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
  const found = candidatesOf(apps, users);
  const candidates = found.all;
  const seen = new Map<Candidate, Logins[]>();
  const doubtful = new Set<Candidate>();
  for (const logins of history.groups) {
    const { takers, isCertain } = attribute(logins, found);
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

/** Which apps each group of log-ins may be of. */
export const attributed = <L extends Logins>(
  groups: readonly L[],
  apps: readonly FlowApp[],
  users: ReadonlyMap<string, UserRecord>,
): { logins: L; keys: string[]; isCertain: boolean }[] => {
  const found = candidatesOf(apps, users);
  return groups.map((logins) => {
    const { takers, isCertain } = attribute(logins, found);
    return { logins, keys: takers.map(({ key }) => key), isCertain };
  });
};

const candidatesOf = (apps: readonly FlowApp[], users: ReadonlyMap<string, UserRecord>): Candidates => {
  const all = apps.map((app) => toCandidate(app, users));
  return { all, byName: index(all, ({ names }) => names), byUser: index(all, ({ userIds }) => userIds) };
};

const toCandidate = (flowApp: FlowApp, users: ReadonlyMap<string, UserRecord>): Candidate => {
  const { app, executionUsers } = flowApp;
  const isKnown = (username: string): boolean => users.get(userKey(username))?.userId !== undefined;
  const userIds = usersOf(flowApp)
    .flatMap((username) => users.get(userKey(username))?.userId ?? [])
    .map(shortId);
  return {
    key: appKey(app),
    names: [...new Set([app.label ?? app.name, app.name, fullNameOf(app)].map(spelling))],
    isNameKnown: app.label !== undefined,
    userIds,
    areUsersKnown: executionUsers.every(isKnown),
  };
};

const spelling = (name: string): string => fold(name.normalize().trim());

const index = (candidates: readonly Candidate[], keysOf: (candidate: Candidate) => readonly string[]): Index => {
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

type Index = ReadonlyMap<string, Candidate[]>;
type Candidates = { all: readonly Candidate[]; byName: Index; byUser: Index };
type Attribution = { takers: readonly Candidate[]; isCertain: boolean };

/**
 * A log-in names its application by label and no id. So it counts for every app of that name that runs as its user,
 * else for every app of that name, whose user may have changed since.
 */
const attribute = (logins: Logins, candidates: Candidates): Attribution => {
  const { application, subType, userId } = logins;
  if (subType !== '' && !mayBeClientCredentials(subType)) return { takers: [], isCertain: true };
  const named = candidates.byName.get(spelling(application)) ?? [];
  const both = named.filter(({ userIds }) => userId !== undefined && userIds.includes(userId));
  const isCertain = isClientCredentials(subType);
  if (named.length > 0) return { takers: both.length > 0 ? both : named, isCertain };
  return { takers: subType === '' ? [] : unnamed(logins, candidates), isCertain: false };
};

/** A name of no app may be an old one of an app of that user. No name at all is of an app of that user, else of any. */
const unnamed = ({ application, userId }: Logins, { all, byUser }: Candidates): readonly Candidate[] => {
  const own = userId === undefined ? undefined : byUser.get(userId);
  if (!own && application === '') return all;
  return [...(own ?? []), ...all.filter(({ isNameKnown }) => !isNameKnown)];
};

/** Documents and event logs spell it in different ways. */
const isClientCredentials = (subType: string): boolean => /^oauthclientcredentials?$/.test(lettersOf(subType));

/** A word that nobody documents and that speaks of this flow proves no use, and keeps "no evidence" from being said. */
const mayBeClientCredentials = (subType: string): boolean => lettersOf(subType).includes('clientcredential');

const lettersOf = (subType: string): string => fold(subType).replace(/[^a-z]/g, '');

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
