import {
  factsOf,
  isFileUnread,
  isOnByMetadata,
  isOnByQueryAlone,
  policiesOf,
  type Policy,
} from '../../posture/controls/policies.js';
import { namedUsers } from '../../posture/factors/usersOf.js';
import type { App } from '../../posture/model.js';
import { appName } from '../../posture/names.js';
import { failedHiding } from '../../posture/steps.js';
import type { ConnectedAppSubject, EcaSubject, Subject } from '../../posture/subject.js';
import type { Coverage } from '../coverage.js';
import type { OrgScope } from '../model.js';

/** An app whose flow is on, and the users it runs as. */
export type FlowApp = {
  app: App;
  executionUsers: readonly string[];
  /** Users that only SOQL or a further copy of the element names. The app may run as them. */
  alsoNamed?: readonly string[];
  /**
   * A user may be missing: the app shows none, and the org may hide the user of such an app, or one of its two sources
   * wasn't read and may name one.
   */
  mayHideUser?: true;
};

/** Decided by metadata and SOQL alone, without a control. Includes apps that are turned off. */
export const flowApps = (subjects: readonly Subject[]): FlowApp[] =>
  subjects.flatMap((subject) => {
    const users = subject.kind === 'ConnectedApp' ? connectedAppUsers(subject) : ecaUsers(subject);
    return users ? [{ app: subject.app, ...users }] : [];
  });

type Users = Pick<FlowApp, 'executionUsers' | 'alsoNamed' | 'mayHideUser'>;

const connectedAppUsers = ({ app, mayBeInstalled, metadata: { facts } }: ConnectedAppSubject): Users | undefined => {
  if (facts === 'not-returned' || facts.kind !== 'ConnectedApp' || facts.flow.state !== 'on') return undefined;
  const named = namedUsers(facts);
  const mayHideUser = named.length === 0 && (app.managed || mayBeInstalled === true);
  return { ...believed(named.slice(0, 1), named), ...(mayHideUser && { mayHideUser }) };
};

const believed = (executionUsers: readonly string[], named: readonly string[]): Users => {
  const alsoNamed = [...new Set(named)].filter((user) => !executionUsers.includes(user));
  return { executionUsers: [...new Set(executionUsers)], ...(alsoNamed.length > 0 && { alsoNamed }) };
};

const ecaUsers = (subject: EcaSubject): Users | undefined => {
  const policies = policiesOf(subject);
  const byMetadata = policies.filter(isOnByMetadata);
  const byQuery = policies.filter(isOnByQueryAlone);
  if (byMetadata.length + byQuery.length === 0) return undefined;
  const first = byMetadata.flatMap((policy) => usersOfFile(policy).slice(0, 1));
  const named = [...byMetadata, ...byQuery].flatMap((policy) => [...usersOfFile(policy), ...usersOfRow(policy)]);
  const isUnqueried = named.length === 0 && subject.origin === 'org' && !subject.crossCheck.known;
  const mayHideUser = isUnqueried || byQuery.some((policy) => isFileUnread(policy, subject));
  return { ...believed([...first, ...byQuery.flatMap(usersOfRow)], named), ...(mayHideUser && { mayHideUser }) };
};

const usersOfRow = ({ row }: Policy): string[] => (row?.executionUser === undefined ? [] : [row.executionUser]);

const usersOfFile = ({ metadata }: Policy): string[] => namedIn(metadata?.facts ?? 'not-returned');

const namedIn = (facts: Facts): string[] => {
  if (facts === 'not-returned') return [];
  return facts.kind === 'unparsable' ? (facts.users ?? []) : namedUsers(facts);
};

/** All names under which a user has to be looked up. */
export const usersOf = ({ executionUsers, alsoNamed = [] }: FlowApp): string[] => [...executionUsers, ...alsoNamed];

/**
 * Apps that may run as a user: their flag isn't shown or can't be read, they are managed, or only one of two
 * sources names that user.
 */
