import type { Skip, SkipReason } from './remediation/model.js';

const UNDONE: readonly SkipReason[] = [
  'not-editable',
  'refused',
  'not-permitted',
  'not-validated',
  'changed-since-plan',
  'gone',
  'not-read',
];

/** Wanted or approved, and yet not done. Every other skip is a decision that the run was right to respect. */
export const isUndone = ({ reason }: Pick<Skip, 'reason'>): boolean => UNDONE.includes(reason);
