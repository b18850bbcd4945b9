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
  'settings-flow-on': 'fail',
  'settings-not-read': 'not-evaluated',
  'settings-not-in-source': 'not-applicable',
};

type Action = NonNullable<Remediation['action']>;

/** A packaged external client app's policy belongs to the subscriber; a managed connected app does not. */
export const remediationOf = (reason: Reason, app: App, action?: Action): Remediation => {
  const status = STATUS_OF[reason];
  if (status === 'not-evaluated') return { automatic: false, why: 'not-evaluated' };
  if (status !== 'fail') return { automatic: false, why: 'nothing-to-do' };
  if (action === undefined) return { automatic: false, why: 'settings-level' };
  if (reason === 'enabled-by-query') return { automatic: false, why: 'enabled-by-query' };
  if (reason === 'hardening-unknown') return { automatic: false, action, why: 'hardening-unknown' };
  if (action === 'disable-flow' && app.managed) return { automatic: false, why: 'managed' };
  return { automatic: true, action };
};
