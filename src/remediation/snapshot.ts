import { join } from 'node:path';
import { systemCode, type FileAnswer } from '../files/read.js';
import type { Deploy, RemediationResult } from './model.js';
import { sha256 } from './hash.js';
import { seal } from './sealed.js';
import {
  SNAPSHOT_KIND,
  type Snapshot,
  type SnapshotAfter,
  type SnapshotChange,
  type SnapshotReading,
} from './snapshotModel.js';

export type Disk = {
  makeFolder(path: string): Promise<void>;
  /** Whole or not at all, flushed, readable by its owner alone. */
  write(path: string, content: string): Promise<void>;
};

export type SnapshotRequest = Omit<Snapshot, 'kind' | 'schemaVersion' | 'changes'> & {
  /** `original` is the text as the org gave it, without consumer key and secret. */
  changes: readonly (Omit<SnapshotChange, 'original'> & { original: string })[];
};

/** One folder a run. Whatever is told here is on the disk when the call comes back. */
export type SnapshotFolder = {
  directory: string;
  /** At once when the org has named the job: from here on it can be found again. */
  deploySent(deploy: Deploy, at: string): Promise<FileAnswer<void>>;
  readBack(components: readonly SnapshotReading[]): Promise<FileAnswer<void>>;
  finished(result: RemediationResult): Promise<FileAnswer<void>>;
};

export const BEFORE = 'before.json';
const AFTER = 'after.json';
const RESULT = 'result.json';
const ORIGINALS = 'originals';

/** Originals first and `before.json` last: a folder that has one is complete. */
export const createSnapshot = async (
  below: string,
  request: SnapshotRequest,
  disk: Disk,
): Promise<FileAnswer<SnapshotFolder>> => {
  const directory = join(below, folderName(request));
  const written = await attempt(async () => {
    await disk.makeFolder(join(directory, ORIGINALS));
    await disk.write(join(directory, '.gitignore'), '*\n');
    const changes: SnapshotChange[] = [];
    for (const [index, { original, ...change }] of request.changes.entries()) {
      const file = `${ORIGINALS}/${originalName(index, change.component)}`;
      await disk.write(join(directory, file), original);
      changes.push({ ...change, original: { file, sha256: sha256(original) } });
    }
    await disk.write(
      join(directory, BEFORE),
      seal({ kind: SNAPSHOT_KIND, schemaVersion: 1, ...request, changes } satisfies Snapshot),
    );
  });
  return written.ok ? { ok: true, value: folder(directory, disk) } : written;
};

const folder = (directory: string, disk: Disk): SnapshotFolder => {
  const after: SnapshotAfter = { deploys: [], components: [] };
  const write = (file: string, content: unknown): Promise<FileAnswer<void>> =>
    attempt(() => disk.write(join(directory, file), `${JSON.stringify(content, null, 2)}\n`));
  return {
    directory,
    deploySent: (deploy, at) => {
      after.deploys.push({ ...deploy, at });
      return write(AFTER, after);
    },
    readBack: (components) => {
      after.components = [...components];
      return write(AFTER, after);
    },
    finished: (result) => write(RESULT, result),
  };
};

/** No name of a file may hold a colon. */
const folderName = ({ org, createdAt }: SnapshotRequest): string => `${org.id}-${createdAt.replaceAll(/[:.]/g, '-')}`;

/** Names come from the org: only letters of their own are kept, and the number keeps them apart. */
const originalName = (index: number, { type, fullName }: SnapshotChange['component']): string =>
  `${String(index + 1).padStart(4, '0')}-${type}-${fullName.replaceAll(/\W+/g, '_').slice(0, 80)}.xml`;

const attempt = async (work: () => Promise<void>): Promise<FileAnswer<void>> => {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, code: systemCode(error) };
  }
};
