import type { App, ControlId, FactorId, Finding, Reason, Step, StepName, Target } from './model.js';

/**
 * What a failed step may hide. `apps`: apps without a finding, so that nothing else would show the gap. `file`: the
 * components of a listed app. `flow`: whether a listed app's flow is on, in either source. `app-switch`: whether an app
 * as a whole is turned off. `use`: logins. `unseen`: whether something that isn't shown doesn't exist.
 */
export type Hidden = 'apps' | 'file' | 'flow' | 'app-switch' | 'use' | 'unseen' | 'settings' | FactorId;

/** An empty list: the failure is reported, but no verdict, risk, or exit code depends on it. */
const HIDES: Readonly<Record<StepName, readonly Hidden[]>> = {
  'list-connected-apps': ['apps', 'user-dedicated'],
  'list-external-client-apps': ['apps', 'user-dedicated'],
  // The flow of an external client app is on in its policies. If a policy isn't listed, nothing shows that.
  'list-oauth-policies': ['apps', 'user-dedicated'],
  'list-app-policies': ['app-switch'],
  'list-profiles': ['admin-profile', 'broad-permissions', 'network-restricted'],
  // A folder that can't be read is like a list that the org didn't return.
  'list-files': ['apps', 'user-dedicated'],
  'retrieve-apps': ['file', 'flow', 'user-dedicated'],
  // A file that isn't an app's own may still contain something about one.
  'read-files': ['apps', 'file', 'flow', 'user-dedicated'],
  // SOQL may return external client apps that the Metadata API doesn't list, and assigns policies to listed apps.
  'query-external-client-apps': ['apps', 'flow', 'user-dedicated'],
  // Hides no app: every policy in it belongs to an app in the lists.
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
  // Without these permissions an empty list isn't accepted, so the list's own step fails.
  'caller-permissions': ['unseen'],
  // The apps whose settings it keeps back say so themselves.
  'retrieve-secret-setting': [],
  'list-oauth-settings': ['settings'],
  'retrieve-oauth-settings': ['settings'],
};

const HIDDEN_BY: ReadonlyMap<string, readonly Hidden[]> = new Map(Object.entries(HIDES));

const JUDGING_SETTINGS: ControlId = 'eca-flow-enablement';

/** A step that this version doesn't know may hide anything. */
const mayHide = (step: string, what: (hidden: Hidden) => boolean): boolean => HIDDEN_BY.get(step)?.some(what) ?? true;

/** The failed steps that may hide any of these. */
export const failedHiding = (coverage: readonly Step[], ...what: readonly Hidden[]): Step[] =>
  coverage.filter(({ step, status }) => status === 'failed' && mayHide(step, (hidden) => what.includes(hidden)));

/** If a step failed that shows flags, an external client app may have another policy that is on. */
export const areFlowsShown = (type: App['type'], coverage: readonly Step[]): boolean =>
  type === 'ConnectedApp' || failedHiding(coverage, 'flow').length === 0;

/** The failed steps that may hide a finding of the control. Settings have findings of one control alone. */
export const failedHidingFindings = (coverage: readonly Step[], control: ControlId): Step[] =>
  failedHiding(coverage, 'apps', ...(control === JUDGING_SETTINGS ? (['settings'] as const) : []));

export const failedHidingAnything = (coverage: readonly Step[]): Step[] =>
  coverage.filter(({ step, status }) => status === 'failed' && mayHide(step, () => true));

/** Without this step, an app that passes because it's turned off does so by its metadata alone. */
const APP_SWITCHES: StepName = 'query-app-policies';
export const passesUnconfirmed = ({ reason }: Pick<Finding, 'reason'>, coverage: readonly Step[]): boolean =>
  reason === 'app-disabled' && coverage.some(({ step, status }) => step === APP_SWITCHES && status === 'failed');

/** The failed steps on which a count of the result depends. */
export const failedTouching = ({ coverage, findings }: Pick<Target, 'coverage' | 'findings'>): Step[] => {
  const hiding = failedHidingAnything(coverage);
  const isTouched = findings.some((finding) => passesUnconfirmed(finding, coverage));
  // If the settings were read nevertheless, its failure had no effect.
  const isBehind = failedHiding(coverage, 'settings').length > 0;
  return coverage.filter(
    (step) =>
      hiding.includes(step) ||
      (isTouched && step.step === APP_SWITCHES) ||
      (isBehind && step.step === SECRET_SETTING && step.status === 'failed'),
  );
};

/** If it failed, the settings themselves may not have been requested. */
const SECRET_SETTING: StepName = 'retrieve-secret-setting';

/** Whether a step reads the factor. If not, the factor is unknown even if nothing fails. */
export const isReadByStep = (factor: FactorId): boolean =>
  Object.values(HIDES).some((hidden) => hidden.includes(factor));

/**
 * What a manual check or `--allow-incomplete` can settle. The gate, the waiver file, and the reports use these
 * functions.
 */

type Judged = Pick<Finding, 'status' | 'reason'>;
type Read = Pick<Target, 'coverage'>;

/**
 * The failed step that kept the app's file back. It has to be fixed and can't be settled, because the app's state is
 * unknown.
 */
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

/**
 * Reasons that belong to one app alone. A manual check or `--allow-incomplete` can settle them, unless a failed step is
 * behind them.
 */
export const APP_LEVEL_REASONS: readonly Reason[] = ['not-returned', 'managed-not-shown', 'flag-not-visible'];
