import { resolve } from 'node:path';
import { apply, dryRun } from '../actions/apply.js';
import { prepare, type RemediateRequest } from '../actions/prepare.js';
import { savePlan } from '../actions/savedPlan.js';
import { waiverPath } from '../actions/waiverFile.js';
import { defined } from '../defined.js';
import { refuseUnwritable } from '../outputFiles.js';
import type { RemediationResult } from '../remediation/model.js';
import { planReport } from '../reports/remediationPlan.js';
import { remediationReport } from '../reports/remediation.js';
import type { Run } from '../run.js';
import { screen } from '../screen.js';
import { changeDoors, type Changing } from './changeDoors.js';
import { refuseWithoutRoom } from './snapshotRoom.js';

export type OrgRun = Changing & {
  request: RemediateRequest;
  dryRun: boolean;
  snapshotDir: string;
  savePlan: string | undefined;
  log: (text: string) => void;
};

/** Shows the plan, asks, carries it out and shows what came of it. */
export const remediateOrg = async (options: OrgRun, run: Run): Promise<RemediationResult> => {
  const { request, log } = options;
  const { texts } = run;
  const doors = changeDoors(run, options);
  const snapshotDir = resolve(options.snapshotDir);
  if (!options.dryRun) await refuseWithoutRoom(snapshotDir);
  if (options.savePlan) await refuseUnwritable([options.savePlan], [waiverPath(request.waivers)]);
  const prepared = await prepare(request, doors);
  doors.progress.done();
  if (options.savePlan) await savePlan(options.savePlan, prepared, doors);
  const view = screen('table');
  const { plan, notices, door } = prepared;
  const isApproved = options.confirmation.noPrompt && !options.dryRun;
  log(planReport({ plan, notices, org: door.identity, isApproved }, texts, view));
  const result = options.dryRun ? dryRun(prepared, doors) : await apply(prepared, snapshotDir, doors);
  doors.progress.done();
  const inPipeline = process.env['CI'] !== undefined;
  const shown = { skipped: plan.skipped, notices };
  const how = {
    ...view,
    command: 'remediate',
    inPipeline,
    shown,
    ...defined({ savedPlan: options.savePlan }),
  } as const;
  log(remediationReport(result, texts, how).trimEnd());
  return result;
};
