import { factsOf, isOnByQueryAlone, policiesOf, type Policy } from '../../posture/controls/policies.js';
import { readRelaxation } from '../../posture/factors/network.js';
import { namedUsers } from '../../posture/factors/usersOf.js';
import { userKey } from '../../posture/names.js';
import type { Context, EcaSubject } from '../../posture/subject.js';

/**
 * Whether SOQL shows anything that the file of the policy doesn't have. A deploy of the file could then turn the flow off
 * while the client still uses it, or change who it runs as.
 */
export const doSourcesDisagree = (subject: EcaSubject, { users }: Pick<Context, 'users'>): boolean => {
  const idOf = (user: string): string => users.get(userKey(user))?.userId ?? userKey(user);
  return policiesOf(subject).some(
    (policy) => isOnByQueryAlone(policy) || hasOtherUser(policy, idOf) || hasOtherRelaxation(policy),
  );
};

const hasOtherUser = (policy: Policy, idOf: (user: string) => string): boolean => {
  const facts = factsOf(policy);
  const user = policy.row?.executionUser;
  return facts !== undefined && !!user && !namedUsers(facts).some((named) => idOf(named) === idOf(user));
};

/** Without the element, *Enforce* applies. */
const hasOtherRelaxation = (policy: Policy): boolean => {
  const facts = factsOf(policy);
  const shown = policy.row?.ipRelaxation ?? null;
  return (
    facts !== undefined && shown !== null && readRelaxation(shown) !== readRelaxation(facts.ipRelaxation ?? ENFORCE)
  );
};

const ENFORCE = 'Enforce';
