import type { ConnectedAppFacts, EcaPolicyFacts } from '../../metadata/facts.js';

type UserFacts = Pick<ConnectedAppFacts | EcaPolicyFacts, 'executionUser' | 'userCopies'>;

/**
 * The Run As users that a file names: one, none, or if its copies differ, the value of each copy, including empty ones.
 */
export const usersOf = ({ executionUser, userCopies }: UserFacts): readonly (string | undefined)[] =>
  userCopies ?? [executionUser];

export const namedUsers = (facts: UserFacts): string[] => usersOf(facts).flatMap((name) => name || []);

/** The users as evidence shows them. */
export const shownUsers = ({ executionUser, userCopies }: UserFacts): string | null =>
  userCopies ? userCopies.map((name) => JSON.stringify(name)).join(', ') : (executionUser ?? null);
