import { POLICY_OBJECT, policyEvidence } from '../ecaEvidence.js';
import { componentName } from '../evidence.js';
import { HARDENING, hardeningEvidence, hardeningOf } from '../hardening.js';
import type { Reason } from '../model.js';
import { observe, type Observation, type OpenFlow } from '../observe.js';
import { factsOf, isOnByMetadata, isOnByQueryAlone, policiesOf, reasonClosed, type Policy } from '../policies.js';
import { networkOpen, seen } from '../risk.js';
import { absent, present, unknown } from '../signal.js';
import type { Context, EcaSubject, Origin } from '../subject.js';
import { usersOf } from '../usersOf.js';
import type { Verdict } from '../verdict.js';
import { CONTROL_ROWS, type EcaControl } from './control.js';

const evaluate = (subject: EcaSubject, context: Context): Verdict => {
  const policies = policiesOf(subject);
  const observations = policies
    .filter((policy) => isOnByMetadata(policy) || isOnByQueryAlone(policy))
    .map((policy) => observe(openFlow(policy, subject.origin), subject.app, context))
    .sort((a, b) => worstFirst(a) - worstFirst(b) || (a.component < b.component ? -1 : 1));
  return {
    reason: reasonOf(subject, policies, observations),
    evidence: [...policyEvidence(subject), ...observations.flatMap(hardeningEvidence)],
    observations,
  };
};

const worstFirst = (observation: Observation): number => HARDENING.indexOf(hardeningOf([observation]));

/** The first rule that applies. */
const reasonOf = (subject: EcaSubject, policies: readonly Policy[], open: readonly Observation[]): Reason => {
  if (open.length > 0 && isSwitchedOff(subject)) return 'app-disabled';
  if (policies.some(isOnByQueryAlone)) return 'enabled-by-query';
  const hardening = open.length > 0 ? hardeningOf(open) : undefined;
  if (hardening === 'not-hardened' || hardening === 'hardening-unknown') return hardening;
  const closed = policies
    .filter((policy) => !isOnByMetadata(policy))
    .map((policy) => reasonClosed(policy, subject.versionShowsFlag ?? true));
  const doubt = DOUBTS.find((reason) => closed.includes(reason));
  if (doubt) return doubt;
  if (hardening) return hardening;
  if (closed.length === 0) return reasonWithoutPolicy(subject);
  return closed.includes('flag-absent') ? 'flag-absent' : 'flow-disabled';
};

/** One policy that could not be judged is enough to keep the app from passing. */
const DOUBTS = ['too-large', 'unreadable', 'policy-not-readable', 'flag-not-visible'] as const;

const reasonWithoutPolicy = ({ origin, crossCheck, unlinkedPolicies }: EcaSubject): Reason => {
  if (unlinkedPolicies.length > 0) return 'policy-not-readable';
  if (origin === 'source') return 'policy-not-in-source';
  return crossCheck.known ? 'no-policy' : 'policy-not-readable';
};

/**
 * A file says what its next deploy would set, not what an org has: in a source tree a switched-off app is only told. Nor is
 * one switched off that SOQL calls enabled.
 */
const isSwitchedOff = ({ origin, plugins, appPolicyRows = [] }: EcaSubject): boolean => {
  const read = plugins.map(({ facts }) =>
    facts === 'not-returned' || facts.kind === 'unparsable' ? undefined : facts,
  );
  if (origin === 'source' || read.length === 0) return false;
  return (
    (read.every((facts) => facts?.appEnabled.state === 'off') && !appPolicyRows.some((row) => row.appEnabled)) ||
    (read.every((facts) => facts?.pluginEnabled.state === 'off') && !appPolicyRows.some((row) => row.pluginEnabled))
  );
};

const openFlow = (policy: Policy, origin: Origin): OpenFlow => {
  const signals = { 'full-scope': unknown(), 'secret-in-source': unknown(), certificate: unknown() };
  const facts = isOnByMetadata(policy) ? factsOf(policy) : undefined;
  const timeout = facts?.sessionTimeoutInMinutes;
  const queried = policy.row?.executionUser;
  const relaxation = policy.row?.ipRelaxation ?? null;
  return {
    component:
      facts && policy.metadata ? componentName(policy.metadata) : `${POLICY_OBJECT}:${policy.row?.developerName ?? ''}`,
    origin,
    // What SOQL leaves empty contradicts nothing.
    users: facts ? [...usersOf(facts), ...(queried === undefined ? [] : [queried])] : [queried],
    relaxations:
      facts && facts.ipRelaxation !== null ? [facts.ipRelaxation, relaxation ?? facts.ipRelaxation] : [relaxation],
    signals: { ...signals, 'session-timeout': facts ? (timeout ? present(timeout) : absent()) : unknown() },
  };
};

export const externalClientAppControl: EcaControl = {
  id: 'eca-client-credentials-policy',
  appType: 'ExternalClientApplication',
  severity: 'high',
  cvss: { low: 7, high: 8.9 },
  estimates: { higher: 8.9, baseline: 8, lower: 7 },
  action: 'disable-policy',
  rows: CONTROL_ROWS,
  evaluate,
  risk: {
    higher: [seen('broad-permissions', 'present'), networkOpen],
    lower: [seen('user-active', 'present'), seen('broad-permissions', 'absent'), seen('network-restricted', 'present')],
  },
};
