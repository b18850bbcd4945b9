import type { EcaPolicyFacts } from '../../metadata/facts.js';
import { factsOf, isOnByMetadata, policiesOf } from '../../posture/controls/policies.js';
import { namedUsers } from '../../posture/factors/usersOf.js';
import { userKey } from '../../posture/names.js';
import type { EcaSubject } from '../../posture/subject.js';

/** The policies of an app that are on, as its metadata shows them. Any of them may be the one that applies. */
export const openPoliciesOf = (subject: EcaSubject): EcaPolicyFacts[] =>
  policiesOf(subject)
    .filter(isOnByMetadata)
    .flatMap((policy) => factsOf(policy) ?? []);

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
