import type { EcaPluginFacts, EcaPolicyFacts } from '../../metadata/facts.js';
import type { ListedComponent } from '../../org/door.js';
import type { App } from '../../posture/model.js';
import { fold, splitName } from '../../posture/names.js';
import type { Component } from '../../posture/subject.js';
import type { QueriedAppPolicy, QueriedPolicy } from './crossCheck.js';
import type { EcaEntry, EcaRegistry } from './ecaRegistry.js';

export type ListedPolicy = { row: ListedComponent; component: Component<EcaPolicyFacts> };

/**
 * Puts each policy into exactly one app, and each row into the one that it belongs to. Gives back the names of the policies whose app is not known: each
 * of them is a subject of its own as well.
 */
export const linkPolicies = (
  policies: readonly ListedPolicy[],
  rows: readonly QueriedPolicy[],
  apps: EcaRegistry,
): string[] => {
  const rowsByName = Map.groupBy(rows, ({ developerName }) => fold(developerName));
  const homes = new Map<string, EcaEntry[]>();
  const unlinked: string[] = [];
  for (const policy of policies) {
    const linked = entryByElement(policy, rowsByName, apps) ?? entryByRow(policy, rowsByName, apps);
    const home = linked ?? apps.add(policyAlone(policy.row.fullName));
    if (!linked) {
      unlinked.push(policy.row.fullName);
      home.isPolicyAlone = true;
    }
    home.policies.push(policy.component);
    for (const name of namesOf(policy)) homes.set(name, [...(homes.get(name) ?? []), home]);
  }
  const strays = rows.filter((row) => {
    const home = homeOf(row, homes, apps);
    home.rows.push(row);
    return !homes.get(fold(row.developerName))?.includes(home);
  });
  for (const row of strays) crossCheckByName(row, homes, rowsByName);
  return unlinked.sort();
};

/**
 * A row of another app with a policy's name, if no other row has that name, may still be the policy's: the sources
 * disagree on its app. It counts for both, unless the app of the policy has a row of its own.
 */
const crossCheckByName = (row: QueriedPolicy, homes: Homes, rowsByName: RowsByName): void => {
  const named = only([...new Set(homes.get(fold(row.developerName)))]);
  const isOnlyRow = only(rowsByName.get(fold(row.developerName)) ?? []) === row;
  if (named && isOnlyRow && named.rows.length === 0) named.rows.push(row);
};

export const linkPlugin = (plugin: Component<EcaPluginFacts>, apps: EcaRegistry): void => {
  const parent = parentOf(plugin);
  if (parent === undefined) return;
  const owner = apps.byName(parent);
  // Only by full name, and only if it can't belong to a packaged app. If another app's switch were assigned to this app
  // and is off, this app would pass.
  if (apps.packagedByBareName(parent).every((packaged) => packaged === owner)) owner?.plugins.push(plugin);
};

/**
 * What SOQL says about the state of an app belongs to the app with its ID. Otherwise, it belongs to the app whose own
 * policy has its name, or else to each app without a row of its own, where it can only keep an app from passing as
 * turned off.
 */
export const linkAppPolicies = (rows: readonly QueriedAppPolicy[], apps: EcaRegistry): void => {
  const owners = apps.entries().flatMap((entry) => entry.plugins.map(({ fullName }) => ({ fullName, entry })));
  const byPlugin = Map.groupBy(owners, ({ fullName }) => fold(fullName));
  const strays = rows.flatMap(({ appId, ...row }) => {
    const owner = apps.byId(appId) ?? only(byPlugin.get(fold(row.developerName)) ?? [])?.entry;
    owner?.appPolicyRows.push(row);
    return owner ? [] : [row];
  });
  const untold = [...new Set(owners.map(({ entry }) => entry))].filter((entry) => entry.appPolicyRows.length === 0);
  for (const { appPolicyRows } of untold) appPolicyRows.push(...strays);
};

const appNamed = (name: string): App => ({ type: 'ExternalClientApplication', name, managed: false });

const policyAlone = (name: string): App => appNamed(`${name} (policy)`);

const parentOf = (component: Component<{ externalClientApplication?: string }>): string | undefined =>
  component.facts === 'not-returned' || !('externalClientApplication' in component.facts)
    ? undefined
    : component.facts.externalClientApplication;

type Homes = ReadonlyMap<string, readonly EcaEntry[]>;
type RowsByName = ReadonlyMap<string, readonly QueriedPolicy[]>;

const entryByElement = (policy: ListedPolicy, rowsByName: RowsByName, apps: EcaRegistry): EcaEntry | undefined => {
  const parent = parentOf(policy.component);
  if (parent === undefined) return undefined;
  const own = apps.byName(parent);
  const packaged = apps.packagedByBareName(parent).filter((entry) => entry !== own);
  if (packaged.length === 0) return own ?? apps.add(appNamed(parent));
  const appId = only(rowsNamed(policy, rowsByName))?.appId;
  const owner = apps.byId(appId);
  if (owner && (owner === own || packaged.includes(owner))) return owner;
  const [first, ...others] = packaged;
  // Several apps have this name. Without a row, it's unknown which of them the policy belongs to.
  if (own || others.length > 0) return undefined;
  const isTheOne = appId === undefined || (!owner && !first?.hasId);
  return isTheOne ? first : apps.add(appNamed(parent));
};

const rowsNamed = (policy: ListedPolicy, rowsByName: RowsByName): QueriedPolicy[] =>
  namesOf(policy).flatMap((name) => rowsByName.get(name) ?? []);

/** For a policy that couldn't be read, the row of the same name gives the app's ID. */
const entryByRow = (policy: ListedPolicy, rowsByName: RowsByName, apps: EcaRegistry): EcaEntry | undefined => {
  const appId = only(rowsNamed(policy, rowsByName))?.appId;
  return appId === undefined ? undefined : (apps.byId(appId) ?? apps.add(appNamed(appId), appId));
};

/** The name as metadata spells it and, if the list gives a namespace, as SOQL does. */
const namesOf = ({ row: { fullName, namespacePrefix } }: ListedPolicy): string[] => [
  ...new Set([fullName, splitName(fullName, namespacePrefix).name].map(fold)),
];

const only = <T>(all: readonly T[]): T | undefined => (all.length === 1 ? all[0] : undefined);

/** A row belongs to the app with its ID. Otherwise, it belongs to the policy with its name, or to none. */
const homeOf = (row: QueriedPolicy, homes: Homes, apps: EcaRegistry): EcaEntry => {
  const { appId, developerName } = row;
  const owner = apps.byId(appId);
  if (owner) return owner;
  const named = only([...new Set(homes.get(fold(developerName)))]);
  if (!named || (appId !== undefined && named.hasId))
    return appId === undefined ? apps.add(policyAlone(developerName)) : apps.add(appNamed(appId), appId);
  apps.identify(named, appId);
  return named;
};
