import { FACTORS, type App, type Factor, type FactorId, type FactorState, type ReportedUser } from '../model.js';
import { appKey, fold, shortId, userKey } from '../names.js';
import type { Context, Origin } from '../subject.js';
import {
  type MayHideUser,
  NOBODY,
  NOT_READ,
  NOT_SHOWN,
  rangesOf,
  reportedUser,
  userOf,
  userSignals,
} from './executionUser.js';
import { judgeNetwork, readRelaxation, worstNetwork, type Network } from './network.js';
import { absent, fromKnown, present, unknown, type Signal, listed, shortened } from './signal.js';

/** Factors that follow from the app's own metadata. */
export type AppFactor = Extract<FactorId, 'full-scope' | 'session-timeout' | 'secret-in-source' | 'certificate'>;

/** An app or policy with the flow on, the users it runs as, and the related settings in its metadata. */
export type OpenFlow = {
  /** `Type:fullName` of the component with the flag. */
  component: string;
  origin: Origin;
  /** The user in each source and each copy. Undefined: no user. Empty: the copy is empty. */
  users: readonly (string | undefined)[];
  mayHideUser?: MayHideUser | undefined;
  /** The IP relaxation in each source that has one, or null if none does. Never empty. */
  relaxations: readonly (string | number | null)[];
  /** Only SOQL shows the policy, because the metadata couldn't be read. Its IP relaxation may be another one. */
  isPolicyUnread?: boolean;
  signals: Record<AppFactor, Signal>;
};

/** The factors of a flow that is on. Hardening and risk are derived from these alone. */
export type Observation = { component: string; factors: Factor[]; network: Network; user?: ReportedUser };

export const observe = (flow: OpenFlow, app: App, context: Context): Observation => {
  const users = distinct(flow.users, (username) => idOf(username, context));
  const network = networkOf(users, flow, context);
  const signals: Record<FactorId, Signal> = {
    ...flow.signals,
    ...userFactors(users, flow, context),
    'network-restricted': networkSignal(network),
    'user-dedicated': agreed(
      'user-dedicated',
      users.map((username) => dedicatedSignal(flow, username, app, context)),
    ),
    monitoring: monitoringSignal(context),
    'recent-use': recentUseSignal(app, context),
    'rate-limiting': unknown(),
    'secret-age': unknown(),
  };
  const username = users.find(Boolean);
  return {
    component: flow.component,
    factors: FACTORS.map((factor) => ({ factor, ...signals[factor] })),
    network,
    ...(username === undefined ? {} : { user: reportedUser(username, userOf(username, context)) }),
  };
};

/** The first value for each key, in the original order. */
const distinct = <T>(values: readonly T[], keyOf: (value: T) => unknown): T[] =>
  [...Map.groupBy(values, keyOf).values()].flatMap((alike) => alike.slice(0, 1));

/** A user can be named by username or by ID. */
const idOf = (username: string | undefined, context: Context): string | undefined => {
  if (username === undefined) return undefined;
  const { userId } = userOf(username, context) ?? {};
  return userId === undefined ? userKey(username) : shortId(userId);
};

/** The state of a factor that counts against an app. */
const AGAINST: Partial<Record<FactorId, FactorState>> = {
  'user-active': 'absent',
  'user-dedicated': 'absent',
  'admin-profile': 'present',
  'modify-all-data': 'present',
  'broad-permissions': 'present',
};

/**
 * If sources name different users, it's unknown which one applies. The factor counts against the app if it does for one
 * of them, and otherwise is unknown.
 */
const agreed = (factor: FactorId, signals: readonly Signal[]): Signal => {
  const [only, ...others] = signals;
  if (only && others.length === 0) return only;
  const bad = signals.find(({ state }) => state === AGAINST[factor]);
  return bad ?? unknown(SOURCES_DISAGREE);
};

const SOURCES_DISAGREE = 'sources-disagree';
export const POLICY_NOT_READ = 'policy-not-read';

const userFactors = (
  users: readonly (string | undefined)[],
  { mayHideUser }: OpenFlow,
  context: Context,
): ReturnType<typeof userSignals> => {
  const each = users.map((username) => userSignals(username, userOf(username, context), mayHideUser));
  const of = (factor: keyof ReturnType<typeof userSignals>): Signal =>
    agreed(
      factor,
      each.map((signals) => signals[factor]),
    );
  return {
    'user-active': of('user-active'),
    'admin-profile': of('admin-profile'),
    'modify-all-data': of('modify-all-data'),
    'broad-permissions': of('broad-permissions'),
    person: of('person'),
  };
};

const networkOf = (
  users: readonly (string | undefined)[],
  { relaxations, mayHideUser, isPolicyUnread = false }: OpenFlow,
  context: Context,
): Network => {
  const shown = isPolicyUnread ? [...relaxations, null] : relaxations;
  const possible = users.flatMap((username) =>
    distinct(shown, readRelaxation).map((ipRelaxation) =>
      judgeNetwork({
        ipRelaxation,
        ranges: rangesOf(username, userOf(username, context), mayHideUser),
        everyRequest: context.enforceIpRangesEveryRequest,
      }),
    ),
  );
  return worstNetwork(possible, isPolicyUnread ? POLICY_NOT_READ : SOURCES_DISAGREE);
};

const networkSignal = ({ state, detail }: Network): Signal => {
  if (state === 'unknown') return unknown(detail);
  return state === 'strict' ? present(detail) : absent(detail);
};

/**
 * One other app with the same user disproves "dedicated". That there is none is certain only for the apps that were
 * read, and the report names the others. An app that names the same user, but whose flow is unknown, makes the result
 * unknown.
 */
const dedicatedSignal = (
  { origin, mayHideUser }: OpenFlow,
  username: string | undefined,
  app: App,
  context: Context,
): Signal => {
  if (username === undefined) return unknown(mayHideUser ? NOT_SHOWN : NOBODY);
  const self = appKey(app);
  const othersOf = (apps: readonly string[] | undefined): string[] =>
    (apps ?? []).filter((name) => fold(name) !== self);
  const key = userKey(username);
  const others = othersOf(context.appsByUser.get(key));
  if (others.length > 0) return absent(shortened(others.toSorted()));
  if (origin === 'source') return unknown('source');
  const suspects = othersOf(context.suspectsByUser.get(key));
  if (suspects.length > 0) return unknown(`flow-not-known: ${listed(suspects)}`);
  if (!context.appsByUser.has(key) || !context.allAppsRead) return unknown('apps-not-read');
  // Another app may name the same user by ID. Only the user's record shows that both names are the same user's.
  if ((userOf(username, context)?.state ?? 'unknown') === 'unknown') return unknown(NOT_READ);
  const unread = context.unreadApps.filter((name) => fold(name) !== self);
  return present(unread.length > 0 ? `apps-not-read: ${listed(unread)}` : undefined);
};

const monitoringSignal = ({ monitoring }: Context): Signal =>
  fromKnown(monitoring, ({ active, evidence }) => (active ? present : absent)([...evidence].sort().join(', ')));

const recentUseSignal = (app: App, context: Context): Signal => {
  const usage = context.usage.get(appKey(app));
  if (usage === undefined || usage.status === 'unknown') return unknown();
  return usage.status === 'seen' ? present(usage.lastLogin) : absent();
};
