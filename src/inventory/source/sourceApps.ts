import type {
  ConnectedAppFacts,
  EcaGlobalSettingsFacts,
  EcaHeaderFacts,
  EcaPluginFacts,
  EcaPolicyFacts,
  EcaSatelliteFacts,
} from '../../metadata/facts.js';
import { controlFor } from '../../posture/controls/all.js';
import { type Known, known, unknown } from '../../posture/known.js';
import type { App, AppType } from '../../posture/model.js';
import { fold } from '../../posture/names.js';
import type { Component, ConnectedAppSubject, EcaSubject } from '../../posture/subject.js';
import { defined } from '../../values.js';
import type { SourceComponent } from './sourceFacts.js';

/** Returns the API versions that apply to a file, by its path. */
type VersionsOf = (path: string) => readonly number[];

/** The elements of a connected app also show that its file is new enough. A policy has no such elements. */
const showsFlag = (versions: readonly number[], type: AppType): boolean =>
  (type === 'ConnectedApp' || versions.length > 0) &&
  versions.every((version) => version >= controlFor(type).shownSince);

/**
 * A name in a file doesn't show what part of it is a namespace. Nothing in a file is installed, so everything can be
 * edited.
 */
const appAt = (type: AppType, name: string, { file, line }: Component<unknown>, label: string | undefined): App => ({
  type,
  name,
  managed: false,
  ...defined({ label, file, line }),
});

export const connectedAppInSource = (
  { path, ...metadata }: SourceComponent<ConnectedAppFacts>,
  versionsOf: VersionsOf,
): ConnectedAppSubject => {
  const { facts } = metadata;
  const label = facts !== 'not-returned' && facts.kind === 'ConnectedApp' ? facts.label : undefined;
  return {
    kind: 'ConnectedApp',
    origin: 'source',
    app: appAt('ConnectedApp', metadata.fullName, metadata, label),
    metadata,
    versionShowsFlag: showsFlag(versionsOf(path), 'ConnectedApp'),
  };
};

export type EcaFiles = {
  headers: readonly SourceComponent<EcaHeaderFacts>[];
  policies: readonly SourceComponent<EcaPolicyFacts>[];
  plugins: readonly SourceComponent<EcaPluginFacts>[];
  globalSettings: readonly SourceComponent<EcaGlobalSettingsFacts>[];
  satellites: readonly SourceComponent<EcaSatelliteFacts>[];
};

/**
 * An org has one OAuth policy for each app, so several policy files for one app belong to several orgs or packages.
 * Each is evaluated by itself, in its place. A header is evaluated only if no policy names it, and then the app has no
 * policy.
 */
export const externalClientAppsInSource = (files: EcaFiles, versionsOf: VersionsOf): EcaSubject[] => {
  const labels = new Map(files.headers.map((header) => [fold(header.fullName), labelOf(header)]));
  const plugins = Map.groupBy(files.plugins, (plugin) => fold(parentOf(plugin) ?? ''));
  const parents = new Set(files.policies.map((policy) => fold(parentOf(policy) ?? '')));
  const unlinkedPolicies = files.policies
    .filter((policy) => parentOf(policy) === undefined)
    .map(nameOf)
    .sort();

  const subjectOf = (name: string, place: Component<unknown>, policies: Component<EcaPolicyFacts>[]): EcaSubject => ({
    kind: 'ExternalClientApplication',
    origin: 'source',
    app: appAt('ExternalClientApplication', name, place, labels.get(fold(name))),
    policies,
    plugins: [...(plugins.get(fold(name)) ?? [])],
    crossCheck: unknown('source'),
    unlinkedPolicies,
    secretInSource: secretOf(name, files.globalSettings),
  });
  return [
    ...files.policies.map(({ path, ...policy }) => ({
      ...subjectOf(parentOf(policy) ?? `${policy.fullName} (policy)`, policy, [policy]),
      versionShowsFlag: showsFlag(versionsOf(path), 'ExternalClientApplication'),
    })),
    ...files.headers
      .filter(({ fullName }) => !parents.has(fold(fullName)))
      .map((header) => subjectOf(header.fullName, header, [])),
  ];
};

/** The file that contains the app's secret. If a file doesn't name its app, the answer is unknown. */
const secretOf = (name: string, settings: EcaFiles['globalSettings']): Known<string | null> => {
  const own = settings.find((one) => isOf(one, name) && holdsSecret(one));
  if (own) return known(own.file);
  const isOpen = settings.some((one) => parentOf(one) === undefined && !(isRead(one) && !holdsSecret(one)));
  return isOpen ? unknown('source') : known(null);
};

const isOf = (component: Component<EcaGlobalSettingsFacts>, name: string): boolean =>
  fold(parentOf(component) ?? '') === fold(name);

const isRead = ({ facts }: Component<EcaGlobalSettingsFacts>): boolean =>
  facts !== 'not-returned' && facts.kind !== 'unparsable';

const holdsSecret = ({ facts }: Component<EcaGlobalSettingsFacts>): boolean =>
  facts !== 'not-returned' && facts.kind !== 'unparsable' && facts.secretOffset !== undefined;

const nameOf = ({ fullName }: Component<unknown>): string => fullName;

const labelOf = ({ facts }: Component<EcaHeaderFacts>): string | undefined =>
  facts !== 'not-returned' && facts.kind === 'ExternalClientApplication' ? facts.label : undefined;

export const parentOf = ({ facts }: Component<{ externalClientApplication?: string }>): string | undefined =>
  facts !== 'not-returned' && 'externalClientApplication' in facts ? facts.externalClientApplication : undefined;
