import { join } from 'node:path';
import type { FileAnswer } from '../files/read.js';
import { sha256 } from './hash.js';
import { open } from './sealed.js';
import { BEFORE } from './snapshot.js';
import { SNAPSHOT_KIND, type Snapshot } from './snapshotModel.js';

export type SnapshotProblem = 'snapshot-missing' | 'snapshot-damaged' | 'snapshot-edited';
export type ReadSnapshot = { ok: true; snapshot: Snapshot } | { ok: false; problem: SnapshotProblem; file: string };

/** A snapshot counts only whole: with every original as it was written. */
export const readSnapshot = async (
  directory: string,
  readText: (path: string) => Promise<FileAnswer<string>>,
): Promise<ReadSnapshot> => {
  const file = join(directory, BEFORE);
  const text = await readText(file);
  if (!text.ok) return { ok: false, problem: 'snapshot-missing', file };
  const opened = open<Snapshot>(text.value, SNAPSHOT_KIND);
  if (!opened.ok) return { ok: false, problem: `snapshot-${opened.problem}`, file };
  for (const { original } of opened.value.changes) {
    const path = join(directory, original.file);
    const found = await readText(path);
    if (!found.ok) return { ok: false, problem: 'snapshot-damaged', file: path };
    if (sha256(found.value) !== original.sha256) return { ok: false, problem: 'snapshot-edited', file: path };
  }
  return { ok: true, snapshot: opened.value };
};
