import type { ControlId, FactorId, Finding, Target } from '../model.js';

/** What raises a risk to "higher", as far as an org has to be asked for it. */
const RAISING: Readonly<Record<ControlId, readonly FactorId[]>> = {
  'connected-app-client-credentials': ['admin-profile', 'modify-all-data'],
  'eca-client-credentials-policy': ['broad-permissions', 'network-restricted'],
};

const STEPS_BEHIND: Partial<Record<FactorId, readonly string[]>> = {
  'admin-profile': ['query-users', 'list-profiles'],
  'modify-all-data': ['query-users', 'describe-permissions', 'query-permissions'],
  'broad-permissions': [
    'query-users',
    'list-profiles',
    'describe-permissions',
    'query-permissions',
    'query-object-permissions',
  ],
  'network-restricted': ['query-users', 'list-profiles', 'retrieve-profiles-and-settings'],
};

/** Whether the risk may be higher than its level says: what would raise it could not be read, because a step failed. */
export const isAtLeast = (
  { control, risk, executionUser }: Finding,
  { coverage }: Pick<Target, 'coverage'>,
): boolean => {
  if (!risk || risk.level === 'higher' || !executionUser) return false;
  const failed = coverage.filter(({ status }) => status === 'failed').map(({ step }) => step);
  return RAISING[control].some(
    (factor) =>
      risk.factors.some((one) => one.factor === factor && one.state === 'unknown') &&
      STEPS_BEHIND[factor]?.some((step) => failed.includes(step)),
  );
};
