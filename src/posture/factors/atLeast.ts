import type { ControlId, Factor, FactorId, Finding, Target } from '../model.js';
import { mayHaveHiddenUser } from './executionUser.js';
import { mayBeOpen } from './network.js';

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
  if (!risk || risk.level === 'higher') return false;
  return kind === 'org'
    ? mayRise(control, risk.factors, executionUser !== undefined)
    : isAnyUnknown(RAISING_IN_SOURCE, risk.factors);
};

/** As a report for machines has to state it, which has no words of its own for a level. */
export const statedRisk = (finding: Finding, target: Pick<Target, 'kind'>): Finding['risk'] =>
  finding.risk && isAtLeast(finding, target) ? { ...finding.risk, atLeast: true } : finding.risk;

/** If no user can log in, that user's permissions don't matter. The network does, for the next user. */
export const mayRise = (control: ControlId, factors: readonly Factor[], hasUser: boolean): boolean =>
  ((hasUser || mayHaveHiddenUser(factors)) && isAnyUnknown(RAISING[control], factors)) ||
  factors.some(({ factor, detail }) => RAISING[control].includes(factor) && mayBeOpen(detail));

const isAnyUnknown = (ids: readonly FactorId[], factors: readonly Factor[]): boolean =>
  factors.some(({ factor, state }) => ids.includes(factor) && state === 'unknown');
