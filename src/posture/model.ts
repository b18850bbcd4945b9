import type { NoticeCode } from './notices.js';

/** The public result of an audit. Arrays are sorted. It contains codes, and the reports turn them into sentences. */

export type AppType = 'ConnectedApp' | 'ExternalClientApplication';
export type ControlId = 'connected-app-client-credentials' | 'eca-client-credentials-policy' | 'eca-flow-enablement';
export type Severity = 'critical' | 'high';
export type Status = 'pass' | 'fail' | 'waived' | 'not-evaluated' | 'not-applicable';
export type RiskLevel = 'higher' | 'baseline' | 'lower';
export type FactorState = 'present' | 'absent' | 'unknown';
export type FailOn = 'critical' | 'high' | 'never';

export const REASONS = [
  'flow-enabled',
  'flow-disabled',
  'flag-absent',
  'no-oauth',
  'managed-not-shown',
  'not-returned',
  'unreadable',
  'app-disabled',
  'enabled-by-query',
  'hardened',
  'not-hardened',
  'hardening-unknown',
  'policy-not-readable',
  'no-policy',
  'flag-not-visible',
  'policy-not-in-source',
  'too-large',
  'settings-flow-on',
  'settings-not-read',
  'settings-not-in-source',
] as const;
export type Reason = (typeof REASONS)[number];

export const FACTORS = [
  'admin-profile',
  'modify-all-data',
  'broad-permissions',
  'user-active',
  'network-restricted',
  'user-dedicated',
  'monitoring',
  'rate-limiting',
  'person',
  'full-scope',
  'session-timeout',
  'secret-in-source',
  'certificate',
  'secret-age',
  'recent-use',
] as const;
export type FactorId = (typeof FACTORS)[number];

export type Factor = { factor: FactorId; state: FactorState; detail?: string };

export const ACTIONS = ['disable-flow', 'disable-policy'] as const;
export const NOT_AUTOMATIC = [
  'managed',
  'enabled-by-query',
  'hardening-unknown',
  'not-evaluated',
  'nothing-to-do',
  'settings-level',
] as const;
export type Remediation = {
  automatic: boolean;
  action?: (typeof ACTIONS)[number];
  why?: (typeof NOT_AUTOMATIC)[number];
};

export type App = {
  type: AppType;
  /** API name without its namespace prefix. */
  name: string;
  namespace?: string;
  label?: string;
  managed: boolean;
  file?: string;
  line?: number;
};

export type BroadPermission = { permission: string; via: string };

export type ReportedUser = {
  username: string;
  state: 'active' | 'inactive' | 'not-found' | 'unknown';
  profile?: string;
  licence?: string;
  broadPermissions?: BroadPermission[];
  loginIpRanges?: { count: number; addresses: string };
};

export type Usage = {
  status: 'seen' | 'no-evidence' | 'unknown';
  windowDays: number;
  logins?: number;
  addresses?: number;
  lastLogin?: string;
};

export type Evidence = { source: string; component: string; path: string; value: string | null };

