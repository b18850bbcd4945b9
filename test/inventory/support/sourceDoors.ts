import type { DraftDoors } from '../../../src/actions/source/draftSource.js';
import { realPath } from '../../../src/files/disk.js';
import { git } from '../../../src/files/git.js';
import { readText, readBytes } from '../../../src/files/read.js';
import { walk } from '../../../src/files/walk.js';
import type { SourceDoors } from '../../../src/inventory/source/sourceFiles.js';

/** The real disk. */
export const sourceDoors: SourceDoors = { walk, readBytes, readText };

export const locateDoors: Omit<DraftDoors, 'readBytes'> = { realPath, git };
