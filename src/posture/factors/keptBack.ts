import type { Finding } from '../model.js';

/** Why a remediation leaves a failing app on until somebody answers for its clients. An audit tells it beforehand. */
export type KeptBack = 'in-use' | 'use-unknown';

export const keptBackByUse = ({ usage }: Pick<Finding, 'usage'>): KeptBack | undefined => {
  if (usage?.status === 'seen') return 'in-use';
  return usage?.status === 'no-evidence' ? undefined : 'use-unknown';
};
