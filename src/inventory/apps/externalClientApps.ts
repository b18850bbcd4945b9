import type { EcaHeaderFacts, Unparsable } from '../../metadata/facts.js';
import { ecaHeaderFacts, ecaPluginFacts, ecaPolicyFacts } from '../../metadata/read/externalClientApp.js';
import type { ListedComponent } from '../../org/door.js';
import type { RetrievedApps } from '../../org/requests/retrieve/retrieveAll.js';
import type { Known } from '../../posture/known.js';
import type { App } from '../../posture/model.js';
import { fold, fullNameOf, splitName } from '../../posture/names.js';
import type { Component, EcaSubject, PolicyRow } from '../../posture/subject.js';
import { componentKey, defined } from '../../values.js';
import { onlyId } from './appIds.js';
import { factsOfCopies, isManaged } from './copies.js';
import type { CrossCheck, QueriedApp } from './crossCheck.js';
import { linkAppPolicies, linkPlugin, linkPolicies } from './ecaLinks.js';
import { EcaRegistry, type EcaEntry } from './ecaRegistry.js';
import { byComponent } from './listing.js';

export type EcaLists = {
  apps: ListedComponent[];
  policies: ListedComponent[];
  plugins: ListedComponent[];
  /** The list of policies came, and is believed. */
  arePoliciesListed: boolean;
};

/**
 * External client apps are the union of those that the list, the policies, and SOQL name. A policy belongs to the app
 * that its element names, a row to the app with its ID. No name is derived from another.
 */
export const externalClientAppSubjects = (
  lists: EcaLists,
  retrieved: RetrievedApps,
  crossCheck: CrossCheck,
): EcaSubject[] => {
  const apps = new EcaRegistry();
  const contacts = contactsIn(lists.apps, retrieved);
  for (const copies of byComponent(lists.apps))
    for (const row of copies) apps.addListed(listedApp(row, copies, retrieved), row.id);
  if (crossCheck.apps.known) for (const row of crossCheck.apps.value) apps.addQueried(queriedApp(row), row.id);

  const rows = crossCheck.policies.known ? crossCheck.policies.value : [];
  const policies = byComponent(lists.policies).map((copies) => ({
    row: copies[0],
    component: component(copies, retrieved, ecaPolicyFacts),
  }));
  const unlinkedPolicies = linkPolicies(policies, rows, apps);
  for (const copies of byComponent(lists.plugins)) linkPlugin(component(copies, retrieved, ecaPluginFacts), apps);
  if (crossCheck.appPolicies.known) linkAppPolicies(crossCheck.appPolicies.value, apps);
  return apps.entries().map((entry) => ({
    kind: 'ExternalClientApplication',
    origin: 'org',
    app: entry.app,
    policies: entry.policies,
    plugins: entry.plugins,
    crossCheck: rowsOf(entry, crossCheck.policies),
    ...(entry.appPolicyRows.length > 0 && { appPolicyRows: entry.appPolicyRows }),
    unlinkedPolicies,
    ...defined({ missingFrom: missingFrom(entry, crossCheck) }),
    ...(entry.isPolicyAlone && { isPolicyAlone: true as const }),
    ...defined({ id: onlyId(entry.ids), contact: contacts.get(fold(fullNameOf(entry.app))) }),
    ...(!lists.arePoliciesListed && { arePoliciesUnlisted: true as const }),
  }));
};

/** A source that doesn't show an app can't say that the app has no policy. */
const missingFrom = ({ isListed, isQueried }: EcaEntry, { apps }: CrossCheck): EcaSubject['missingFrom'] => {
  if (!isListed) return 'listing';
  return apps.known && !isQueried ? 'query' : undefined;
};

const headerOf = (row: ListedComponent, { files }: RetrievedApps): EcaHeaderFacts | undefined => {
  const file = files.get(componentKey(row));
  const header = file && ecaHeaderFacts(file.text);
  return header?.kind === 'ExternalClientApplication' ? header : undefined;
};

const contactsIn = (rows: readonly ListedComponent[], retrieved: RetrievedApps): Map<string, string | undefined> =>
  new Map(
    rows.map((row) => [
      fold(fullNameOf(splitName(row.fullName, row.namespacePrefix))),
      headerOf(row, retrieved)?.contact,
    ]),
  );

const listedApp = (row: ListedComponent, copies: readonly ListedComponent[], retrieved: RetrievedApps): App => ({
  type: 'ExternalClientApplication',
  ...splitName(row.fullName, row.namespacePrefix),
  managed: isManaged(copies),
  ...defined({ label: headerOf(row, retrieved)?.label }),
});

const queriedApp = ({ name, namespace, label }: QueriedApp): App => ({
  type: 'ExternalClientApplication',
  ...splitName(name, namespace),
  managed: false,
  ...defined({ label }),
});

const component = <F>(
  copies: readonly [ListedComponent, ...ListedComponent[]],
  retrieved: RetrievedApps,
  read: (text: string) => F | Unparsable,
): Component<F> => {
  const [{ type, fullName }] = copies;
  return { type, fullName, facts: factsOfCopies(copies, retrieved, read) };
};

const rowsOf = ({ hasId, rows }: EcaEntry, policies: Known<unknown>): Known<PolicyRow[]> => {
  if (!policies.known) return policies;
  if (!hasId && rows.length === 0) return { known: false, why: 'no-id' };
  const value = rows.map(({ developerName, enabled, executionUser, ipRelaxation }) => ({
    developerName,
    enabled,
    ipRelaxation,
    ...defined({ executionUser }),
  }));
  return { known: true, value };
};
