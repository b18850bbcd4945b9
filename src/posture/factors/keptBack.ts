import type { Finding } from '../model.js';

/** Why a remediation skips a failing app whose clients may still use it. An audit shows this in advance. */
export type KeptBack = 'in-use' | 'use-unknown';

export const keptBackByUse = ({ usage }: Pick<Finding, 'usage'>): KeptBack | undefined => {
  if (usage?.status === 'seen') return 'in-use';
  return usage?.status === 'no-evidence' ? undefined : 'use-unknown';
};
