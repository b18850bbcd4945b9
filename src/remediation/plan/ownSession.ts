import { namedUsers } from '../../posture/factors/usersOf.js';
import type { App } from '../../posture/model.js';
import { appKey, isUserId, userKey } from '../../posture/names.js';
import type { Subject } from '../../posture/subject.js';

/** The identity of this session in the org. Turning off the app that it logged in with would lock it out. */
export type OwnSession = { username: string; clientId?: string };

/** The apps whose client IDs are known. */
export type Clients = ReadonlyMap<string, App>;

export type Owner = 'own' | 'suspected' | 'other';

/** The client of every CLI login that doesn't name another one. It isn't an app of the org. */
const CLI_CLIENT = 'PlatformCLI';

/**
 * If an app is known to have this client ID, that app is the one. The keys of external client apps are never requested,
 * and some logins don't show theirs. Then an app that runs as this user, or as a user that it names by ID, may be the
 * one.
 */
export const ownerOf = (subject: Subject, { clientId, username }: OwnSession, clients: Clients): Owner => {
  if (clientId !== undefined) {
    if (keyOf(subject) === clientId) return 'own';
    if (clientId === CLI_CLIENT || isOfOther(clientId, subject, clients)) return 'other';
  }
  return usersOf(subject).some((user) => isUserId(user) || userKey(user) === userKey(username)) ? 'suspected' : 'other';
};

/** Whether a client ID is known to be that of an app other than this one. */
export const isOfOther = (clientId: string, subject: Subject, clients: Clients): boolean => {
  const key = keyOf(subject);
  if (key !== undefined) return key !== clientId;
  const holder = clients.get(clientId);
  return holder !== undefined && !isSameName(holder, subject.app);
};

/** Whether the session is that of the CLI, or of an app that was read and that isn't this one. */
export const isOfOtherClient = (app: App, { clientId }: OwnSession, clients: Clients): boolean => {
  const holder = clientId === undefined ? undefined : clients.get(clientId);
  return clientId === CLI_CLIENT || (holder !== undefined && !isSameName(holder, app));
};

/** Of the connected apps that were read. Kept in memory only. */
export const clientsOf = (subjects: readonly Subject[]): Clients =>
  new Map(
    subjects.flatMap((subject): [string, App][] => {
      const key = keyOf(subject);
      return key === undefined ? [] : [[key, subject.app]];
    }),
  );

/** An app that was migrated exists as both types, and may have kept its key. */
const isSameName = (one: App, other: App): boolean => appKey({ ...one, type: other.type }) === appKey(other);

const connectedAppFactsOf = (subject: Subject) =>
  subject.kind === 'ConnectedApp' && subject.metadata.facts !== 'not-returned' ? subject.metadata.facts : undefined;

/** The consumer key of a connected app, if the org shows it. */
export const keyOf = (subject: Subject): string | undefined => {
  const facts = connectedAppFactsOf(subject);
  return facts?.kind === 'ConnectedApp' ? facts.consumerKey : undefined;
};

const usersOf = (subject: Subject): string[] => {
  if (subject.kind === 'ConnectedApp') {
    const facts = connectedAppFactsOf(subject);
    return facts?.kind === 'ConnectedApp' ? namedUsers(facts) : [];
  }
  const rows = subject.crossCheck.known ? subject.crossCheck.value : [];
  const named = subject.policies.flatMap(({ facts }) =>
    facts !== 'not-returned' && facts.kind !== 'unparsable' ? namedUsers(facts) : [],
  );
  return [...named, ...rows.flatMap(({ executionUser }) => executionUser ?? [])];
};
