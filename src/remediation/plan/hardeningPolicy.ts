import type { EcaPolicyFacts } from '../../metadata/facts.js';
import { factsOf, isOnByMetadata, policiesOf } from '../../posture/controls/policies.js';
import { namedUsers } from '../../posture/factors/usersOf.js';
import { userKey } from '../../posture/names.js';
import type { EcaSubject } from '../../posture/subject.js';

/** The policy of an app that is on, as far as its metadata shows it. */
export const openPolicyOf = (subject: EcaSubject): EcaPolicyFacts | undefined =>
  policiesOf(subject).filter(isOnByMetadata).map(factsOf)[0];

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
