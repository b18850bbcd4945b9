import type { Usage } from '../../../posture/model.js';
import { appKey, fold, userKey, fullNameOf, shortId } from '../../../posture/names.js';
import { defined } from '../../../values.js';
import { usersOf, type FlowApp } from '../../apps/flowApps.js';
import { spelledAlike } from '../../apps/unlistedApps.js';
import type { UserRecord } from '../users/users.js';
import type { Logins } from './loginRows.js';
import type { LoginHistory } from './logins.js';

type Candidate = { key: string; names: string[]; isNameKnown: boolean; userIds: string[]; areUsersKnown: boolean };

/** The org deletes older logins, so nothing is known about them. */
const KEPT_DAYS = 180;

/** "No evidence" only if no login that was seen, and none that couldn't be seen, may come from the app. */
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
    const { takers, isCertain, mayBeOf = [] } = attribute(logins, found);
    for (const taker of takers) {
      if (isCertain) seen.set(taker, [...(seen.get(taker) ?? []), logins]);
      else doubtful.add(taker);
    }
    for (const other of mayBeOf) doubtful.add(other);
  }
  const conclude = (candidate: Candidate): Usage => {
    const logins = seen.get(candidate);
    if (logins) return { status: 'seen', windowDays, ...total(logins) };
    const isUnused = history.isComplete && candidate.areUsersKnown && !doubtful.has(candidate);
    return { status: isUnused ? 'no-evidence' : 'unknown', windowDays };
  };
  return new Map(candidates.map((candidate) => [candidate.key, conclude(candidate)]));
};

/** The apps that each group of logins may belong to. A group can be there twice: for apps that are certain, and for others. */
export const attributed = <L extends Logins>(
  groups: readonly L[],
  apps: readonly FlowApp[],
  users: ReadonlyMap<string, UserRecord>,
): { logins: L; keys: string[]; isCertain: boolean }[] => {
  const found = candidatesOf(apps, users);
  return groups.flatMap((logins) => {
    const { takers, isCertain, mayBeOf = [] } = attribute(logins, found);
    const keysOf = (candidates: readonly Candidate[]): string[] => candidates.map(({ key }) => key);
    return [
      { logins, keys: keysOf(takers), isCertain },
      { logins, keys: keysOf(mayBeOf), isCertain: false },
    ];
  });
};

const candidatesOf = (apps: readonly FlowApp[], users: ReadonlyMap<string, UserRecord>): Candidates => {
  const all = apps.map((app) => toCandidate(app, users));
  return {
    all,
    unlabeled: all.filter(({ isNameKnown }) => !isNameKnown),
    byName: index(all, ({ names }) => names),
    byLikeName: index(all, ({ names }) => names.map(spelledAlike)),
    byUser: index(all, ({ userIds }) => userIds),
  };
};

const toCandidate = (flowApp: FlowApp, users: ReadonlyMap<string, UserRecord>): Candidate => {
  const { app } = flowApp;
  const names = usersOf(flowApp);
  const isKnown = (username: string): boolean => users.get(userKey(username))?.userId !== undefined;
  const userIds = names.flatMap((username) => users.get(userKey(username))?.userId ?? []).map(shortId);
  return {
    key: appKey(app),
    names: [...new Set([app.label ?? app.name, app.name, fullNameOf(app)].map(spelling))],
    isNameKnown: app.label !== undefined,
    userIds,
    areUsersKnown: !flowApp.mayHideUser && names.every(isKnown),
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
/** `unlabeled`: no source gave the app's label, so its logins may have any name. */
type Candidates = {
  all: readonly Candidate[];
  unlabeled: readonly Candidate[];
  byName: Index;
  byLikeName: Index;
  byUser: Index;
};
/** `mayBeOf`: logins that don't match the app by name, but may belong to it. */
type Attribution = { takers: readonly Candidate[]; isCertain: boolean; mayBeOf?: readonly Candidate[] };

/**
 * A login has the label of its application and no ID. It counts for every app of that name that runs as the login's
 * user. If there is none, it counts for every app of that name, because the user may have been changed since.
 */
const attribute = (logins: Logins, candidates: Candidates): Attribution => {
  const { application, subType, userId } = logins;
  if (subType !== '' && !mayBeClientCredentials(subType)) return { takers: [], isCertain: true };
  const named = candidates.byName.get(spelling(application)) ?? [];
  const both = named.filter(({ userIds }) => userId !== undefined && userIds.includes(userId));
  const isCertain = isClientCredentials(subType);
  const likeNamed = formerlyLabeledSo(logins, candidates);
  if (both.length > 0) return { takers: both, isCertain, mayBeOf: likeNamed };
  if (named.length > 0)
    return { takers: named, isCertain, mayBeOf: [...formerlyCalledSo(logins, candidates), ...likeNamed] };
  return { takers: unnamed(logins, candidates), isCertain: false, mayBeOf: likeNamed };
};

/**
 * The label may have been that of an app whose API name Setup proposed for it. It keeps that name when its label is
 * changed, for example because the app that replaces it gets the label.
 */
const formerlyLabeledSo = ({ application }: Logins, { byLikeName, byName }: Candidates): readonly Candidate[] => {
  const named = byName.get(spelling(application)) ?? [];
  return (byLikeName.get(spelledAlike(application)) ?? []).filter((candidate) => !named.includes(candidate));
};

/** The name may have been that of an app of this user before another app got it. */
const formerlyCalledSo = ({ subType, userId = '' }: Logins, { byUser }: Candidates): readonly Candidate[] =>
  subType === '' ? [] : (byUser.get(userId) ?? []);

/**
 * A name that no app has may be an earlier name of an app with that user. A login without a name may come from an app
 * with that user, or if there is none, from any app. A login without a subtype may belong to any flow. It counts for an
 * app whose label is known only if it has no name either.
 */
const unnamed = ({ application, subType, userId }: Logins, found: Candidates): readonly Candidate[] => {
  const own = userId === undefined ? undefined : found.byUser.get(userId);
  if (!own && application === '' && subType !== '') return found.all;
  const isOtherFlow = subType === '' && application !== '';
  return [...(isOtherFlow ? [] : (own ?? [])), ...found.unlabeled];
};

/** The documentation and the event logs spell it differently. */
const isClientCredentials = (subType: string): boolean => /^oauthclientcredentials?$/.test(lettersOf(subType));

/** An undocumented word that mentions this flow doesn't prove use, but rules out "no evidence". */
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
