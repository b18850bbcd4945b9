import type { ControlId, FactorId, Finding, Target } from '../model.js';

/** What raises a risk to "higher", as far as an org has to be asked for it. */
const RAISING: Readonly<Record<ControlId, readonly FactorId[]>> = {
  'connected-app-client-credentials': ['admin-profile', 'modify-all-data'],
  'eca-client-credentials-policy': ['broad-permissions', 'network-restricted'],
  'eca-flow-enablement': ['broad-permissions', 'network-restricted'],
};

/** A file that should hold an app's settings could not be read, or does not tell whose they are. */
const RAISING_IN_SOURCE: readonly FactorId[] = ['secret-in-source'];

/**
 * Whether the risk may be higher than its level says: what would raise it could not be read, be it that a step failed or
 * that the org did not tell. Of users and networks files never tell, so that it is no news of any one of them.
 */
export const isAtLeast = ({ control, risk, executionUser }: Finding, { kind }: Pick<Target, 'kind'>): boolean => {
  if (!risk || risk.level === 'higher' || (kind === 'org' && !executionUser)) return false;
  const raising = kind === 'org' ? RAISING[control] : RAISING_IN_SOURCE;
  return raising.some((factor) => risk.factors.some((one) => one.factor === factor && one.state === 'unknown'));
};
