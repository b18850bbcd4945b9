import { defined } from '../defined.js';
import { ecaHeaderFacts, ecaPluginFacts, ecaPolicyFacts } from '../metadata/externalClientApp.js';
import type { EcaPolicyFacts, Unparsable } from '../metadata/facts.js';
import type { ListedComponent } from '../org/door.js';
import type { App } from '../posture/model.js';
import type { Component, EcaSubject, Known, PolicyRow } from '../posture/subject.js';
import type { CrossCheck, QueriedApp, QueriedPolicy } from './crossCheck.js';
import { EcaRegistry, type EcaEntry } from './ecaRegistry.js';
import { fold } from '../posture/names.js';
import { splitName } from './names.js';
import { memberKey, type RetrievedApps } from './retrieving.js';

export type EcaLists = { apps: ListedComponent[]; policies: ListedComponent[]; plugins: ListedComponent[] };

/**
 * External client apps are the union of what the list, the policies and SOQL name. A policy belongs to the app that its
 * own element names, a row to the app with its id. No name is ever computed from another.
 */
export const externalClientAppSubjects = (
  lists: EcaLists,
  retrieved: RetrievedApps,
  crossCheck: CrossCheck,
): EcaSubject[] => {
  const apps = new EcaRegistry();
  for (const row of lists.apps) apps.add(listedApp(row, retrieved), row.id);
  if (crossCheck.apps.known) for (const row of crossCheck.apps.value) apps.add(queriedApp(row), row.id);

  const rows = crossCheck.policies.known ? crossCheck.policies.value : [];
  for (const { appId } of rows) if (!apps.byId(appId)) apps.add(appNamed(appId), appId);

  const unlinkedPolicies = linkPolicies(
    lists.policies.map((row) => component(row, retrieved, ecaPolicyFacts)),
    rows,
    apps,
  );
  linkPlugins(lists.plugins, retrieved, apps);
  const rowsByApp = Map.groupBy(rows, ({ appId }) => appId);
  return apps.entries().map((entry) => ({
    kind: 'ExternalClientApplication',
    origin: 'org',
    app: entry.app,
    policies: entry.policies,
    plugins: entry.plugins,
    crossCheck: rowsOf(entry, crossCheck.policies, rowsByApp),
    unlinkedPolicies,
  }));
};

const appNamed = (name: string): App => ({ type: 'ExternalClientApplication', name, managed: false });

const listedApp = (row: ListedComponent, retrieved: RetrievedApps): App => {
  const file = retrieved.files.get(memberKey(row));
  const header = file && ecaHeaderFacts(file.text);
  return {
    type: 'ExternalClientApplication',
    ...splitName(row.fullName, row.namespacePrefix),
    managed: row.manageableState === 'installed',
    ...defined({ label: header?.kind === 'ExternalClientApplication' ? header.label : undefined }),
  };
};

const queriedApp = ({ name, namespace, label }: QueriedApp): App => ({
  type: 'ExternalClientApplication',
  ...splitName(name, namespace),
  managed: false,
  ...defined({ label }),
});

const component = <F>(
  { type, fullName }: ListedComponent,
  retrieved: RetrievedApps,
  read: (text: string) => F | Unparsable,
): Component<F> => {
  const file = retrieved.files.get(memberKey({ type, fullName }));
  return { type, fullName, facts: file ? read(file.text) : 'not-returned' };
};

/** Gives back the names of the policies whose app is not known. Each of them is a subject of its own as well. */
const linkPolicies = (
  policies: readonly Component<EcaPolicyFacts>[],
  rows: readonly QueriedPolicy[],
  apps: EcaRegistry,
): string[] => {
  const unlinked: string[] = [];
  for (const policy of policies) {
    const parent = parentOf(policy);
    const entry =
      parent === undefined ? entryByRow(policy, rows, apps) : (apps.byName(parent) ?? apps.add(appNamed(parent)));
    if (!entry) unlinked.push(policy.fullName);
    (entry ?? apps.add(appNamed(`${policy.fullName} (policy)`))).policies.push(policy);
  }
  return unlinked.sort();
};

const linkPlugins = (listed: readonly ListedComponent[], retrieved: RetrievedApps, apps: EcaRegistry): void => {
  for (const row of listed) {
    const plugin = component(row, retrieved, ecaPluginFacts);
    const parent = parentOf(plugin);
    if (parent !== undefined) apps.byName(parent)?.plugins.push(plugin);
  }
};

const parentOf = (component: Component<{ externalClientApplication?: string }>): string | undefined =>
  component.facts === 'not-returned' || !('externalClientApplication' in component.facts)
    ? undefined
    : component.facts.externalClientApplication;

/** A policy that could not be read still has a row of its own name that tells its app's id. */
const entryByRow = (
  policy: Component<unknown>,
  rows: readonly QueriedPolicy[],
  apps: EcaRegistry,
): EcaEntry | undefined => {
  const [row, ...others] = rows.filter(({ developerName }) => fold(developerName) === fold(policy.fullName));
  return row && others.length === 0 ? apps.byId(row.appId) : undefined;
};

const rowsOf = (
  { id }: EcaEntry,
  policies: Known<unknown>,
  rowsByApp: ReadonlyMap<string, QueriedPolicy[]>,
): Known<PolicyRow[]> => {
  if (!policies.known) return policies;
  if (id === undefined) return { known: false, why: 'no-id' };
  const rows = (rowsByApp.get(id) ?? []).map(({ developerName, enabled, executionUser, ipRelaxation }) => ({
    developerName,
    enabled,
    ipRelaxation,
    ...defined({ executionUser }),
  }));
  return { known: true, value: rows };
};
