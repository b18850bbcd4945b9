import type { SkipReason } from './remediation/model.js';

/** Wanted or approved, and yet not done. Every other skip is a decision that the run was right to respect. */
export const NOT_DONE: readonly SkipReason[] = [
  'not-editable',
  'refused',
  'not-permitted',
  'not-validated',
  'changed-since-plan',
  'gone',
  'not-read',
];
