import { realPath } from '../../../src/files/disk.js';
import { readText, readBytes } from '../../../src/files/read.js';
import { git } from '../../../src/files/repository/git.js';
import { walk } from '../../../src/files/walk.js';
import type { SourceReads } from '../../../src/inventory/source/sourceFiles.js';

/** The real disk. */
export const sourceDoors: SourceReads = { walk, readBytes, readText, realPath, git };
