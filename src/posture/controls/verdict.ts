import type { Observation } from '../factors/observe.js';
import type { App, Evidence, Reason, Remediation, Status } from '../model.js';

/** The result of one control for one app, with an observation for each flow that is on. */
export type Verdict = { reason: Reason; evidence: Evidence[]; observations: readonly Observation[] };

/** The status follows from the reason. Waivers are applied later, in another module. */
export const STATUS_OF: Readonly<Record<Reason, Exclude<Status, 'waived'>>> = {
  'flow-enabled': 'fail',
  'flow-disabled': 'pass',
  'flag-absent': 'pass',
  'no-oauth': 'not-applicable',
  'managed-not-shown': 'not-evaluated',
  'not-returned': 'not-evaluated',
  unreadable: 'not-evaluated',
  'app-disabled': 'pass',
  'enabled-by-query': 'fail',
  hardened: 'pass',
  'not-hardened': 'fail',
  'hardening-unknown': 'fail',
  'policy-not-readable': 'not-evaluated',
  'no-policy': 'not-applicable',
  'flag-not-visible': 'not-evaluated',
  'policy-not-in-source': 'not-applicable',
  'too-large': 'not-evaluated',
};

type Action = NonNullable<Remediation['action']>;

/** The subscriber owns the policy of a packaged external client app, but not a managed connected app. */
export const remediationOf = (reason: Reason, app: App, action: Action): Remediation => {
  const status = STATUS_OF[reason];
  if (status === 'not-evaluated') return { automatic: false, why: 'not-evaluated' };
  if (status !== 'fail') return { automatic: false, why: 'nothing-to-do' };
  if (reason === 'enabled-by-query') return { automatic: false, why: 'enabled-by-query' };
  if (reason === 'hardening-unknown') return { automatic: false, action, why: 'hardening-unknown' };
  if (action === 'disable-flow' && app.managed) return { automatic: false, why: 'managed' };
  return { automatic: true, action };
};
