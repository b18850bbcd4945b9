import type { RetrievedFile } from '../org/door.js';
import type { Context, Subject } from '../posture/subject.js';

/** What was read of one target. The texts stay in memory: plan, edit and verification work on them. */
export type Inventory = {
  subjects: Subject[];
  context: Context;
  /** Retrieved files by `Type:fullName`. */
  files: ReadonlyMap<string, RetrievedFile>;
};
