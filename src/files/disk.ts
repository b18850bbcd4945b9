import { realpath, rm } from 'node:fs/promises';
import { answered } from './answered.js';
import type { FileAnswer } from './read.js';
import { makeFolder, makeNewFolder, PRIVATE, writeAtomically } from './write.js';
import { writeNamed } from './writeNamed.js';

/** What a run that changes something does with the disk besides reading it. Refusals are answers: a run can go on. */
export type Disk = {
  makeFolder: (path: string) => Promise<FileAnswer<void>>;
  /** That was not there before, whoever else makes one of that name. Gives the name that it got. */
  makeNewFolder: (path: string) => Promise<FileAnswer<string>>;
  /** Whole or not at all, flushed, readable by its owner alone unless another mode is given. */
  write: (path: string, content: string | Uint8Array, mode?: number) => Promise<FileAnswer<void>>;
  /** To wherever a path of a person's leads: links stay, an existing mode stays, a pipe or a device is written to. */
  writeNamed: (path: string, content: string) => Promise<FileAnswer<void>>;
  /** With everything in it. */
  removeFolder: (path: string) => Promise<FileAnswer<void>>;
};

export const disk: Disk = {
  makeFolder: (path) => answered(() => makeFolder(path)),
  makeNewFolder: (path) => answered(() => makeNewFolder(path)),
  write: (path, content, mode = PRIVATE) => answered(() => writeAtomically(path, content, mode)),
  writeNamed: (path, content) => answered(() => writeNamed(path, content)),
  removeFolder: (path) => answered(() => rm(path, { recursive: true, force: true })),
};

/** Links resolved. */
export const realPath = (path: string): Promise<FileAnswer<string>> => answered(() => realpath(path));
