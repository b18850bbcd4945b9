import { exitCode } from '../../exitCodes.js';
import type { AuditReport, FailOn, Notice, Target } from '../../posture/model.js';
import { disagreements } from '../../posture/report/disagreements.js';
import { buildReport } from '../../posture/report/report.js';
import { applyWaivers } from '../../posture/waivers/apply.js';
import { defined } from '../../values.js';
import type { Reads } from '../doors.js';
import { against, type Baseline } from './baselineFile.js';
import type { Waivers } from './waiverFile.js';

export type Judged = {
  targets: readonly Target[];
  notices: readonly (Notice | undefined)[];
  startedAt: string;
  finishedAt: string;
  today: string;
  /** By org ID, as in `WaiverRun`. */
  orgTimes?: ReadonlyMap<string, string>;
  scope: AuditReport['scope'];
  failOn: FailOn;
  allowIncomplete: boolean;
  waivers: Pick<Waivers, 'path' | 'file'>;
  baseline: Baseline | undefined;
  /** The run was interrupted before everything was read. */
  isInterrupted?: boolean;
};

/** What was found becomes a report: waivers, then the baseline, then the exit code. */
export const conclude = (judged: Judged, tool: Reads['tool']): AuditReport => {
  const { targets, notices, today, orgTimes, scope, waivers, baseline } = judged;
  const waived = waivers.file
    ? applyWaivers(targets, waivers.file, { scope, today, path: waivers.path ?? '', ...defined({ orgTimes }) })
    : { targets, notices: [] };
  const compared = baseline ? against(baseline, waived.targets, scope) : { targets: waived.targets, notices: [] };
  const report = buildReport({
    tool,
    startedAt: judged.startedAt,
    finishedAt: judged.finishedAt,
    scope,
    targets: [...compared.targets],
    notices: [
      ...notices.filter((notice) => notice !== undefined),
      ...waived.notices,
      ...compared.notices,
      ...disagreements(compared.targets),
    ],
    failOn: judged.failOn,
    allowIncomplete: judged.allowIncomplete,
    waiverFile: waivers.path,
    ...defined({ baseline: baseline?.path }),
  });
  return judged.isInterrupted ? { ...report, gate: { ...report.gate, exitCode: exitCode('interrupted') } } : report;
};
