import type { Factor, FactorId, Finding } from '../../posture/model.js';
import type { Texts } from '../texts-type.js';

/** What weighs against an app: some things by being there, others by being missing. Unknown is neither. */

const BAD: readonly FactorId[] = ['secret-in-source', 'admin-profile', 'modify-all-data', 'broad-permissions'];
const MISSED: readonly FactorId[] = ['user-active', 'network-restricted', 'user-dedicated'];

/** An administrator's permissions are broad anyway: one word is enough. */
const ALREADY_SAID: Partial<Record<FactorId, readonly FactorId[]>> = {
  'modify-all-data': ['admin-profile'],
  'broad-permissions': ['admin-profile', 'modify-all-data'],
};

const inState = (factors: readonly Factor[], state: Factor['state'], ids: readonly FactorId[]): FactorId[] =>
  ids.filter((id) => factors.some((factor) => factor.factor === id && factor.state === state));

export const wordsAgainst = ({ risk }: Finding, texts: Texts): string[] => {
  const factors = risk?.factors ?? [];
  const bad = inState(factors, 'present', BAD);
  const short = (id: FactorId): string => texts.say('factors', `${id}.short`);
  return [
    ...bad.filter((id) => !ALREADY_SAID[id]?.some((other) => bad.includes(other))).map(short),
    ...inState(factors, 'absent', MISSED).map((id) => texts.say('report', 'why.without', short(id))),
  ];
};
