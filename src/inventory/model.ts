import type { RetrievedFile } from '../org/door.js';
import type { Context, Subject } from '../posture/subject.js';

/** What of an org is wanted. `usageDays` 0: do not look at log-ins. */
export type OrgScope = { connectedApps: boolean; externalClientApps: boolean; usageDays: number };

/** What was read of one target. The texts stay in memory: plan, edit and verification work on them. */
export type Inventory = {
  subjects: Subject[];
  context: Context;
  /** Retrieved files by `Type:fullName`. */
  files: ReadonlyMap<string, RetrievedFile>;
};
