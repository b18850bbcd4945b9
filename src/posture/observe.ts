import { rangesOf, reportedUser, userOf, userSignals } from './executionUser.js';
import { FACTORS, type App, type Factor, type FactorId, type ReportedUser } from './model.js';
import { appKey, appName, fold } from './names.js';
import { judgeNetwork, type Network } from './network.js';
import { absent, fromKnown, present, unknown, type Signal, listed, shortened } from './signal.js';
import type { Context, Origin } from './subject.js';

/** Factors that the app's own metadata answers. */
export type AppFactor = Extract<FactorId, 'full-scope' | 'session-timeout' | 'secret-in-source' | 'certificate'>;

/** One way in: an app or a policy with the flow on, as whom it logs in, and what its metadata says around that. */
export type OpenFlow = {
  /** `Type:fullName` of what holds the flag. */
  component: string;
  origin: Origin;
  username: string | undefined;
  ipRelaxation: string | number | null;
  signals: Record<AppFactor, Signal>;
};

/** An open flow with everything known around it, as factors: hardening and risk both read these and nothing else. */
export type Observation = { component: string; factors: Factor[]; network: Network; user?: ReportedUser };

export const observe = (flow: OpenFlow, app: App, context: Context): Observation => {
  const { username } = flow;
  const user = userOf(username, context);
  const network = judgeNetwork({
    ipRelaxation: flow.ipRelaxation,
    ranges: rangesOf(username, user),
    everyRequest: context.enforceIpRangesEveryRequest,
  });
  const signals: Record<FactorId, Signal> = {
    ...flow.signals,
    ...userSignals(username, user),
    'network-restricted': networkSignal(network),
    'user-dedicated': dedicatedSignal(flow, app, context),
    monitoring: monitoringSignal(context),
    'recent-use': recentUseSignal(app, context),
    'rate-limiting': unknown(),
    'secret-age': unknown(),
  };
  return {
    component: flow.component,
    factors: FACTORS.map((factor) => ({ factor, ...signals[factor] })),
    network,
    ...(username === undefined ? {} : { user: reportedUser(username, user) }),
  };
};

const networkSignal = ({ state, detail }: Network): Signal => {
  if (state === 'unknown') return unknown(detail);
  return state === 'strict' ? present(detail) : absent(detail);
};

/** Sharing is proven by one other app. That there is none holds among the apps that were read; the others are told. */
const dedicatedSignal = ({ origin, username }: OpenFlow, app: App, context: Context): Signal => {
  if (username === undefined) return unknown('no-execution-user');
  const apps = context.appsByUser.get(fold(username));
  const self = appName(app);
  const others = (apps ?? []).filter((name) => name !== self);
  if (others.length > 0) return absent(shortened(others.toSorted()));
  if (origin === 'source') return unknown('source');
  if (apps === undefined || !context.allAppsRead) return unknown('apps-not-read');
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
