import type { App } from '../posture/model.js';
import { appName } from '../posture/names.js';
import { factsOf, isOnByMetadata, isOnByQueryAlone, policiesOf } from '../posture/policies.js';
import type { ConnectedAppSubject, EcaSubject, Subject } from '../posture/subject.js';
import type { Coverage } from './coverage.js';
import { RETRIEVE_APPS, STEP_OF_TYPE } from './listing.js';
import type { OrgScope } from './model.js';

/** An app whose flow is on, and in whose name it runs. */
export type FlowApp = { app: App; executionUsers: readonly string[] };

/** That the flow is on is a fact of the metadata or of SOQL: no control is asked. Switched-off apps count. */
export const flowApps = (subjects: readonly Subject[]): FlowApp[] =>
  subjects.flatMap((subject) => {
    const users = subject.kind === 'ConnectedApp' ? connectedAppUsers(subject) : ecaUsers(subject);
    return users ? [{ app: subject.app, executionUsers: [...new Set(users)] }] : [];
  });

const connectedAppUsers = ({ metadata: { facts } }: ConnectedAppSubject): string[] | undefined =>
  facts !== 'not-returned' && facts.kind === 'ConnectedApp' && facts.flow.state === 'on'
    ? named(facts.executionUser)
    : undefined;

const ecaUsers = (subject: EcaSubject): string[] | undefined => {
  const policies = policiesOf(subject);
  const byMetadata = policies.filter(isOnByMetadata).flatMap((policy) => named(factsOf(policy)?.executionUser));
  const byQuery = policies.filter(isOnByQueryAlone).flatMap(({ row }) => named(row?.executionUser));
  return policies.some((policy) => isOnByMetadata(policy) || isOnByQueryAlone(policy))
    ? [...byMetadata, ...byQuery]
    : undefined;
};

const named = (username: string | undefined): string[] => (username === undefined ? [] : [username]);

const APP_LISTS: readonly string[] = [
  STEP_OF_TYPE.ConnectedApp,
  STEP_OF_TYPE.ExternalClientApplication,
  STEP_OF_TYPE.ExtlClntAppOauthConfigurablePolicies,
];

/** Whether no step failed that could have hidden an app with the flow on from `flowApps`. */
export const areAllRead = (subjects: readonly Subject[], coverage: Coverage): boolean =>
  !coverage.steps().some(({ step, status }) => status === 'failed' && hidesApps(step)) &&
  subjects.every((subject) => subject.kind === 'ConnectedApp' || arePoliciesLinked(subject));

const hidesApps = (step: string): boolean => APP_LISTS.includes(step) || step === RETRIEVE_APPS;

const arePoliciesLinked = ({ policies, unlinkedPolicies, crossCheck }: EcaSubject): boolean =>
  unlinkedPolicies.length === 0 && (policies.length > 0 || crossCheck.known);

/** Apps that did not come back, or whose flag could not be read, by their names; `Type:*` for a type nobody asked for. */
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

/** An installed app may be shown without what its publisher has set. */
const isConnectedAppRead = ({ app, metadata: { facts } }: ConnectedAppSubject): boolean =>
  isFlagRead(facts) && (!app.managed || isFlagShown(facts));

const isFlagShown = (facts: ConnectedAppSubject['metadata']['facts']): boolean =>
  facts !== 'not-returned' && facts.kind === 'ConnectedApp' && facts.hasOauthConfig && facts.flow.state !== 'absent';

/** SOQL alone proves that a flow is on, never that it is off. */
const isEcaRead = (subject: EcaSubject): boolean =>
  policiesOf(subject).every((policy) =>
    policy.metadata ? isFlagRead(policy.metadata.facts) : isOnByQueryAlone(policy),
  );
