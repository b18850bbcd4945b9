import type { Finding, Reason, Step, Target } from './model.js';

export const STEP_OF_TYPE = {
  ConnectedApp: 'list-connected-apps',
  ExternalClientApplication: 'list-external-client-apps',
  ExtlClntAppOauthConfigurablePolicies: 'list-oauth-policies',
  ExtlClntAppConfigurablePolicies: 'list-app-policies',
  Profile: 'list-profiles',
} as const;

/** Steps that would show apps: one of them that failed leaves no finding that could count instead. */
export const LISTS_OF_APPS: readonly string[] = [
  'list-connected-apps',
  'list-external-client-apps',
  'list-oauth-policies',
  'list-files',
  // SOQL knows external client apps that the Metadata API may not list.
  'query-external-client-apps',
];

/** Its steps that could hide an app whose flow is on. */
export const CROSS_CHECK: readonly string[] = ['query-external-client-apps', 'query-oauth-policies'];

export const APP_LISTS: readonly string[] = [
  STEP_OF_TYPE.ConnectedApp,
  STEP_OF_TYPE.ExternalClientApplication,
  STEP_OF_TYPE.ExtlClntAppOauthConfigurablePolicies,
  ...CROSS_CHECK,
];

export const FILES: readonly string[] = ['read-files', 'retrieve-apps'];

/** What a manual check or `--allow-incomplete` may settle: the gate, the waiver file and the reports ask here. */

type Judged = Pick<Finding, 'status' | 'reason'>;
type Read = Pick<Target, 'coverage'>;

/** Steps without which a file that was not returned says nothing of its app. */
const READING_FILES: readonly string[] = ['retrieve-apps', 'read-files'];

/** The failed step that kept the app's file back. It is mended and not settled: the app's own state is unknown. */
export const stepBehind = ({ reason }: Judged, { coverage }: Read): Step | undefined =>
  reason === 'not-returned'
    ? coverage.find(({ step, status }) => status === 'failed' && READING_FILES.includes(step))
    : undefined;

export const canBeSettled = (finding: Judged, target: Read): boolean =>
  finding.status === 'not-evaluated' &&
  APP_LEVEL_REASONS.includes(finding.reason) &&
  stepBehind(finding, target) === undefined;

export const isSettledByHand = (finding: Finding, target: Read): boolean =>
  finding.manualCheck !== undefined && canBeSettled(finding, target);

/** Reasons that belong to one app alone: a manual check or `--allow-incomplete` may settle them, a failed step never. */
export const APP_LEVEL_REASONS: readonly Reason[] = ['not-returned', 'managed-not-shown', 'flag-not-visible'];
