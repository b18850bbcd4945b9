import { dirname, resolve } from 'node:path';
import { prepareRestore, type RestoreRequest } from '../actions/restore.js';
import type { RemediationResult } from '../remediation/model.js';
import { restoreTexts } from '../reports/restoreTexts.js';
import type { Run } from '../run.js';
import { carryOut } from './carryOut.js';
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
  const { request } = options;
  const texts = restoreTexts(run.texts);
  const doors = changeDoors({ ...run, texts }, options);
  const snapshotDir = resolve(options.snapshotDir ?? dirname(resolve(request.snapshot)));
  if (!options.dryRun) await refuseWithoutRoom(snapshotDir);
  const prepared = await prepareRestore(request, doors);
  doors.progress.done();
  const report = { command: 'restore' } as const;
  return carryOut(prepared, { ...options, snapshotDir, texts, doors, shown: run.shown, report, noticesTwice: true });
};
