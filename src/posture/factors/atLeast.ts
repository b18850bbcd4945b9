import type { ControlId, FactorId, Finding, Target } from '../model.js';

/** The factors that raise a risk to "higher" and that an org has to be asked for. */
const RAISING: Readonly<Record<ControlId, readonly FactorId[]>> = {
  'connected-app-client-credentials': ['admin-profile', 'modify-all-data'],
  'eca-client-credentials-policy': ['broad-permissions', 'network-restricted'],
  'eca-flow-enablement': ['broad-permissions', 'network-restricted'],
};

/** Unknown if a file that may contain the app's secret couldn't be read, or doesn't name its app. */
const RAISING_IN_SOURCE: readonly FactorId[] = ['secret-in-source'];

/**
 * Whether the risk may be higher than its level: a factor that would raise it is unknown, because a step failed or the
 * org didn't show it. Files never show users and networks, so these don't count for a source tree.
 */
export const isAtLeast = ({ control, risk, executionUser }: Finding, { kind }: Pick<Target, 'kind'>): boolean => {
  if (!risk || risk.level === 'higher' || (kind === 'org' && !executionUser)) return false;
  const raising = kind === 'org' ? RAISING[control] : RAISING_IN_SOURCE;
  return raising.some((factor) => risk.factors.some((one) => one.factor === factor && one.state === 'unknown'));
};
