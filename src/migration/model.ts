import type { CertificateFacts } from '../keys/certificate.js';
import type { Edit, EditProblem } from '../metadata/edit/proven.js';
import type { App, AuditReport, OrgIdentity, ReportedUser, Step, Usage } from '../posture/model.js';

/** What an app needs before a client can log in by JWT bearer. */
export const PARTS = ['certificate', 'scopes', 'pre-authorization'] as const;
export type Part = (typeof PARTS)[number];

/**
 * `in-place`: the app has it. `in-file`: the file to deploy adds it. `kept`: the app has another one, which stays.
 * `needs-certificate`, `needs-permission-set`: the file would add it if the command were given one. `setup`: done in
 * Setup. `publisher`: only the publisher of the package can do it. `unknown`: the org doesn't show it.
 */
type Anywhere = 'in-place' | 'in-file' | 'setup' | 'publisher' | 'unknown';

export type Parts = {
  certificate: Anywhere | 'kept' | 'needs-certificate';
  scopes: Anywhere;
  'pre-authorization': Anywhere | 'needs-permission-set';
};
export type PartState = Parts[Part];

/**
 * `unsafe-path`: the org's name of the component can't be a file name here. `several-policies`: it's unknown which one
 * applies.
 */
export type FileProblem = EditProblem | 'unsafe-path' | 'several-policies' | 'not-returned';

export type LoginSource = { address: string; logins: number; lastLogin?: string };

export type AppMigration = {
  app: App;
  /** `flow-off`: there is nothing to move. `not-evaluated`: it's unknown whether there is. */
  status: 'written' | 'flow-off' | 'not-evaluated';
  /** Below the output folder. */
  folder?: string;
  /** Below the app's folder. */
  files: string[];
  edits: Edit[];
  parts?: Parts;
  /** Why a file that is needed couldn't be prepared. */
  problem?: FileProblem;
  /** Null: the org doesn't show them. */
  scopes?: string[] | null;
  executionUser?: ReportedUser;
  usage?: Usage;
  /** Null: the addresses of the logins couldn't be read. */
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
