import { factsOf, isOnByMetadata, policiesOf } from '../../posture/controls/policies.js';
import { usersOf } from '../../posture/factors/usersOf.js';
import { userKey } from '../../posture/names.js';
import type { Context, Subject } from '../../posture/subject.js';
import { componentKey } from '../../values.js';

type ReadAround = { subjects: readonly Subject[]; context: Pick<Context, 'users'> };

/**
 * Run As users that only SOQL shows, by the `Type:fullName` of the policy. The file of the policy names none, so the
 * snapshot keeps them beside it: without one, a restored flow would issue no token.
 */
export const hiddenUsers = ({ subjects, context }: ReadAround): ReadonlyMap<string, string> =>
  new Map(
    subjects.flatMap((subject) => {
      if (subject.kind !== 'ExternalClientApplication') return [];
      return policiesOf(subject)
        .filter(isOnByMetadata)
        .flatMap((policy): [string, string][] => {
          const { metadata, row } = policy;
          const facts = factsOf(policy);
          const user = row?.executionUser;
          if (!metadata || !facts || user === undefined || usersOf(facts).some((named) => named !== undefined))
            return [];
          const key = componentKey({ type: 'ExtlClntAppOauthConfigurablePolicies', fullName: metadata.fullName });
          return [[key, context.users.get(userKey(user))?.username ?? user]];
        });
    }),
  );
