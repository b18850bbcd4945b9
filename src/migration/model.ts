import type { CertificateFacts } from '../keys/certificate.js';
import type { Edit, EditProblem } from '../metadata/edit/proven.js';
import type { App, AuditReport, OrgIdentity, ReportedUser, Step, Usage } from '../posture/model.js';

/** What an app needs before a client can log in by JWT bearer. */
export const PARTS = ['certificate', 'scopes', 'pre-authorization'] as const;
export type Part = (typeof PARTS)[number];

/**
 * `in-place`: the app has it. `in-file`: the file to deploy brings it. `kept`: the app has another one, which stays.
 * `needs-certificate`, `needs-permission-set`: the file would bring it if the command were given one. `expired`: the same,
 * because the app's own logs nobody in. `replaces-expired`: the file brings one in place of that. `not-yet-valid`,
 * `unreadable`: the app's own, which stays. `setup`: to be done in Setup. `publisher`: the package's publisher has to.
 * `unknown`: the org does not show it.
 */
type Anywhere = 'in-place' | 'in-file' | 'setup' | 'publisher' | 'unknown';

export type Parts = {
  certificate:
    Anywhere | 'kept' | 'needs-certificate' | 'expired' | 'replaces-expired' | 'not-yet-valid' | 'unreadable';
  scopes: Anywhere;
  'pre-authorization': Anywhere | 'needs-permission-set';
};
export type PartState = Parts[Part];

/** `unsafe-path`: the org's name of the file cannot be one here. `several-policies`: nobody knows which one counts. */
export type FileProblem = EditProblem | 'unsafe-path' | 'several-policies' | 'not-returned';

export type LoginSource = { address: string; logins: number; lastLogin?: string };

export type AppMigration = {
  app: App;
  /** `flow-off`: there is nothing to move. `not-evaluated`: whether there is cannot be told. */
  status: 'written' | 'flow-off' | 'not-evaluated';
  /** Below the output folder. */
  folder?: string;
  /** Below the app's folder. */
  files: string[];
  edits: Edit[];
  parts?: Parts;
  /** When the app's own certificate ends or ended, or from when it is valid. */
  certificateDate?: string;
  /** Why no file to deploy could be prepared, although one was needed. */
  problem?: FileProblem;
  /** Null: the org does not show them. */
  scopes?: string[] | null;
  executionUser?: ReportedUser;
  usage?: Usage;
  /** Null: the log-ins' addresses could not be read. Absent: the login history was not to be searched. */
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
