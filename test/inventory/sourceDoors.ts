import { realpath } from 'node:fs/promises';
import { git, type Git } from '../../src/files/git.js';
import { type FileAnswer, readText } from '../../src/files/read.js';
import { readBytes } from '../../src/files/readBytes.js';
import { walk } from '../../src/files/walk.js';
import type { SourceDoors } from '../../src/inventory/fromSource.js';

/** The real disk. */
export const sourceDoors: SourceDoors = { walk, readBytes, readText };

type LocateDoors = { realPath: (path: string) => Promise<FileAnswer<string>>; git: Git };

export const locateDoors: LocateDoors = {
  realPath: async (path) => ({ ok: true, value: await realpath(path) }),
  git,
};
