import type { EcaPolicyFacts } from '../../metadata/facts.js';
import { componentKey } from '../../values.js';
import { observe, type Observation, type OpenFlow } from '../factors/observe.js';
import { networkOpen, seen } from '../factors/risk.js';
import { absent, fromKnown, present, unknown, type Signal } from '../factors/signal.js';
import { usersOf } from '../factors/usersOf.js';
import type { Reason } from '../model.js';
import type { Context, EcaSubject, PolicyRow } from '../subject.js';
import { CONTROL_ROWS, type EcaControl } from './control.js';
import { POLICY_OBJECT, policyEvidence } from './ecaEvidence.js';
import { HARDENING, hardeningEvidence, hardeningOf } from './hardening.js';
import {
  factsOf,
  isFileUnread,
  isOnByMetadata,
  isOnByQueryAlone,
  policiesOf,
  reasonClosed,
  type ClosedReason,
  type Policy,
} from './policies.js';
import type { Verdict } from './verdict.js';

const evaluate = (subject: EcaSubject, context: Context): Verdict => {
  const policies = policiesOf(subject);
  const observations = openPolicies(subject, context);
  return {
    reason: reasonOf(subject, policies, observations),
    evidence: [...policyEvidence(subject), ...observations.flatMap(hardeningEvidence)],
    observations,
  };
};

/** Each policy that is on by either source, with what is known around it. */
export const openPolicies = (subject: EcaSubject, context: Context): Observation[] =>
  policiesOf(subject)
    .filter((policy) => isOnByMetadata(policy) || isOnByQueryAlone(policy))
    .map((policy) => observe(openFlow(policy, subject), subject.app, context))
    .sort((a, b) => worstFirst(a) - worstFirst(b) || (a.component < b.component ? -1 : 1));

const worstFirst = (observation: Observation): number => HARDENING.indexOf(hardeningOf([observation]));

/** The first rule that applies decides. */
const reasonOf = (subject: EcaSubject, policies: readonly Policy[], open: readonly Observation[]): Reason => {
  if (open.length > 0 && isSwitchedOff(subject)) return 'app-disabled';
  if (policies.some(isOnByQueryAlone)) return 'enabled-by-query';
  const hardening = open.length > 0 ? hardeningOf(open) : undefined;
  if (hardening === 'not-hardened' || hardening === 'hardening-unknown') return hardening;
  const closed = policies.filter((policy) => !isOnByMetadata(policy)).map((policy) => whyClosed(policy, subject));
  const doubt = DOUBTS.find((reason) => closed.includes(reason));
  if (doubt) return doubt;
  if (hardening) return hardening;
  if (closed.length === 0) return reasonWithoutPolicy(subject);
  return closed.includes('flag-absent') ? 'flag-absent' : 'flow-disabled';
};

/** If it's unknown which app a policy belongs to, a flow that is off in it proves nothing about any app. */
const whyClosed = (policy: Policy, { isPolicyAlone, versionShowsFlag = true }: EcaSubject): ClosedReason => {
  const reason = reasonClosed(policy, versionShowsFlag);
  return isPolicyAlone && (reason === 'flow-disabled' || reason === 'flag-absent') ? 'policy-not-readable' : reason;
};

/** One policy that couldn't be evaluated is enough to keep the app from passing. */
const DOUBTS = ['too-large', 'unreadable', 'policy-not-readable', 'flag-not-visible'] as const;

const reasonWithoutPolicy = (subject: EcaSubject): Reason => {
  const { origin, crossCheck, unlinkedPolicies, arePoliciesUnlisted, missingFrom } = subject;
  if (unlinkedPolicies.length > 0 || arePoliciesUnlisted || missingFrom !== undefined) return 'policy-not-readable';
  if (origin === 'source') return 'policy-not-in-source';
  return crossCheck.known ? 'no-policy' : 'policy-not-readable';
};

/**
 * A file shows what its next deploy would set, not the state of an org, so in a source tree an app that is turned off
 * is only reported. An app that SOQL calls enabled doesn't count as turned off either.
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

/** An org never returns the secret, so only a file can contain one. */
const secretSignal = ({ secretInSource }: EcaSubject): Signal =>
  secretInSource ? fromKnown(secretInSource, (file) => (file === null ? absent() : present(file))) : unknown();

const openFlow = (policy: Policy, subject: EcaSubject): OpenFlow => {
  const signals = { 'full-scope': unknown(), 'secret-in-source': secretSignal(subject), certificate: unknown() };
  const { origin } = subject;
  const { metadata, row } = policy;
  const read = factsOf(policy);
  const facts = isOnByMetadata(policy) ? read : undefined;
  if (!facts || !metadata)
    return {
      component: `${POLICY_OBJECT}:${row?.developerName ?? ''}`,
      origin,
      // An empty value in SOQL doesn't contradict the metadata, whose flag isn't on.
      users: row?.executionUser === undefined && read ? usersOf(read) : [row?.executionUser],
      relaxations: [row?.ipRelaxation ?? read?.ipRelaxation ?? null],
      isPolicyUnread: isFileUnread(policy, subject),
      signals: { ...signals, 'session-timeout': unknown() },
    };
  const { sessionTimeoutInMinutes: timeout } = facts;
  return {
    component: componentKey(metadata),
    origin,
    ...bothSources(facts, row),
    mayHideUser: hiddenUser(subject),
    signals: { ...signals, 'session-timeout': timeout ? present(timeout) : absent() },
  };
};

/** A policy without a user in its metadata isn't hardened. But SOQL, if it wasn't read, may name an administrator. */
const hiddenUser = ({ origin, crossCheck }: EcaSubject): OpenFlow['mayHideUser'] =>
  origin === 'org' && !crossCheck.known ? 'rights' : undefined;

/**
 * An empty value in SOQL doesn't contradict the metadata. If the metadata has no IP relaxation, the value of SOQL is
 * used.
 */
const bothSources = (facts: EcaPolicyFacts, row: PolicyRow | undefined): Pick<OpenFlow, 'users' | 'relaxations'> => {
  const queriedUsers = row?.executionUser === undefined ? [] : [row.executionUser];
  const relaxations = [facts.ipRelaxation, row?.ipRelaxation ?? null].filter((value) => value !== null);
  return {
    users: [...usersOf(facts), ...queriedUsers],
    relaxations: relaxations.length > 0 ? relaxations : [null],
  };
};

export const externalClientAppControl: EcaControl = {
  id: 'eca-client-credentials-policy',
  appType: 'ExternalClientApplication',
  judges: 'ExternalClientApplication',
  shownSince: 60,
  severity: 'high',
  cvss: { low: 7, high: 8.9 },
  estimates: { higher: 8.9, baseline: 8, lower: 7 },
  action: 'disable-policy',
  rows: CONTROL_ROWS,
  evaluate,
  risk: {
    higher: [seen('broad-permissions', 'present'), seen('secret-in-source', 'present'), networkOpen],
    lower: [seen('user-active', 'present'), seen('broad-permissions', 'absent'), seen('network-restricted', 'present')],
  },
};
