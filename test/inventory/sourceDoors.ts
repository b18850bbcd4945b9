import type { DraftDoors } from '../../src/actions/draftSource.js';
import { realPath } from '../../src/files/disk.js';
import { git } from '../../src/files/git.js';
import { readText } from '../../src/files/read.js';
import { readBytes } from '../../src/files/readBytes.js';
import { walk } from '../../src/files/walk.js';
import type { SourceDoors } from '../../src/inventory/fromSource.js';

/** The real disk. */
export const sourceDoors: SourceDoors = { walk, readBytes, readText };

export const locateDoors: Omit<DraftDoors, 'readBytes'> = { realPath, git };
