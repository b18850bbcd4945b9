import { readdir, realpath, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { answered } from './answered.js';
import type { FileAnswer } from './read.js';

export type EntryKind = 'file' | 'folder' | 'link' | 'other';
export type Entry = { name: string; kind: EntryKind };

/** What a walk asks of the disk. Each answer can be a refusal, so that none is taken for an empty folder. */
export type Tree = {
  list: (folder: string) => Promise<FileAnswer<Entry[]>>;
  /** Where a path really leads, links resolved. */
  resolve: (path: string) => Promise<FileAnswer<{ path: string; kind: EntryKind }>>;
};

export const diskTree: Tree = {
  list: (folder) =>
    answered(async () => {
      const entries = await readdir(folder, { withFileTypes: true });
      return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
    }),
  resolve: (path) =>
    answered(async () => {
      const real = await realpath(path);
      return { path: real, kind: kindOf(await stat(real)) };
    }),
};

const kindOf = (entry: Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): EntryKind => {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
};
