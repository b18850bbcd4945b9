import type { CertificateFacts } from '../keys/certificate.js';
import type { Edit, EditProblem } from '../metadata/edit/proven.js';
import type { App, AuditReport, OrgIdentity, Reason, ReportedUser, Step, Usage } from '../posture/model.js';

/** What an app needs before a client can log in by JWT bearer. */
export const PARTS = ['certificate', 'scopes', 'pre-authorization'] as const;
export type Part = (typeof PARTS)[number];

/**
 * `in-place`: the app has it. `in-file`: the file to deploy adds it. `needs-certificate`, `needs-permission-set`: the file
 * would add it if the command were given one. `setup`: it must be done in Setup. `publisher`: only the publisher of the
 * package can do it. `unknown`: the org doesn't show it. For a certificate only: `kept`: the app has a valid one other than
 * the given one. `expired`: the app's own has expired, and none was given. `replaces-expired`: the file replaces it.
 * `not-yet-valid`, `unreadable`: the state of the app's own, which stays.
 */
type Anywhere = 'in-place' | 'in-file' | 'setup' | 'publisher' | 'unknown';

export type Parts = {
  certificate:
    Anywhere | 'kept' | 'needs-certificate' | 'expired' | 'replaces-expired' | 'not-yet-valid' | 'unreadable';
  scopes: Anywhere;
  'pre-authorization': Anywhere | 'needs-permission-set';
};
export type PartState = Parts[Part];

/**
 * `unsafe-path`: the org's file name isn't safe on a disk. `several-policies`: it's unknown which one applies.
 * `sources-disagree`: SOQL shows other settings than the file has.
 */
export type FileProblem = EditProblem | 'unsafe-path' | 'several-policies' | 'sources-disagree' | 'not-returned';

export type LoginSource = { address: string; logins: number; lastLogin?: string };

export type AppMigration = {
  app: App;
  /** `flow-off`: there is nothing to move. `not-evaluated`: it's unknown whether the flow is on. */
  status: 'written' | 'flow-off' | 'not-evaluated';
  /** What the audit found. Even an app that passes may have its flow on. */
  reason: Reason;
  /** Relative to the output folder. */
  folder?: string;
  /** Relative to the app's folder. */
  files: string[];
  edits: Edit[];
  parts?: Parts;
  /** When the app's own certificate ends, or begins if it isn't valid yet. */
  certificateDate?: string;
  /** Why a file to deploy was needed but couldn't be prepared. */
  problem?: FileProblem;
  /** Null: the org doesn't show them. */
  scopes?: string[] | null;
  executionUser?: ReportedUser;
  usage?: Usage;
  /** Null: the addresses couldn't be read. Absent: the login history wasn't searched, as requested. */
  sources?: LoginSource[] | null;
};

export type PermissionSetFacts = { name: string; label: string };

export type MigrationResult = {
  schemaVersion: 1;
  tool: AuditReport['tool'];
  startedAt: string;
  finishedAt: string;
  org: OrgIdentity;
  outputDir: string;
  certificate?: CertificateFacts;
  permissionSet?: PermissionSetFacts;
  apps: AppMigration[];
  failedSteps: Step[];
  summary: { written: number; flowOff: number; notEvaluated: number; withoutFile: number; exitCode: number };
};
