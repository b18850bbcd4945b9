import { APP_LEVEL_REASONS, type Finding, type Step, type Target } from './model.js';

/** What a manual check or `--allow-incomplete` may settle: the gate, the waiver file and the reports ask here. */

type Judged = Pick<Finding, 'status' | 'reason'>;
type Read = Pick<Target, 'coverage'>;

/** Steps without which a file that was not returned says nothing of its app. */
const READING_FILES: readonly string[] = ['retrieve-apps', 'read-files'];

/** The failed step that kept the app's file back. It is mended and not settled: the app's own state is unknown. */
export const stepBehind = ({ reason }: Judged, { coverage }: Read): Step | undefined =>
  reason === 'not-returned'
    ? coverage.find(({ step, status }) => status === 'failed' && READING_FILES.includes(step))
    : undefined;

export const canBeSettled = (finding: Judged, target: Read): boolean =>
  finding.status === 'not-evaluated' &&
  APP_LEVEL_REASONS.includes(finding.reason) &&
  stepBehind(finding, target) === undefined;

export const isSettledByHand = (finding: Finding, target: Read): boolean =>
  finding.manualCheck !== undefined && canBeSettled(finding, target);
