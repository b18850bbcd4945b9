import { namedUsers } from '../../posture/factors/usersOf.js';
import type { App } from '../../posture/model.js';
import { appKey, isUserId, userKey } from '../../posture/names.js';
import type { Subject } from '../../posture/subject.js';

/** Who this session is to the org: turning off the app of its own login would lock it out. */
export type OwnSession = { username: string; clientId?: string };

/** The apps that client ids are known to belong to. */
export type Clients = ReadonlyMap<string, App>;

export type Owner = 'own' | 'suspected' | 'other';

/** The client of every CLI login that names no other. It is not an app of the org. */
const CLI_CLIENT = 'PlatformCLI';

/**
 * A client id that an app is known to have settles it. The keys of external client apps are never asked for, and some
 * log-ins do not tell theirs: then an app that runs as this very user, or as one that it names by an id, may be the one.
 */
export const ownerOf = (subject: Subject, { clientId, username }: OwnSession, clients: Clients): Owner => {
  const key = keyOf(subject);
  if (key !== undefined && clientId !== undefined) return key === clientId ? 'own' : 'other';
  const holder = clientId === undefined ? undefined : clients.get(clientId);
  const isKnownOther = clientId === CLI_CLIENT || (holder !== undefined && !isSameName(holder, subject.app));
  if (isKnownOther) return 'other';
  return usersOf(subject).some((user) => isUserId(user) || userKey(user) === userKey(username)) ? 'suspected' : 'other';
};

/** Of the connected apps that were read. They stay in memory. */
export const clientsOf = (subjects: readonly Subject[]): Clients =>
  new Map(
    subjects.flatMap((subject): [string, App][] => {
      const key = keyOf(subject);
      return key === undefined ? [] : [[key, subject.app]];
    }),
  );

/** An app that was carried over exists as both kinds, and may have kept its key. */
const isSameName = (one: App, other: App): boolean => appKey({ ...one, type: other.type }) === appKey(other);

const connectedAppFactsOf = (subject: Subject) =>
  subject.kind === 'ConnectedApp' && subject.metadata.facts !== 'not-returned' ? subject.metadata.facts : undefined;

const keyOf = (subject: Subject): string | undefined => {
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
