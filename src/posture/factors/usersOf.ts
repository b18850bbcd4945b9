import type { ConnectedAppFacts, EcaPolicyFacts } from '../../metadata/facts.js';

type UserFacts = Pick<ConnectedAppFacts | EcaPolicyFacts, 'executionUser' | 'userCopies'>;

/** Whom a file names as execution user: one, nobody, or, where its copies differ, what each says, an empty one included. */
export const usersOf = ({ executionUser, userCopies }: UserFacts): readonly (string | undefined)[] =>
  userCopies ?? [executionUser];

export const namedUsers = (facts: UserFacts): string[] => usersOf(facts).flatMap((name) => name || []);

/** As evidence shows it. */
export const shownUsers = ({ executionUser, userCopies }: UserFacts): string | null =>
  userCopies ? userCopies.map((name) => JSON.stringify(name)).join(', ') : (executionUser ?? null);
