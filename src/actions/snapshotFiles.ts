import { BEFORE, ORIGINALS } from '../remediation/saved/snapshot.js';
import { PATCH, UNDO_NOTE } from './source/sourceSnapshot.js';

/** By what a folder is known for a snapshot: that of an org, that of files. */
export const SNAPSHOT_FILES: readonly (readonly string[])[] = [
  [BEFORE, ORIGINALS],
  [UNDO_NOTE, PATCH],
];