export const suspectApps = (subjects: readonly Subject[]): FlowApp[] =>
  subjects.flatMap((subject) => {
    const users = subject.kind === 'ConnectedApp' ? suspectUsers(subject) : suspectPolicyUsers(subject);
    const also = flowApps([subject]).flatMap(({ alsoNamed = [] }) => alsoNamed);
    const executionUsers = [...new Set([...users, ...also])];
    return executionUsers.length > 0 ? [{ app: subject.app, executionUsers }] : [];
  });

const suspectUsers = ({ app, mayBeInstalled, metadata: { facts } }: ConnectedAppSubject): string[] => {
  if (facts === 'not-returned' || facts.kind === 'unparsable') return namedIn(facts);
  const isOff = facts.flow.state === 'off' && !app.managed && !mayBeInstalled;
  return facts.flow.state === 'on' || isOff ? [] : namedUsers(facts);
};

const isKnownOff = (policy: Policy): boolean => {
  const state = factsOf(policy)?.flow.state;
  return state === 'off' || (state === 'absent' && policy.row?.enabled === false);
};

const suspectPolicyUsers = (subject: EcaSubject): string[] =>
  policiesOf(subject)
    .filter((policy) => !isOnByMetadata(policy) && !isOnByQueryAlone(policy))
    .filter((policy) => subject.app.managed || !isKnownOff(policy))
    .flatMap((policy) => [...usersOfFile(policy), ...usersOfRow(policy)]);

/** False if a step failed that could have hidden an app with the flow on from `flowApps`. */
export const areAllRead = (subjects: readonly Subject[], coverage: Coverage): boolean =>
  failedHiding(coverage.steps(), 'apps', 'flow').length === 0 &&
  subjects.every((subject) => subject.kind === 'ConnectedApp' || arePoliciesLinked(subject));

const arePoliciesLinked = ({ policies, unlinkedPolicies, crossCheck }: EcaSubject): boolean =>
  unlinkedPolicies.length === 0 && (policies.length > 0 || crossCheck.known);

/**
 * Names of apps that weren't returned, or whose flag couldn't be read. `Type:*` means every app of a type that wasn't
 * requested.
 */
export const unreadApps = (
  subjects: readonly Subject[],
  { connectedApps, externalClientApps }: Pick<OrgScope, 'connectedApps' | 'externalClientApps'>,
): string[] =>
  [
    ...(connectedApps ? [] : ['ConnectedApp:*']),
    ...(externalClientApps ? [] : ['ExternalClientApplication:*']),
    ...subjects.filter((subject) => !isRead(subject)).map(({ app }) => appName(app)),
  ].sort();

const isRead = (subject: Subject): boolean =>
  subject.kind === 'ConnectedApp' ? isConnectedAppRead(subject) : isEcaRead(subject);

type Facts = ConnectedAppSubject['metadata']['facts'] | EcaSubject['policies'][number]['facts'];

const isFlagRead = (facts: Facts): boolean =>
  facts !== 'not-returned' && facts.kind !== 'unparsable' && facts.flow.state !== 'unreadable';

/** An org may show an installed app without its publisher's settings, or without the user that the subscriber chose. */
const isConnectedAppRead = ({ app, mayBeInstalled, metadata: { facts } }: ConnectedAppSubject): boolean =>
  isFlagRead(facts) && (!(app.managed || mayBeInstalled) || isShown(facts));

const isShown = (facts: ConnectedAppSubject['metadata']['facts']): boolean => {
  if (facts === 'not-returned' || facts.kind !== 'ConnectedApp' || !facts.hasOauthConfig) return false;
  const { flow, executionUser } = facts;
  return flow.state !== 'absent' && !(flow.state === 'on' && executionUser === undefined);
};

/** SOQL alone can prove that a flow is on, but not that it's off. */
const isEcaRead = (subject: EcaSubject): boolean =>
  policiesOf(subject).every((policy) =>
    policy.metadata ? isFlagRead(policy.metadata.facts) : isOnByQueryAlone(policy),
  );
