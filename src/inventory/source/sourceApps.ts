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
import type {
  Component,
  ConnectedAppSubject,
  EcaSettingsFlag,
  EcaSettingsSubject,
  EcaSubject,
} from '../../posture/subject.js';
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
  { path, certificate, ...metadata }: SourceComponent<ConnectedAppFacts>,
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
    ...defined({ certificate }),
  };
};

export type EcaFiles = {
  headers: readonly SourceComponent<EcaHeaderFacts>[];
  policies: readonly SourceComponent<EcaPolicyFacts>[];
  plugins: readonly SourceComponent<EcaPluginFacts>[];
  globalSettings: readonly SourceComponent<EcaGlobalSettingsFacts>[];
  satellites: readonly SourceComponent<EcaSatelliteFacts>[];
  /** Part of the tree couldn't be read, such as a folder, so files of any app may be missing here. */
  areSomeUnread: boolean;
};

/**
 * An org has one OAuth policy for each app, so several policy files for one app belong to several orgs or packages.
 * Each is evaluated by itself, in its place. A header is evaluated only if no policy names it, and then the app has no
 * policy.
 */
export const externalClientAppsInSource = (files: EcaFiles, versionsOf: VersionsOf): EcaSubject[] => {
  const labels = new Map(files.headers.map((header) => [fold(header.fullName), labelOf(header)]));
  const secretOf = secretsIn(files);
  const plugins = Map.groupBy(files.plugins, (plugin) => fold(parentOf(plugin) ?? ''));
  const parents = new Set(files.policies.map((policy) => fold(parentOf(policy) ?? '')));
  const unlinkedPolicies = files.policies
    .filter((policy) => parentOf(policy) === undefined)
    .map(nameOf)
    .sort();

  const subjectOf = (name: string, place: WithSecret, policies: Component<EcaPolicyFacts>[]): EcaSubject => ({
    kind: 'ExternalClientApplication',
    origin: 'source',
    app: appAt('ExternalClientApplication', name, place, labels.get(fold(name))),
    policies,
    plugins: [...(plugins.get(fold(name)) ?? [])],
    crossCheck: unknown('source'),
    unlinkedPolicies,
    secretInSource: secretOf(name, place),
  });
  return [
    ...files.policies.map(({ path, ...policy }) => ({
      ...subjectOf(parentOf(policy) ?? `${policy.fullName} (policy)`, policy, [policy]),
      ...(parentOf(policy) === undefined && { isPolicyAlone: true as const }),
      versionShowsFlag: showsFlag(versionsOf(path), 'ExternalClientApplication'),
    })),
    ...files.headers
      .filter(({ fullName }) => !parents.has(fold(fullName)))
      .map((header) => subjectOf(header.fullName, header, [])),
  ];
};

/** One for each file of settings, and one for each app that has none here: an org has them, a tree rather should not. */
export const ecaSettingsInSource = (files: EcaFiles, versionsOf: VersionsOf): EcaSettingsSubject[] => {
  const { headers, policies, globalSettings } = files;
  const secretOf = secretsIn(files);
  const labels = new Map(headers.map((header) => [fold(header.fullName), labelOf(header)]));
  const withSettings = new Set(globalSettings.map((one) => fold(parentOf(one) ?? '')));
  const places = [
    ...headers.map((header) => ({ name: header.fullName, place: header })),
    ...policies.flatMap((policy) => {
      const name = parentOf(policy);
      return name === undefined ? [] : [{ name, place: policy }];
    }),
  ];
  const without = new Map(
    places.filter(({ name }) => !withSettings.has(fold(name))).map((one) => [fold(one.name), one] as const),
  );
  // A file that doesn't say whose it is may be that of any app that has none.
  const ownerless = globalSettings
    .filter((one) => parentOf(one) === undefined)
    .map(({ fullName }): EcaSettingsFlag => ({ fullName, flow: 'unreadable' }));
  const subjectOf = (name: string, place: Component<unknown>): Pick<EcaSettingsSubject, 'kind' | 'origin' | 'app'> => ({
    kind: 'EcaSettings',
    origin: 'source',
    app: appAt('ExternalClientApplication', name, place, labels.get(fold(name))),
  });
  return [
    ...globalSettings.map((one): EcaSettingsSubject => {
      const { path, ...component } = one;
      const name = parentOf(one) ?? `${one.fullName} (settings)`;
      return {
        ...subjectOf(name, component),
        ...(parentOf(one) === undefined && { isFileAlone: true as const }),
        settings: flagsIn(one),
        versionShowsFlag: showsFlag(versionsOf(path), 'ExternalClientApplication'),
        secretInSource: secretOf(name, component),
      };
    }),
    ...[...without.values()].map(({ name, place }) => ({ ...subjectOf(name, place), settings: known(ownerless) })),
  ];
};

