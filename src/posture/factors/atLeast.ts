import type { ControlId, Factor, FactorId, Finding, Target } from '../model.js';
import { mayBeOpen } from './network.js';

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
  if (!risk || risk.level === 'higher') return false;
  return kind === 'org'
    ? mayRise(control, risk.factors, executionUser !== undefined)
    : isAnyUnknown(RAISING_IN_SOURCE, risk.factors);
};

/** As a report for machines has to state it, which has no words of its own for a level. */
export const statedRisk = (finding: Finding, target: Pick<Target, 'kind'>): Finding['risk'] =>
  finding.risk && isAtLeast(finding, target) ? { ...finding.risk, atLeast: true } : finding.risk;

/** Where nobody can log in, what that user may do is no question. From where is one for whoever is chosen next. */
export const mayRise = (control: ControlId, factors: readonly Factor[], hasUser: boolean): boolean =>
  (hasUser && isAnyUnknown(RAISING[control], factors)) ||
  factors.some(({ factor, detail }) => RAISING[control].includes(factor) && mayBeOpen(detail));

const isAnyUnknown = (ids: readonly FactorId[], factors: readonly Factor[]): boolean =>
  factors.some(({ factor, state }) => ids.includes(factor) && state === 'unknown');
