import { resolve } from 'node:path';
import { prepare, type RemediateRequest } from '../actions/prepare.js';
import { unfinishedRuns } from '../actions/unfinishedRuns.js';
import { savePlan } from '../actions/savedPlan.js';
import { waiverPath } from '../actions/waiverFile.js';
import { defined } from '../defined.js';
import { foldersIn } from '../files/folders.js';
import { refuseUnwritable } from '../outputFiles.js';
import type { RemediationResult } from '../remediation/model.js';
import type { Run } from '../run.js';
import { carryOut } from './carryOut.js';
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
  const { request } = options;
  const doors = changeDoors(run, options);
  const snapshotDir = resolve(options.snapshotDir);
  if (!options.dryRun) await refuseWithoutRoom(snapshotDir);
  if (options.savePlan) await refuseUnwritable([options.savePlan], [waiverPath(request.waivers)]);
  const planned = await prepare(request, doors);
  const unfinished = await unfinishedRuns(snapshotDir, planned.door.identity, { ...doors, foldersIn });
  const prepared = { ...planned, notices: [...planned.notices, ...unfinished] };
  doors.progress.done();
  if (options.savePlan) await savePlan(options.savePlan, prepared, doors);
  const report = { command: 'remediate', ...defined({ savedPlan: options.savePlan }) } as const;
  return carryOut(prepared, {
    ...options,
    snapshotDir,
    texts: run.texts,
    doors,
    shown: run.shown,
    report,
    noticesTwice: false,
  });
};