/** If it's unknown whose settings they are, a flow that is off in them proves nothing about any app. */
const flagsIn = (settings: Component<EcaGlobalSettingsFacts>): Known<EcaSettingsFlag[]> => {
  const { fullName, facts } = settings;
  if (facts === 'not-returned') return unknown('not-readable');
  if (facts.kind !== 'unparsable') {
    const { state } = facts.enablement;
    return known([{ fullName, flow: state === 'on' || parentOf(settings) !== undefined ? state : 'unreadable' }]);
  }
  return known([{ fullName, flow: facts.problem === 'too-large' ? 'too-large' : 'unreadable' }]);
};

/**
 * The file that contains an app's secret, whichever of its files that is. One that couldn't be read or found, or that has
 * a secret and doesn't show its app, leaves this unknown. `own`: the file that is evaluated, whether it shows its app or not.
 */
const secretsIn = (files: EcaFiles): ((name: string, own: WithSecret) => Known<string | null>) => {
  const { headers, globalSettings } = files;
  const linked = [...globalSettings, ...files.policies, ...files.plugins, ...files.satellites];
  const byApp = new Map<string, string>();
  const keep = (name: string | undefined, file: string): void => {
    if (name !== undefined && !byApp.has(fold(name))) byApp.set(fold(name), file);
  };
  for (const one of linked.filter(holdsSecret)) keep(parentOf(one), one.file);
  for (const header of headers.filter(holdsSecret)) keep(header.fullName, header.file);
  const isOpen =
    files.areSomeUnread || linked.some((one) => !isRead(one) || (parentOf(one) === undefined && holdsSecret(one)));
  const unread = new Set(headers.filter((header) => !isRead(header)).map(({ fullName }) => fold(fullName)));
  return (name, own) => {
    const file = byApp.get(fold(name)) ?? (holdsSecret(own) ? own.file : undefined);
    return file === undefined && (isOpen || unread.has(fold(name))) ? unknown('source') : known(file ?? null);
  };
};

type WithSecret = Component<{ kind: string; secretOffset?: number }>;

const isRead = ({ facts }: WithSecret): boolean => facts !== 'not-returned' && facts.kind !== 'unparsable';

const holdsSecret = ({ facts }: WithSecret): boolean =>
  facts !== 'not-returned' && 'secretOffset' in facts && facts.secretOffset !== undefined;

const nameOf = ({ fullName }: Component<unknown>): string => fullName;

const labelOf = ({ facts }: Component<EcaHeaderFacts>): string | undefined =>
  facts !== 'not-returned' && facts.kind === 'ExternalClientApplication' ? facts.label : undefined;

/** Letters, digits, and underscores. Anything else is a placeholder for a name that a deployment fills in. */
const API_NAME = /^[a-z]\w*$/i;

export const parentOf = ({ facts }: Component<{ externalClientApplication?: string }>): string | undefined => {
  if (facts === 'not-returned' || !('externalClientApplication' in facts)) return undefined;
  const { externalClientApplication: name } = facts;
  return name !== undefined && API_NAME.test(name) ? name : undefined;
};