/** How Security Health Review calls what was decided about a risk. */
export const DISPOSITIONS = ['accept-risk', 'mitigated', 'not-applicable'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

export type Finding = {
  /** Stable between runs: made of control, target, type, namespace, and name. */
  id: string;
  control: ControlId;
  app: App;
  /** The org's ID of the app, if it gave one. */
  appId?: string;
  /** The contact email in the app's file: whom to ask before it changes. */
  contact?: string;
  status: Status;
  reason: Reason;
  severity: Severity;
  cvss: { low: number; high: number; estimate?: number };
  risk?: {
    level: RiskLevel;
    /** In a written report: what would raise the level could not be read. */
    atLeast?: true;
    factors: Factor[];
  };
  executionUser?: ReportedUser;
  usage?: Usage;
  evidence: Evidence[];
  remediation: Remediation;
  waiver?: { reason: string; owner: string; ticket?: string; disposition?: Disposition; expires: string };
  manualCheck?: { reason: string; owner: string; checked: string; expires: string };
  change?: 'new' | 'unchanged';
};

export type Counts = { pass: number; fail: number; waived: number; notEvaluated: number; notApplicable: number };

export type Notice = {
  code: NoticeCode;
  target?: string;
  app?: string;
  file?: string;
  line?: number;
  column?: number;
  data?: Record<string, string | number>;
  /** Its sentence, in the JSON result. No code depends on it. */
  text?: string;
};

/** What an audit reads. `steps.ts` says for each step what its failure leaves unknown. */
export const STEPS = [
  'list-connected-apps',
  'list-external-client-apps',
  'list-oauth-policies',
  'list-app-policies',
  'list-profiles',
  'list-files',
  'retrieve-apps',
  'read-files',
  'query-external-client-apps',
  'query-oauth-policies',
  'query-app-policies',
  'query-audit-trail',
  'query-transaction-security',
  'query-users',
  'describe-permissions',
  'query-permissions',
  'query-object-permissions',
  'retrieve-profiles-and-settings',
  'query-login-history',
  'caller-permissions',
  'retrieve-secret-setting',
  'list-oauth-settings',
  'retrieve-oauth-settings',
] as const;
export type StepName = (typeof STEPS)[number];

// A saved report may come from another version, with other steps.
export type Step = {
  step: string;
  status: 'ok' | 'failed' | 'skipped';
  count?: number;
  detail?: string;
  text?: string;
};

export type OrgIdentity = {
  id: string;
  username: string;
  alias?: string;
  instanceUrl: string;
  name?: string;
  isSandbox?: boolean;
  apiVersion: string;
};

export type Target = {
  kind: 'org' | 'source';
  /** The requested name of a target that couldn't be opened. It has no other name. */
  name?: string;
  /** Beside `name`: the ID of the org that the stored login with this name is for, if there is one. */
  orgId?: string;
  /** Whose login that name was, if it's stored on the machine of the audit. An alias belongs to a machine. */
  username?: string;
  /** In merged results: the file that it comes from, if another target has the same name. */
  from?: string;
  org?: OrgIdentity;
  source?: { directories: string[]; apiVersion?: string };
  error?: { name: string; message: string; actions: string[] };
  findings: Finding[];
  summary: Counts;
  coverage: Step[];
  requests?: number;
  /** In results of several orgs, and in merged ones: when this target was audited. */
  startedAt?: string;
};

export const CHANGES_OF_FINDINGS = ['appeared', 'fixed', 'waived', 'waiver-ended', 'not-evaluated', 'removed'] as const;
/** `app`: `Type:NS__Name`. */
export type ChangeOfFinding = {
  startedAt: string;
  control: ControlId;
  app: string;
  change: (typeof CHANGES_OF_FINDINGS)[number];
};
/** `since`: the first run that found it. It may be older where that is the first run of all. */
export type OpenFinding = { control: ControlId; app: string; status: Status; since: string; isFromFirst: boolean };
/** Several runs of one org, the oldest first. */
export type TargetHistory = {
  target: string;
  runs: Array<{
    startedAt: string;
    isAudited: boolean;
    /** Steps that failed: what they would have shown is in none of the numbers. */
    failedSteps: number;
    fail: number;
    waived: number;
    notEvaluated: number;
  }>;
  changes: ChangeOfFinding[];
  open: OpenFinding[];
};

export type AuditReport = {
  $schema?: string;
  schemaVersion: 1;
  tool: { name: string; version: string };
  startedAt: string;
  finishedAt: string;
  scope: { controls: string[]; apps: string[] | null; usageDays: number };
  targets: Target[];
  summary: Counts;
  notices: Notice[];
  /** Of merged results, where it is asked for. */
  history?: TargetHistory[];
  /** The sentences for the codes in this report, each once, for readers. */
  sentences?: Record<string, string>;
  gate: {
    failOn: FailOn;
    allowIncomplete: boolean;
    baseline?: string;
    waiverFile: string | null;
    exitCode: number;
  };
};
