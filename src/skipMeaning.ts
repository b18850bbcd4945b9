import type { SkipReason } from './remediation/model.js';

/**
 * `not-done`: wanted or approved, and yet not done. Every other skip is a decision that the run was right to respect;
 * `left-failing`: the app fails all the same.
 */
const MEANINGS: Readonly<Record<SkipReason, 'respected' | 'left-failing' | 'not-done'>> = {
  waived: 'respected',
  'waiver-expired': 'left-failing',
  managed: 'left-failing',
  'in-use': 'left-failing',
  'use-unknown': 'left-failing',
  'own-session': 'left-failing',
  'own-session-suspected': 'left-failing',
  'hardening-unknown': 'left-failing',
  'enabled-by-query': 'left-failing',
  'not-evaluated': 'respected',
  'checked-by-hand': 'respected',
  'not-editable': 'not-done',
  refused: 'not-done',
  'not-permitted': 'not-done',
  'not-validated': 'not-done',
  'changed-since-plan': 'not-done',
  gone: 'not-done',
  'not-read': 'not-done',
  'already-done': 'respected',
  'not-in-plan': 'left-failing',
  'nothing-to-restore': 'respected',
  'not-changed': 'respected',
  'changed-again': 'respected',
  'made-anew': 'respected',
  'key-changed': 'respected',
};

export const isNotDone = (reason: SkipReason): boolean => MEANINGS[reason] === 'not-done';

export const isLeftFailing = (reason: SkipReason): boolean => MEANINGS[reason] === 'left-failing';
