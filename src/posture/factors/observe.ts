import { FACTORS, type App, type Factor, type FactorId, type FactorState, type ReportedUser } from '../model.js';
import { appKey, appName, shortId, userKey } from '../names.js';
import type { Context, Origin } from '../subject.js';
import { rangesOf, reportedUser, userOf, userSignals } from './executionUser.js';
import { judgeNetwork, readRelaxation, worstNetwork, type Network } from './network.js';
import { absent, fromKnown, present, unknown, type Signal, listed, shortened } from './signal.js';

/** Factors that the app's own metadata answers. */
export type AppFactor = Extract<FactorId, 'full-scope' | 'session-timeout' | 'secret-in-source' | 'certificate'>;

/** One way in: an app or a policy with the flow on, as whom it logs in, and what its metadata says around that. */
export type OpenFlow = {
  /** `Type:fullName` of what holds the flag. */
  component: string;
  origin: Origin;
  /** As whom, by each source and each copy that says something. Undefined: nobody; empty: a copy says nothing. */
  users: readonly (string | undefined)[];
  /** By each source that says something; at least one, null where none does. */
  relaxations: readonly (string | number | null)[];
  signals: Record<AppFactor, Signal>;
};

/** An open flow with everything known around it, as factors: hardening and risk both read these and nothing else. */
export type Observation = { component: string; factors: Factor[]; network: Network; user?: ReportedUser };

export const observe = (flow: OpenFlow, app: App, context: Context): Observation => {
  const users = distinct(flow.users, (username) => idOf(username, context));
  const network = networkOf(users, flow, context);
  const signals: Record<FactorId, Signal> = {
    ...flow.signals,
    ...userFactors(users, context),
    'network-restricted': networkSignal(network),
    'user-dedicated': agreed(
      'user-dedicated',
      users.map((username) => dedicatedSignal(flow.origin, username, app, context)),
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

/** The first value of each key, in their order. */
const distinct = <T>(values: readonly T[], keyOf: (value: T) => unknown): T[] =>
  [...Map.groupBy(values, keyOf).values()].flatMap((alike) => alike.slice(0, 1));

/** One user can be named by its username and by its id. */
const idOf = (username: string | undefined, context: Context): string | undefined => {
  if (username === undefined) return undefined;
  const { userId } = userOf(username, context) ?? {};
  return userId === undefined ? userKey(username) : shortId(userId);
};

/** Which state of a factor speaks against an app. */
const AGAINST: Partial<Record<FactorId, FactorState>> = {
  'user-active': 'absent',
  'user-dedicated': 'absent',
  'admin-profile': 'present',
  'modify-all-data': 'present',
  'broad-permissions': 'present',
};

/** Where sources name different users, nobody knows which holds: what one of them makes bad is bad, all else is unknown. */
const agreed = (factor: FactorId, signals: readonly Signal[]): Signal => {
  const [only, ...others] = signals;
  if (only && others.length === 0) return only;
  const bad = signals.find(({ state }) => state === AGAINST[factor]);
  return bad ?? unknown(SOURCES_DISAGREE);
};

const SOURCES_DISAGREE = 'sources-disagree';

const userFactors = (users: readonly (string | undefined)[], context: Context): ReturnType<typeof userSignals> => {
  const each = users.map((username) => userSignals(username, userOf(username, context)));
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

const networkOf = (users: readonly (string | undefined)[], { relaxations }: OpenFlow, context: Context): Network => {
  const possible = users.flatMap((username) =>
    distinct(relaxations, readRelaxation).map((ipRelaxation) =>
      judgeNetwork({
        ipRelaxation,
        ranges: rangesOf(username, userOf(username, context)),
        everyRequest: context.enforceIpRangesEveryRequest,
      }),
    ),
  );
  return worstNetwork(possible, SOURCES_DISAGREE);
};

const networkSignal = ({ state, detail }: Network): Signal => {
  if (state === 'unknown') return unknown(detail);
  return state === 'strict' ? present(detail) : absent(detail);
};

/**
 * Sharing is proven by one other app. That there is none holds among the apps that were read; single others are told. One
 * that names the same user, and of whose flow nobody knows, leaves it open.
 */
const dedicatedSignal = (origin: Origin, username: string | undefined, app: App, context: Context): Signal => {
  if (username === undefined) return unknown('no-execution-user');
  const self = appName(app);
  const othersOf = (apps: readonly string[] | undefined): string[] => (apps ?? []).filter((name) => name !== self);
  const key = userKey(username);
  const others = othersOf(context.appsByUser.get(key));
  if (others.length > 0) return absent(shortened(others.toSorted()));
  if (origin === 'source') return unknown('source');
  const suspects = othersOf(context.suspectsByUser.get(key));
  if (suspects.length > 0) return unknown(`flow-not-known: ${listed(suspects)}`);
  if (!context.appsByUser.has(key) || !context.allAppsRead) return unknown('apps-not-read');
  const unread = context.unreadApps.filter((name) => name !== self);
  return present(unread.length > 0 ? `apps-not-read: ${listed(unread)}` : undefined);
};

const monitoringSignal = ({ monitoring }: Context): Signal =>
  fromKnown(monitoring, ({ active, evidence }) => (active ? present : absent)([...evidence].sort().join(', ')));

const recentUseSignal = (app: App, context: Context): Signal => {
  const usage = context.usage.get(appKey(app));
  if (usage === undefined || usage.status === 'unknown') return unknown();
  return usage.status === 'seen' ? present(usage.lastLogin) : absent();
};
