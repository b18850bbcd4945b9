import type { ControlId, FactorId, Finding, Target } from '../model.js';

/** What raises a risk to "higher", as far as an org has to be asked for it. */
const RAISING: Readonly<Record<ControlId, readonly FactorId[]>> = {
  'connected-app-client-credentials': ['admin-profile', 'modify-all-data'],
  'eca-client-credentials-policy': ['broad-permissions', 'network-restricted'],
  'eca-flow-enablement': ['broad-permissions', 'network-restricted'],
};

/**
 * Whether the risk may be higher than its level says: what would raise it could not be read, be it that a step failed or
 * that the org did not tell. Files never tell it, so that it is no news of any one of them.
 */
export const isAtLeast = ({ control, risk, executionUser }: Finding, { kind }: Pick<Target, 'kind'>): boolean => {
  if (kind !== 'org' || !risk || risk.level === 'higher' || !executionUser) return false;
  return RAISING[control].some((factor) =>
    risk.factors.some((one) => one.factor === factor && one.state === 'unknown'),
  );
};
