import { isFields } from '../../values.js';
import type { Outcome, OutcomeProblem, OutcomeResult, SkipReason } from './result.js';

/**
 * `not-done`: requested or approved, but not done. Any other skip is a decision that the run respects. `left-failing`:
 * the app still fails.
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
  'harden-no-user': 'left-failing',
  'harden-user-unknown': 'left-failing',
  'harden-user-inactive': 'left-failing',
  'harden-user-shared': 'left-failing',
  'harden-not-api-only': 'left-failing',
  'harden-permissions-unknown': 'left-failing',
  'harden-broad': 'left-failing',
  'harden-not-admitted': 'left-failing',
  'harden-ranges-unknown': 'left-failing',
  'harden-no-ranges': 'left-failing',
  'harden-ranges-not-strict': 'left-failing',
  'harden-addresses-outside': 'left-failing',
  'harden-addresses-unclear': 'left-failing',
  'harden-addresses-unknown': 'left-failing',
  'harden-no-logins': 'left-failing',
  'harden-sources-disagree': 'left-failing',
  'harden-relaxation-hidden': 'left-failing',
  'harden-set-already': 'left-failing',
};

export const isNotDone = (reason: SkipReason): boolean => MEANINGS[reason] === 'not-done';

export const isLeftFailing = (reason: SkipReason): boolean => MEANINGS[reason] === 'left-failing';

/** Of the reasons that are `not-done`, those whose app would still have to be changed. */
const NOT_POSSIBLE: readonly SkipReason[] = ['not-editable', 'refused', 'not-permitted', 'not-validated'];

export const isNotPossible = (reason: SkipReason): boolean => NOT_POSSIBLE.includes(reason);

/** Nothing is left to do, or a person decided so, even for an app that `--app` names exactly. */
const SETTLED: readonly SkipReason[] = ['waived', 'already-done', 'not-in-plan', 'nothing-to-restore'];

export const isSettled = (reason: SkipReason): boolean => SETTLED.includes(reason);

const AS_BEFORE: readonly unknown[] = [
  'deploy-failed',
  'rolled-back-with',
  'not-sent-again',
  'changed-by-others',
  'not-written',
] satisfies OutcomeProblem['code'][];
const NOT_TRIED: OutcomeResult = 'not-attempted';

/** Also for an outcome in a file: the run didn't change the component, even if others did. */
export const isLeftUnchanged = ({ result, problem }: KeptOutcome): boolean =>
  result === NOT_TRIED || (isFields(problem) && AS_BEFORE.includes(problem.code));

type KeptOutcome = { result?: unknown; problem?: unknown };

/** According to the org, the run changed nothing, so what differs is the work of others. Only a user can undo that. */
export const mayBeOthersWork = (outcome: KeptOutcome): boolean =>
  isLeftUnchanged(outcome) || (isFields(outcome.problem) && outcome.problem.code === OF_BOTH);

const OF_BOTH: unknown = 'failed-yet-changed' satisfies OutcomeProblem['code'];

const ENDS: readonly unknown[] = ['Succeeded', 'SucceededPartial', 'Failed', 'Canceled', 'FinalizingFailed'];

/** After any other status, including unknown ones, a deploy may still change something. */
export const isDeployEnded = (status: unknown): boolean => ENDS.includes(status);

/** Whether the deploy of the change hasn't ended, as far as this run saw. */
export const isRunning = ({ problem }: Outcome): boolean => problem?.code === 'still-running';

/** Whether the change was sent, and reading it back doesn't confirm it. */
export const isUnconfirmed = ({ result, problem }: Outcome): boolean =>
  result === 'reverted' ||
  result === 'altered' ||
  problem?.code === 'deploy-unknown' ||
  problem?.code === 'failed-yet-as-meant' ||
  problem?.code === 'failed-yet-changed' ||
  problem?.code === 'not-read-back';
