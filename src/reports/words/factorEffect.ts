import type { Factor, FactorId } from '../../posture/model.js';

/** What a factor does to the risk, shown as a mark beside its sentence. */
export type Effect = 'up' | 'down' | 'even';

/** What a factor that is present does to the risk. One that is absent does the opposite. */
const PRESENT: Readonly<Record<FactorId, Effect>> = {
  'admin-profile': 'up',
  'modify-all-data': 'up',
  'broad-permissions': 'up',
  'user-active': 'down',
  'network-restricted': 'down',
  'user-dedicated': 'down',
  monitoring: 'down',
  'rate-limiting': 'down',
  person: 'up',
  'full-scope': 'up',
  'session-timeout': 'even',
  'secret-in-source': 'up',
  certificate: 'even',
  'secret-age': 'even',
  'recent-use': 'even',
};
const OPPOSITE = { up: 'down', down: 'up', even: 'even' } as const;

export const effectOf = ({ factor, state }: Factor): Effect =>
  state === 'present' ? PRESENT[factor] : OPPOSITE[PRESENT[factor]];
