import { realpath } from 'node:fs/promises';
import { answered } from './answered.js';
import type { FileAnswer } from './read.js';
import { makeFolder, writeAtomically } from './write.js';

/** What a run that edits files does with the disk besides reading it. Refusals are answers, so that a run can go on. */
export type Disk = {
  makeFolder: (path: string) => Promise<FileAnswer<void>>;
  /** Whole or not at all. */
  write: (path: string, content: string | Uint8Array, mode: number) => Promise<FileAnswer<void>>;
};

export const disk: Disk = {
  makeFolder: (path) => answered(() => makeFolder(path)),
  write: (path, content, mode) => answered(() => writeAtomically(path, content, mode)),
};

/** Links resolved. */
export const realPath = (path: string): Promise<FileAnswer<string>> => answered(() => realpath(path));
