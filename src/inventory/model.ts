import type { RetrievedFile } from '../org/door.js';
import type { Context, Subject } from '../posture/subject.js';

/** The part of an org to read. `usageDays` 0 skips the login history. */
export type OrgScope = { connectedApps: boolean; externalClientApps: boolean; usageDays: number };

/** What was read of one target. The texts stay in memory for the plan, the edits, and their verification. */
export type Inventory = {
  subjects: Subject[];
  context: Context;
  /** Retrieved files by `Type:fullName`. */
  files: ReadonlyMap<string, RetrievedFile>;
};
