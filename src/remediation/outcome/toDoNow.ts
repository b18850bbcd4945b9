import type { Notice } from '../../posture/model.js';
import { TO_DO_NOTICES, type NoticeCode } from '../../posture/notices.js';
import { componentKey } from '../../values.js';
import { isLeftUnchanged } from '../model/meaning.js';
import type { Change, Outcome } from '../model/result.js';
import { closes, loosens, opens } from './closes.js';

/**
 * What to do after a change, for people and machines. Also if the change only may have been made, because waiting for
 * certainty would keep old tokens valid.
 */
export const toDoNow = (changes: readonly Change[], outcomes: readonly Outcome[]): Notice[] => {
  const reached = new Set(outcomes.filter(mayHaveWorked).map(({ component }) => componentKey(component)));
  const made = changes.filter(({ component }) => reached.has(componentKey(component)));
  return noticesOf([
    ...(made.some(closes) ? AFTER_CLOSING : []),
    ...(made.some((change) => opens(change) || (!closes(change) && !change.hardens)) ? AFTER_OPENING : []),
    ...(made.some((change) => change.hardens && !loosens(change) && !opens(change)) ? AFTER_HARDENING : []),
    ...(made.some(loosens) ? AFTER_LOOSENING : []),
  ]);
};

/** Files were edited, and no org has changed. */
export const toDoAfterEdits = (outcomes: readonly Outcome[]): Notice[] =>
  noticesOf(outcomes.some(mayHaveWorked) ? AFTER_EDITING : []);

const AFTER_CLOSING: readonly NoticeCode[] = [
  'tokens-to-end',
  'secret-to-rotate',
  'tree-to-audit',
  'takes-effect-later',
];
const AFTER_OPENING: readonly NoticeCode[] = ['flow-open-again', 'fails-again', 'takes-effect-later'];
const AFTER_HARDENING: readonly NoticeCode[] = ['logins-to-watch', 'tokens-to-end', 'takes-effect-later'];
const AFTER_LOOSENING: readonly NoticeCode[] = ['network-open-again', 'fails-again', 'takes-effect-later'];
const AFTER_EDITING: readonly NoticeCode[] = ['edits-to-commit', 'orgs-to-remediate', 'history-holds-secret'];

const noticesOf = (codes: readonly NoticeCode[]): Notice[] =>
  TO_DO_NOTICES.filter((code) => codes.includes(code)).map((code) => ({ code }));

/** A validation has no effect, and a change that was reverted at once has no lasting one. */
const WITHOUT_EFFECT: readonly Outcome['result'][] = ['validated', 'reverted'];

export const mayHaveWorked = (outcome: Outcome): boolean =>
  !WITHOUT_EFFECT.includes(outcome.result) && !isLeftUnchanged(outcome);
