import { exitCode } from '../../exitCodes.js';
import type { App, Notice, OrgIdentity, Target } from '../../posture/model.js';
import { exactNamesIn } from '../../posture/namePattern.js';
import { appKey, isCalled } from '../../posture/names.js';
import { defined } from '../../values.js';
import { closes } from './closes.js';
import { isLeftFailing, isNotDone, isNotPossible, isRunning, isSettled, isUnconfirmed } from '../model/meaning.js';
import type {
  Change,
  Deploy,
  Mode,
  Outcome,
  Plan,
  RemediationResult,
  RemediationSummary,
  Skip,
} from '../model/result.js';

export type ResultParts = {
  tool: RemediationResult['tool'];
  startedAt: string;
  finishedAt: string;
  mode: Mode;
  /** Either the org or the source. */
  org?: OrgIdentity;
  source?: NonNullable<Target['source']>;
  plan: Plan;
  /** The changes are of apps that an audit found failing. A restore has no audit, and its apps needn't fail. */
  isOfFailing: boolean;
  /** The number of changes in an approved plan that the run didn't make, for whatever reason. */
  takenOut: number;
  deploys: readonly Deploy[];
  outcomes: readonly Outcome[];
  /** Apps as in `--app`. The run isn't a success if it skips one that is named exactly. */
  named?: readonly string[];
  /** The change was verified, but something else contradicts it. */
  isDoubted?: boolean;
  /** An unexpected error kept the run from reading everything. */
  brokeOff?: boolean;
  isInterrupted?: boolean;
  snapshot?: RemediationResult['snapshot'];
  after?: Target;
  notices: readonly Notice[];
};

export const buildResult = (parts: ResultParts): RemediationResult => {
  const { tool, startedAt, finishedAt, mode, org, source, snapshot, after } = parts;
  return {
    schemaVersion: 1,
    tool,
    startedAt,
    finishedAt,
    mode,
    target: { kind: source ? 'source' : 'org', ...defined({ org, source }) },
    plan: inOrder(parts.plan),
    ...defined({ snapshot }),
    deploys: [...parts.deploys],
    outcomes: parts.outcomes.toSorted(byName),
    ...defined({ after }),
    summary: summarise(parts),
    notices: [...parts.notices],
  };
};

/** The kind of run, from its outcomes. */
export const modeOf = (outcomes: readonly Outcome[]): Mode => {
  if (outcomes.some(isRunning)) return 'in-progress';
  return outcomes.length === 0 ? 'nothing-to-do' : 'applied';
};

const summarise = (parts: ResultParts): RemediationSummary => {
  const { plan, outcomes } = parts;
  const count = (result: Outcome['result']): number => outcomes.filter((outcome) => outcome.result === result).length;
  return {
    planned: plan.changes.length,
    skipped: plan.skipped.length,
    verified: count('verified'),
    validated: count('validated'),
    failed: count('failed'),
    reverted: count('reverted'),
    altered: count('altered'),
    notAttempted: count('not-attempted'),
    leftFailing: new Set(leftFailing(parts).map(({ app }) => appKey(app))).size,
    exitCode: exitCodeOf(parts),
  };
};

/** If the user answers no, the planned apps still fail, too. An app counts once, even if it's in several files. */
const leftFailing = ({ mode, isOfFailing, plan: { changes, skipped } }: ResultParts): { app: App }[] => [
  ...skipped.filter(({ reason }) => isLeftFailing(reason) || (isOfFailing && isNotPossible(reason))),
  ...(mode === 'cancelled' ? changes.filter((change) => isOfFailing || closes(change)) : []),
];

/** The exit code for the worst part of the result. */
const exitCodeOf = (parts: ResultParts): number => {
  const { mode, outcomes, isDoubted = false, brokeOff = false, isInterrupted = false } = parts;
  if (mode === 'cancelled') return exitCode('nothing-changed');
  if (outcomes.some(isRunning)) return exitCode('still-running');
  if (isDoubted || outcomes.some(isUnconfirmed)) return exitCode('not-confirmed');
  const done = outcomes.filter(({ result }) => result === 'verified').length;
  if (undone(parts) === 0) return exitCode(brokeOff ? 'not-confirmed' : 'done');
  if (done > 0) return exitCode('partly');
  return exitCode(isInterrupted || outcomes.some(wasInterrupted) ? 'interrupted' : 'nothing-changed');
};

const undone = ({ plan, outcomes, takenOut, named = [] }: ResultParts): number =>
  outcomes.filter(({ result }) => result === 'failed' || result === 'not-attempted').length +
  plan.skipped.filter((skip) => isNotDone(skip.reason) || isMissed(skip, named)).length +
  plan.notRead.length +
  takenOut;

/** The user named exactly this app, and the run didn't change it. */
const isMissed = ({ app, reason }: Skip, named: readonly string[]): boolean =>
  !isSettled(reason) && named.flatMap((one) => [one, ...exactNamesIn(one)]).some((name) => isCalled(app, name));

const wasInterrupted = ({ problem }: Outcome): boolean => problem?.code === 'interrupted';

type Named = Pick<Change, 'app'> & { component?: Change['component'] };

const byName = (one: Named, other: Named): number => (sortKey(one) < sortKey(other) ? -1 : 1);

const sortKey = ({ app, component }: Named): string => `${appKey(app)}\n${component?.fullName ?? ''}`;

const inOrder = ({ changes, skipped, ...plan }: Plan): Plan => ({
  ...plan,
  changes: changes.toSorted(byName),
  skipped: skipped.toSorted(byName),
});
