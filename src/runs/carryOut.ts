import { apply, dryRun, type ApplyDoors } from '../actions/apply.js';
import type { Prepared } from '../actions/prepare.js';
import type { Confirmation } from '../confirmation.js';
import type { Shown } from '../lostOutput.js';
import type { RemediationResult } from '../remediation/model.js';
import { remediationReport, type RemediationOptions } from '../reports/remediation.js';
import { planReport } from '../reports/remediationPlan.js';
import type { Texts } from '../reports/texts-type.js';
import { inPipeline, screen } from '../screen.js';

export type CarryingOut = {
  confirmation: Confirmation;
  dryRun: boolean;
  snapshotDir: string;
  log: (text: string) => void;
  texts: Texts;
  doors: ApplyDoors;
  shown: Shown;
  report: Pick<RemediationOptions, 'command' | 'savedPlan'>;
  /** What was told together with the plan is told at the end again, where there is anything between the two. */
  noticesTwice: boolean;
};

const CARRIED_OUT: readonly RemediationResult['mode'][] = ['applied', 'in-progress'];

/** Shows the plan, asks, carries it out and shows what came of it. A dry run ends with the plan. */
export const carryOut = async (prepared: Prepared, options: CarryingOut): Promise<RemediationResult> => {
  const { log, texts, doors, shown } = options;
  const { plan, notices, door } = prepared;
  const view = screen('table');
  const isApproved = options.confirmation.noPrompt && !options.dryRun;
  log(planReport({ plan, notices, org: door.identity, isApproved }, texts, view));
  const result = options.dryRun ? dryRun(prepared, doors) : await apply(prepared, options.snapshotDir, doors);
  shown.record = result.snapshot?.directory;
  doors.progress.done();
  const isLongAgo = options.noticesTwice && CARRIED_OUT.includes(result.mode);
  const before = { skipped: plan.skipped, notices: isLongAgo ? [] : notices };
  const how = { ...view, ...options.report, inPipeline: inPipeline(), shown: before };
  shown.attempt('stdout', () => log(remediationReport(result, texts, how).trimEnd()));
  return result;
};
