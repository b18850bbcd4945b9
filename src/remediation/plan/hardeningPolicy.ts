import type { EcaPolicyFacts } from '../../metadata/facts.js';
import { factsOf, isOnByMetadata, policiesOf } from '../../posture/controls/policies.js';
import { namedUsers } from '../../posture/factors/usersOf.js';
import { fold, userKey } from '../../posture/names.js';
import type { EcaSubject } from '../../posture/subject.js';

/** The policies of an app that are on, as its metadata shows them. Any of them may be the one that applies. */
export const openPoliciesOf = (subject: EcaSubject): EcaPolicyFacts[] =>
  policiesOf(subject)
    .filter(isOnByMetadata)
    .flatMap((policy) => factsOf(policy) ?? []);

/**
 * The IP relaxation by SOQL, of a policy that is on and whose metadata has none. A restore, which works on the metadata,
 * couldn't bring it back. The default needs no restoring.
 */
export const hiddenRelaxation = (subject: EcaSubject): { value: string } | undefined => {
  const hidden = policiesOf(subject)
    .filter(isOnByMetadata)
    .filter((policy) => factsOf(policy)?.ipRelaxation === null)
    .map(({ row }) => String(row?.ipRelaxation ?? 'unknown').trim())
    .find((value) => !DEFAULT_RELAXATIONS.includes(fold(value)));
  return hidden === undefined ? undefined : { value: hidden };
};

/** *Enforce*, as a word and as the number of SOQL. */
const DEFAULT_RELAXATIONS: readonly string[] = ['enforce', '0'];

/** Who runs every policy that is on, by the metadata that a change would edit. */
export const runsAlready = (subject: EcaSubject, username: string): boolean =>
  openPoliciesOf(subject).every((facts) => namedUsers(facts).some((user) => userKey(user) === userKey(username)));

/** Who runs it, by both sources. They agree where they name one user. */
export const namedBy = (subject: EcaSubject): { users: string[]; isAgreed: boolean } => {
  const users = policiesOf(subject)
    .filter(isOnByMetadata)
    .flatMap((policy) => {
      const facts = factsOf(policy);
      return [...(facts ? namedUsers(facts) : []), ...(policy.row?.executionUser ? [policy.row.executionUser] : [])];
    });
  const distinct = [...new Map(users.map((user) => [userKey(user), user])).values()];
  return { users: distinct, isAgreed: distinct.length <= 1 };
};
