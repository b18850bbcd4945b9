import type { Inventory } from '../../inventory/model.js';
import type { SourceDoors } from '../../inventory/source/sourceFiles.js';
import type { Answer, OrgDoor } from '../../org/door.js';
import type { AuditReport, FailOn, Target } from '../../posture/model.js';
import type { Progress } from '../progress.js';
import type { Scope } from './auditOrg.js';
import type { WaiverChoice } from './waiverFile.js';

export type AuditRequest = Scope & {
  /** Usernames or aliases. */
  orgs: readonly string[];
  /** Folders of source, one target together; names in the result are relative to `root`. */
  directories: readonly string[];
  root: string;
  failOn: FailOn;
  allowIncomplete: boolean;
  apiVersion?: string;
  waivers: WaiverChoice;
  baseline?: string;
};

export type AuditDoors = SourceDoors & {
  openOrg: (target: string) => Promise<Answer<OrgDoor>>;
  /** The sentences of a problem, for the one place of the result that holds sentences. */
  explain: (problem: { code: string; detail: string }, target: string) => NonNullable<Target['error']>;
  now: () => Date;
  signal: AbortSignal;
  progress: Progress;
  tool: AuditReport['tool'];
};

export type AuditOutcome = {
  report: AuditReport;
  /** What was read of each target, in the order that was asked for. It holds the retrieved texts and stays in memory. */
  inventories: readonly (Inventory | undefined)[];
};
