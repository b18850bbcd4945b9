import type { FactorId, Finding, Reason, Step, StepName, Target } from './model.js';

/**
 * What a failed step may hide. `apps`: some that leave no finding, so that nothing else could count instead. `file`: what
 * an app that was listed consists of. `flow`: whether the flow of an app that was listed is on, by either source.
 * `app-switch`: whether an app as a whole is off. `use`: log-ins. `unseen`: whether what is not shown is not there.
 */
export type Hidden = 'apps' | 'file' | 'flow' | 'app-switch' | 'use' | 'unseen' | 'settings' | FactorId;

/** A failure of such a step is reported, but no verdict, risk or exit code depends on it. */
const HIDES: Readonly<Record<StepName, readonly Hidden[]>> = {
  'list-connected-apps': ['apps', 'user-dedicated'],
  'list-external-client-apps': ['apps', 'user-dedicated'],
  // The flow of an external client app is on in its policies: of one that is not listed nobody would know.
  'list-oauth-policies': ['apps', 'user-dedicated'],
  'list-app-policies': ['app-switch'],
  'list-profiles': ['admin-profile', 'broad-permissions', 'network-restricted'],
  // A folder that cannot be walked is a list that did not come.
  'list-files': ['apps', 'user-dedicated'],
  'retrieve-apps': ['file', 'flow', 'user-dedicated'],
  // What a file holds that stands for no app by itself, nobody knows either.
  'read-files': ['apps', 'file', 'flow', 'user-dedicated'],
  // SOQL knows external client apps that the Metadata API may not list, and ties policies to those that it lists.
  'query-external-client-apps': ['apps', 'flow', 'user-dedicated'],
  // Hides no app: each policy that it would tell of belongs to one that the lists have.
  'query-oauth-policies': ['flow', 'user-dedicated'],
  'query-app-policies': [],
  'query-audit-trail': [],
  'query-transaction-security': ['monitoring'],
  'query-users': ['admin-profile', 'modify-all-data', 'broad-permissions', 'user-active', 'network-restricted', 'use'],
  'describe-permissions': ['modify-all-data', 'broad-permissions'],
  'query-permissions': ['modify-all-data', 'broad-permissions'],
  'query-object-permissions': ['broad-permissions'],
  'retrieve-profiles-and-settings': ['network-restricted', 'monitoring'],
  'query-login-history': ['use'],
  // Lists that are empty are not believed without it, and fail themselves.
  'caller-permissions': ['unseen'],
  // The apps whose settings it keeps back say so themselves.
  'retrieve-secret-setting': [],
  'list-oauth-settings': ['settings'],
  'retrieve-oauth-settings': ['settings'],
};

const HIDDEN_BY: ReadonlyMap<string, readonly Hidden[]> = new Map(Object.entries(HIDES));

/** A step that this version does not know may hide anything. */
const mayHide = (step: string, what: (hidden: Hidden) => boolean): boolean => HIDDEN_BY.get(step)?.some(what) ?? true;

/** Steps that failed and may hide any of these. */
export const failedHiding = (coverage: readonly Step[], ...what: readonly Hidden[]): Step[] =>
  coverage.filter(({ step, status }) => status === 'failed' && mayHide(step, (hidden) => what.includes(hidden)));

export const failedHidingAnything = (coverage: readonly Step[]): Step[] =>
  coverage.filter(({ step, status }) => status === 'failed' && mayHide(step, () => true));

/** Whether some step reads it: if not, it stays unknown in a run without any fault, too. */
export const isReadByStep = (factor: FactorId): boolean =>
  Object.values(HIDES).some((hidden) => hidden.includes(factor));

/** What a manual check or `--allow-incomplete` may settle: the gate, the waiver file and the reports ask here. */

type Judged = Pick<Finding, 'status' | 'reason'>;
type Read = Pick<Target, 'coverage'>;

/** The failed step that kept the app's file back. It is mended and not settled: the app's own state is unknown. */
export const stepBehind = ({ reason }: Judged, { coverage }: Read): Step | undefined => {
  if (reason === 'settings-not-read') return failedHiding(coverage, 'settings')[0];
  return reason === 'not-returned' ? failedHiding(coverage, 'file')[0] : undefined;
};

export const canBeSettled = (finding: Judged, target: Read): boolean =>
  finding.status === 'not-evaluated' &&
  APP_LEVEL_REASONS.includes(finding.reason) &&
  stepBehind(finding, target) === undefined;

export const isSettledByHand = (finding: Finding, target: Read): boolean =>
  finding.manualCheck !== undefined && canBeSettled(finding, target);

/** Reasons that belong to one app alone: a manual check or `--allow-incomplete` may settle them, a failed step never. */
export const APP_LEVEL_REASONS: readonly Reason[] = ['not-returned', 'managed-not-shown', 'flag-not-visible'];
