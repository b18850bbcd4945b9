import { dirname, resolve } from 'node:path';
import { apply, dryRun } from '../actions/apply.js';
import { prepareRestore, type RestoreRequest } from '../actions/restore.js';
import type { RemediationResult } from '../remediation/model.js';
import { remediationReport } from '../reports/remediation.js';
import { planReport } from '../reports/remediationPlan.js';
import { restoreTexts } from '../reports/restoreTexts.js';
import type { Run } from '../run.js';
import { screen } from '../screen.js';
import { changeDoors, type Changing } from './changeDoors.js';
import { refuseWithoutRoom } from './snapshotRoom.js';

export type RestoreRun = Changing & {
  request: RestoreRequest;
  dryRun: boolean;
  /** Without one: beside the snapshot that is restored. */
  snapshotDir: string | undefined;
  log: (text: string) => void;
};

/** Shows what is put back, asks, carries it out and shows what came of it. */
export const restoreSnapshot = async (options: RestoreRun, run: Run): Promise<RemediationResult> => {
  const { request, log } = options;
  const texts = restoreTexts(run.texts);
  const doors = changeDoors({ ...run, texts }, options);
  const below = resolve(options.snapshotDir ?? dirname(resolve(request.snapshot)));
  if (!options.dryRun) await refuseWithoutRoom(below);
  const prepared = await prepareRestore(request, doors);
  doors.progress.done();
  const { plan, door, notices } = prepared;
  const view = screen('table');
  const isApproved = options.confirmation.noPrompt && !options.dryRun;
  log(planReport({ plan, notices, org: door.identity, isApproved }, texts, view));
  const result = options.dryRun ? dryRun(prepared, doors) : await apply(prepared, below, doors);
  doors.progress.done();
  const inPipeline = process.env['CI'] !== undefined;
  // What is left to be done by hand is told at the end again, where there is anything between the two.
  const shown = { skipped: plan.skipped, notices: options.dryRun ? notices : [] };
  log(remediationReport(result, texts, { ...view, command: 'restore', inPipeline, shown }).trimEnd());
  return result;
};
