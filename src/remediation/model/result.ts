import type { Edit } from '../../metadata/edit/proven.js';
import type { EditableType } from '../../metadata/switches.js';
import type { ProblemCode } from '../../org/problem.js';
import type { App, ControlId, Notice, ReportedUser, RiskLevel, Step, Target, Usage } from '../../posture/model.js';
import { defined } from '../../values.js';

/** The public result of remediate and restore. Only codes and values. Arrays are sorted. */

export type ComponentName = { type: EditableType; fullName: string };

export type Change = {
  control: ControlId;
  app: App;
  component: ComponentName;
  edits: Edit[];
  /** Lists of grants that aren't sent, because the org rejects the same grants again. The org keeps them. */
  leftOut?: string[];
  /** The Run As user stays, because the org rejects its removal. */
  keepsUser?: true;
  /** Sets or restores the IP relaxation and the Run As user. The flow stays on. */
  hardens?: true;
  /** Of what the component means, not of its bytes. */
  beforeHash: string;
  /** The org's ID of the component, if it gives one. A component that is created again has another one. */
  id?: string;
  /** As this run found it. For the person who approves, and not compared when a plan is applied. */
  atStake?: AtStake;
};

/** Reasons to skip an app that a flag can override. */
export const OVERRIDABLE = [
  'hardening-unknown',
  'waiver-expired',
  'own-session',
  'own-session-suspected',
  'in-use',
  'use-unknown',
  'harden-no-logins',
  'harden-addresses-unknown',
  'harden-addresses-unclear',
] as const satisfies readonly SkipReason[];
export type Overridable = (typeof OVERRIDABLE)[number];

export type AtStake = {
  /** Absent: the login history wasn't searched. */
  usage?: Usage;
  risk?: RiskLevel;
  /** A factor that would raise the risk couldn't be read. */
  riskAtLeast?: true;
  executionUser?: Pick<ReportedUser, 'username' | 'state'>;
  /** Whether a client could log in by JWT bearer. Unknown for an external client app, whose certificate is stored with its secrets. */
  certificate?: 'in-place' | 'expired' | 'not-yet-valid' | 'unreadable' | 'none' | 'unknown';
  /** When it ends or ended, or from when it is valid. */
  certificateDate?: string;
  /** The reasons for skipping it that flags overrode. */
  despite: Overridable[];
  /** From where the flow was used, beside the ranges that are enforced from now on. */
  network?: { addresses: string[]; ranges: string[] };
};

export const SKIP_REASONS = [
  'waived',
  'waiver-expired',
  'managed',
  'in-use',
  'use-unknown',
  'own-session',
  'own-session-suspected',
  'hardening-unknown',
  'enabled-by-query',
  'not-evaluated',
  'checked-by-hand',
  'not-editable',
  'refused',
  'not-permitted',
  'not-validated',
  'changed-since-plan',
  'gone',
  'not-read',
  'already-done',
  'not-in-plan',
  'nothing-to-restore',
  'not-changed',
  'changed-again',
  'made-anew',
  'key-changed',
  'harden-no-user',
  'harden-user-unknown',
  'harden-user-inactive',
  'harden-user-shared',
  'harden-not-api-only',
  'harden-permissions-unknown',
  'harden-broad',
  'harden-not-admitted',
  'harden-ranges-unknown',
  'harden-no-ranges',
  'harden-ranges-not-strict',
  'harden-addresses-outside',
  'harden-addresses-unclear',
  'harden-addresses-unknown',
  'harden-no-logins',
  'harden-sources-disagree',
  'harden-relaxation-hidden',
  'harden-set-already',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export type Skip = {
  control: ControlId;
  app: App;
  reason: SkipReason;
  /** The component, if its app has several. */
  component?: ComponentName;
  /** The text of the org, the waiver, or the file, cleaned. */
  detail?: string;
};

export type Plan = {
  apiVersion?: string;
  changes: Change[];
  skipped: Skip[];
  /** The steps that failed and may keep apps out of the plan. */
  notRead: Step[];
};

export const OUTCOME_RESULTS = ['verified', 'validated', 'failed', 'reverted', 'altered', 'not-attempted'] as const;
export type OutcomeResult = (typeof OUTCOME_RESULTS)[number];

export const OUTCOME_PROBLEMS = [
  'deploy-failed',
  'rolled-back-with',
  'not-sent-again',
  'changed-by-others',
  'failed-yet-as-meant',
  'failed-yet-changed',
  'deploy-unknown',
  'still-running',
  'not-started',
  'not-seen-again',
  'changed-meanwhile',
  'used-meanwhile',
  'interrupted',
  'still-on',
  'still-off',
  'user-differs',
  'user-left-out',
  'other-differences',
  'key-differs',
  'created',
  'may-have-changed',
  'not-read-back',
  'not-written',
  'still-relaxed',
] as const;
export type OutcomeProblem = {
  code: (typeof OUTCOME_PROBLEMS)[number];
  /** Why the org didn't do what was requested. */
  reason?: ProblemCode;
  detail?: string;
  /** The differences from the expected state or, if others changed it, from the state in which it was found. */
  differences?: { path: string; before: string | null; after: string | null }[];
};

export type Outcome = {
  app: App;
  component: ComponentName;
  result: OutcomeResult;
  problem?: OutcomeProblem;
  /** The file with the earlier state, if more differs than a restore sets. */
  original?: string;
};

/** `unknown`: the org's response was lost. */
export type Deploy = { id?: string; checkOnly: boolean; components: number; status: string; detail?: string };

export type Mode = 'dry-run' | 'applied' | 'nothing-to-do' | 'cancelled' | 'in-progress';

export type RemediationResult = {
  schemaVersion: 1;
  tool: { name: string; version: string };
  startedAt: string;
  finishedAt: string;
  mode: Mode;
  target: Pick<Target, 'kind' | 'org' | 'source'>;
  plan: Plan;
  snapshot?: { directory: string };
  deploys: Deploy[];
  outcomes: Outcome[];
  /** The same target, audited again. */
  after?: Target;
  summary: RemediationSummary;
  notices: Notice[];
};

export type RemediationSummary = {
  planned: number;
  skipped: number;
  verified: number;
  validated: number;
  failed: number;
  reverted: number;
  altered: number;
  notAttempted: number;
  /** The number of apps that were found failing, and that the run left as they are: by decision, or because it had to. */
  leftFailing: number;
  exitCode: number;
};

export const skipOf = (
  { control, app, component }: Pick<Change, 'control' | 'app' | 'component'>,
  reason: Skip['reason'],
  detail?: string,
): Skip => ({ control, app, component, reason, ...defined({ detail }) });
