import type { FactorId, FactorState, RiskLevel } from '../model.js';
import type { Observation } from './observe.js';

export type Condition = (observation: Observation) => boolean;

/**
 * One condition of `higher` is enough, and takes precedence. `lower` requires all of its conditions. Otherwise the risk
 * is `baseline`.
 */
export type RiskRules = { higher: readonly Condition[]; lower: readonly Condition[] };

/** Compares with a state by name, so that "unknown" never counts as that state. */
export const seen =
  (factor: FactorId, state: Exclude<FactorState, 'unknown'>): Condition =>
  ({ factors }) =>
    factors.some((candidate) => candidate.factor === factor && candidate.state === state);

export const networkOpen: Condition = ({ network }) => network.state === 'open';

const LEVELS: readonly RiskLevel[] = ['higher', 'baseline', 'lower'];

export const levelOf = (observation: Observation, { higher, lower }: RiskRules): RiskLevel => {
  if (higher.some((holds) => holds(observation))) return 'higher';
  return lower.every((holds) => holds(observation)) ? 'lower' : 'baseline';
};

/** The worst of several open flows speaks for the app; of equals one whose risk may be higher, then the first. */
export const worstOf = (
  observations: readonly Observation[],
  rules: RiskRules,
  mayBeHigher: Condition,
): { level: RiskLevel; observation: Observation } | undefined => {
  const judged = observations.map((observation) => ({ level: levelOf(observation, rules), observation }));
  const rank = ({ level, observation }: (typeof judged)[number]): number =>
    LEVELS.indexOf(level) * 2 + (mayBeHigher(observation) ? 0 : 1);
  return judged.toSorted((a, b) => rank(a) - rank(b))[0];
};
