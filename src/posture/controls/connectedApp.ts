import type { ConnectedAppFacts } from '../../metadata/facts.js';
import { componentKey } from '../../values.js';
import { observe, type OpenFlow } from '../factors/observe.js';
import { seen } from '../factors/risk.js';
import { absent, present, type Signal, unknown } from '../factors/signal.js';
import { namedUsers, shownUsers, usersOf } from '../factors/usersOf.js';
import type { Evidence, Reason } from '../model.js';
import type { ConnectedAppSubject, Context } from '../subject.js';
import { CONTROL_ROWS, type ConnectedAppControl } from './control.js';
import { rowsOf, sourceOf, unreadRows } from './evidence.js';
import type { Verdict } from './verdict.js';

const DEFAULT_RELAXATION = 'ENFORCE';

const evaluate = (subject: ConnectedAppSubject, context: Context): Verdict => {
  const { facts } = subject.metadata;
  if (facts === 'not-returned' || facts.kind === 'unparsable') {
    const evidence = [
      ...managedRows(subject),
      ...unlistedRows(subject),
      ...unreadRows(subject.origin, subject.metadata, facts),
    ];
    return { reason: reasonUnread(facts), evidence, observations: [] };
  }
  return {
    reason: reasonOf(subject, facts),
    evidence: [...managedRows(subject), ...metadataRows(subject, facts)],
    observations: isOpen(subject, facts) ? [observe(openFlow(subject, facts), subject.app, context)] : [],
  };
};

/** The publisher sets a managed app's flag. The subscriber turns the flow on by choosing a Run As user. */
const isOpen = ({ app }: ConnectedAppSubject, { flow, executionUser }: ConnectedAppFacts): boolean =>
  flow.state === 'on' && (!app.managed || executionUser !== undefined);

const reasonUnread = (facts: Exclude<ConnectedAppSubject['metadata']['facts'], ConnectedAppFacts>): Reason => {
  if (facts === 'not-returned') return 'not-returned';
  return facts.problem === 'too-large' ? 'too-large' : 'unreadable';
};

const reasonOf = (subject: ConnectedAppSubject, facts: ConnectedAppFacts): Reason => {
  const { flow, hasOauthConfig, showsNewerElements } = facts;
  if (isOpen(subject, facts)) return 'flow-enabled';
  if (flow.state === 'unreadable') return 'unreadable';
  const mayBeManaged = mayHideParts(subject);
  // One of the two without the other proves nothing, because the org may hide the other.
  if (mayBeManaged && namedUsers(facts).length > 0) return 'managed-not-shown';
  if (flow.state === 'off') return 'flow-disabled';
  if (mayBeManaged) return 'managed-not-shown';
  if (!hasOauthConfig) return 'no-oauth';
  const flagWouldShow = subject.versionShowsFlag && (subject.origin === 'org' || showsNewerElements);
  return flagWouldShow ? 'flag-absent' : 'flag-not-visible';
};

const openFlow = (subject: ConnectedAppSubject, facts: ConnectedAppFacts): OpenFlow => ({
  component: componentKey(subject.metadata),
  origin: subject.origin,
  users: usersOf(facts),
  mayHideUser: mayHideParts(subject) ? 'all' : undefined,
  relaxations: [facts.ipRelaxation ?? (facts.hasOauthPolicy || mayHideParts(subject) ? null : DEFAULT_RELAXATION)],
  signals: {
    'full-scope': scopeSignal(subject, facts),
    'session-timeout': unknown(),
    'secret-in-source': secretSignal(subject.origin, facts, subject.app.file),
    certificate: certificateSignal(subject, facts),
  },
});

/** An org may hide parts of a managed app, so a missing part proves nothing. */
const mayHideParts = ({ app, mayBeInstalled }: ConnectedAppSubject): boolean => app.managed || mayBeInstalled === true;

const scopeSignal = (subject: ConnectedAppSubject, { scopes }: ConnectedAppFacts): Signal => {
  if (scopes.length === 0 && mayHideParts(subject)) return unknown();
  return scopes.some((scope) => scope.toLowerCase() === 'full') ? present() : absent();
};

/** Only a valid certificate gets a login, so no other makes a move to JWT bearer easier. */
const certificateSignal = (subject: ConnectedAppSubject, { hasCertificate }: ConnectedAppFacts): Signal => {
  const { certificate } = subject;
  if (!hasCertificate) return mayHideParts(subject) ? unknown() : absent();
  if (!certificate) return unknown();
  if (certificate.state === 'unreadable') return unknown('certificate-unreadable');
  return certificate.state === 'valid' ? present() : absent(`${certificate.state}: ${certificate.date.slice(0, 10)}`);
};

/** An org never returns the secret, so only a file can contain one. */
const secretSignal = (
  origin: ConnectedAppSubject['origin'],
  { secretOffset }: ConnectedAppFacts,
  file?: string,
): OpenFlow['signals']['secret-in-source'] => {
  if (secretOffset !== undefined) return present(file);
  return origin === 'source' ? absent() : unknown();
};

const managedRows = ({ app, metadata, mayBeInstalled }: ConnectedAppSubject): Evidence[] => {
  const state = app.managed ? 'installed' : null;
  return app.managed || mayBeInstalled ? rowsOf('listing', componentKey(metadata), { manageableState: state }) : [];
};

/** Evidence for an app that only SOQL returns. */
const unlistedRows = ({ app, isUnlisted }: ConnectedAppSubject): Evidence[] =>
  isUnlisted ? rowsOf('query', 'ConnectedApplication', { Name: app.label ?? app.name }) : [];

const metadataRows = (
  { origin, app, metadata, versionShowsFlag, mayBeInstalled }: ConnectedAppSubject,
  facts: ConnectedAppFacts,
): Evidence[] => {
  const rows = (values: Record<string, string | null>): Evidence[] =>
    rowsOf(sourceOf(origin), componentKey(metadata), values);
  const stray = facts.flow.stray === undefined ? [] : rows({ '*.isClientCredentialEnabled': facts.flow.stray });
  if (!facts.hasOauthConfig) return [...rows({ oauthConfig: null }), ...stray];
  const flag = [...rows({ 'oauthConfig.isClientCredentialEnabled': facts.flow.value }), ...stray];
  const user = rows({ 'oauthConfig.oauthClientCredentialUser': shownUsers(facts) });
  if (facts.flow.state === 'on') return [...flag, ...user, ...rows({ 'oauthPolicy.ipRelaxation': facts.ipRelaxation })];
  if (app.managed || mayBeInstalled) return [...flag, ...user];
  if (facts.flow.state !== 'absent' || origin === 'org') return flag;
  return [
    ...flag,
    ...rows({ 'api-56-or-later': String(versionShowsFlag), 'api-57-elements': String(facts.showsNewerElements) }),
  ];
};

export const connectedAppControl: ConnectedAppControl = {
  id: 'connected-app-client-credentials',
  appType: 'ConnectedApp',
  judges: 'ConnectedApp',
  shownSince: 56,
  severity: 'critical',
  cvss: { low: 9, high: 10 },
  estimates: { higher: 10, baseline: 9.5, lower: 9 },
  action: 'disable-flow',
  rows: CONTROL_ROWS,
  evaluate,
  risk: {
    higher: [seen('admin-profile', 'present'), seen('modify-all-data', 'present'), seen('secret-in-source', 'present')],
    lower: [
      seen('admin-profile', 'absent'),
      seen('modify-all-data', 'absent'),
      seen('network-restricted', 'present'),
      seen('monitoring', 'present'),
    ],
  },
};
