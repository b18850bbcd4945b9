import { defined } from '../../values.js';
import type { Observation } from '../factors/observe.js';
import type { Evidence, FactorId, FactorState } from '../model.js';

/** Conditions (a) to (d): all must be proven before a policy whose flow is on passes. */
const REQUIRED: ReadonlyArray<readonly [FactorId, FactorState]> = [
  ['user-active', 'present'],
  ['broad-permissions', 'absent'],
  ['network-restricted', 'present'],
  ['user-dedicated', 'present'],
];

export const PROVEN_FOR_HARDENING: readonly FactorId[] = REQUIRED.map(([factor]) => factor);

export type Proof = { factor: FactorId; result: 'proven' | 'failed' | 'unknown'; detail?: string };

export const proofsOf = ({ factors }: Observation): Proof[] =>
  REQUIRED.map(([factor, wanted]) => {
    const seen = factors.find((candidate) => candidate.factor === factor);
    const detail = defined({ detail: seen?.detail });
    if (!seen || seen.state === 'unknown') return { factor, result: 'unknown', ...detail };
    return { factor, result: seen.state === wanted ? 'proven' : 'failed', ...detail };
  });

/** Worst first. */
export const HARDENING = ['not-hardened', 'hardening-unknown', 'hardened'] as const;
export type Hardening = (typeof HARDENING)[number];

export const hardeningOf = (observations: readonly Observation[]): Hardening => {
  const results = new Set(observations.flatMap(proofsOf).map(({ result }) => result));
  if (results.has('failed')) return 'not-hardened';
  return results.has('unknown') ? 'hardening-unknown' : 'hardened';
};

export const hardeningEvidence = (observation: Observation): Evidence[] =>
  proofsOf(observation).map(({ factor, result, detail }) => ({
    source: 'judgement',
    component: observation.component,
    path: `hardening.${factor}`,
    value: detail === undefined ? result : `${result}: ${detail}`,
  }));
