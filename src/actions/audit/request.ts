import type { Inventory } from '../../inventory/model.js';
import type { AuditReport, FailOn } from '../../posture/model.js';
import type { Scope } from './auditOrg.js';
import type { WaiverChoice } from './waiverFile.js';

export type AuditRequest = Scope & {
  /** Usernames or aliases. */
  orgs: readonly string[];
  /** Source folders, which together are one target. Names in the result are relative to `root`. */
  directories: readonly string[];
  root: string;
  failOn: FailOn;
  allowIncomplete: boolean;
  apiVersion?: string;
  waivers: WaiverChoice;
  baseline?: string;
  /** Every org that the command line has a login for, in place of `orgs`. */
  allOrgs?: { includeScratch: boolean };
  /** How many orgs are read at a time. */
  concurrency?: number;
  /** How long one of several orgs may take as a whole, so that the others don't wait for one that never ends. */
  orgLimitMs?: number;
  /** An org that has hardly any API requests left for today is left to its integrations. */
  sparesSpent?: boolean;
  /** The data of an org is dropped as soon as its findings are made, because there can be many orgs. */
  isLarge?: boolean;
};

export type AuditOutcome = {
  report: AuditReport;
  /** What was read of each target, in the requested order. It contains the retrieved texts and stays in memory. */
  inventories: readonly (Inventory | undefined)[];
};
