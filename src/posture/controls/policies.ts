import type { EcaPolicyFacts } from '../../metadata/facts.js';
import type { Reason } from '../model.js';
import { fold } from '../names.js';
import type { Component, EcaSubject, PolicyRow } from '../subject.js';

/** One OAuth policy in its two sources. At least one of them has it. */
export type Policy = { metadata: Component<EcaPolicyFacts> | undefined; row: PolicyRow | undefined };

/**
 * An app has one policy, whatever name each source gives it. Only if a source has several do the names decide. A row or
 * component without a counterpart counts as a policy of its own.
 */
export const policiesOf = ({ policies, crossCheck }: EcaSubject): Policy[] => {
  const rows = crossCheck.known ? crossCheck.value : [];
  if (policies.length === 1 && rows.length === 1) return [{ metadata: policies[0], row: rows[0] }];
  const paired = policies.map((metadata) => ({ metadata, row: rows.find((row) => isNamed(row, metadata)) }));
  const unpaired = rows.filter((row) => !paired.some((policy) => policy.row === row));
  return [...paired, ...unpaired.map((row) => ({ metadata: undefined, row }))];
};

const isNamed = ({ developerName }: PolicyRow, { fullName }: Component<unknown>): boolean =>
  fold(developerName) === fold(fullName);

export const factsOf = ({ metadata }: Policy): EcaPolicyFacts | undefined =>
  metadata === undefined || metadata.facts === 'not-returned' || metadata.facts.kind === 'unparsable'
    ? undefined
    : metadata.facts;

export const isOnByMetadata = (policy: Policy): boolean => factsOf(policy)?.flow.state === 'on';

/** If the sources disagree, the one that says "on" wins. */
export const isOnByQueryAlone = (policy: Policy): boolean => !isOnByMetadata(policy) && policy.row?.enabled === true;

/** The policy in the metadata, which may have another user or a wider IP relaxation than SOQL, couldn't be read. */
export const isFileUnread = (policy: Policy, { origin, arePoliciesUnlisted }: EcaSubject): boolean =>
  origin === 'org' && (policy.metadata === undefined ? arePoliciesUnlisted === true : factsOf(policy) === undefined);

export type ClosedReason = Extract<
  Reason,
  'flow-disabled' | 'flag-absent' | 'flag-not-visible' | 'unreadable' | 'too-large' | 'policy-not-readable'
>;

/** For a policy that neither source calls on: whether it counts as off, or why not. */
export const reasonClosed = (policy: Policy, versionShowsFlag: boolean): ClosedReason => {
  const facts = policy.metadata?.facts ?? 'not-returned';
  if (facts === 'not-returned') return 'policy-not-readable';
  if (facts.kind === 'unparsable') return facts.problem === 'too-large' ? 'too-large' : 'unreadable';
  if (facts.flow.state === 'off') return 'flow-disabled';
  if (facts.flow.state !== 'absent') return 'unreadable';
  return versionShowsFlag ? 'flag-absent' : 'flag-not-visible';
};
