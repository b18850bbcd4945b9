import { resolve } from 'node:path';
import { IN_PACKAGES, NAME_NOT_TEXT, NOTHING_WANTED, type Walked } from '../../files/walk.js';
import { isPlaceholder } from '../../metadata/secrets.js';
import { unknown } from '../../posture/known.js';
import type { Notice } from '../../posture/model.js';
import type { Context, Subject } from '../../posture/subject.js';
import { defined } from '../../values.js';
import { flowApps } from '../apps/flowApps.js';
import { appsByUser } from '../context/context.js';
import type { Coverage } from '../coverage.js';
import type { Inventory } from '../model.js';
import { connectedAppInSource, ecaSettingsInSource, externalClientAppsInSource } from './sourceApps.js';
import {
  type SourceReads,
  type SourceFile,
  type SourceScope,
  isPartOf,
  isSourceFile,
  shownPath,
  sourceFile,
} from './sourceFiles.js';
import { packagesOutside } from './sourcePackages.js';
import { partsMissing } from './sourceParts.js';
import { placesReader } from './sourcePlaces.js';
import { customizedProjects, isProjectFile } from './sourceRegistry.js';
import { SourceReader, notReadable } from './sourceReader.js';
import { replacementsReader } from './sourceReplacements.js';
import { foldersWithoutMetadata } from './sourceSigns.js';
import { leftOutOfCheckout, type Sparse, withLeftOut } from './sourceSparse.js';
import { missingSubmodules } from './sourceSubmodules.js';
import { readVersions } from './sourceVersions.js';

export type SourceReading = {
  inventory: Inventory;
  notices: Notice[];
  /** The lowest API version that a project or manifest gives for any of the files. */
  apiVersion?: string;
  /** Folders without any Salesforce metadata. */
  bare: string[];
};

/** Every app in some folders, as in its files. Users, network, and use are unknown without an org. */
export const readSource = async (
  scope: SourceScope,
  doors: SourceReads,
  coverage: Coverage,
): Promise<SourceReading> => {
  const starts = scope.directories.map((directory) => resolve(scope.root, directory));
  const { walked, projects } = withoutProjects(
    await doors.walk(starts, (name) => isSourceFile(name) || isProjectFile(name, starts)),
  );
  const files = filesOf(walked, scope);
  const placesOf = await placesReader(starts, walked.linksIn, doors);
  const reader = new SourceReader(files, doors.readBytes, replacementsReader(doors.readText, placesOf), coverage);
  const connectedApps = await reader.components('ConnectedApp');
  const parts = {
    headers: await reader.components('ExternalClientApplication'),
    policies: await reader.components('ExtlClntAppOauthConfigurablePolicies'),
    plugins: await reader.components('ExtlClntAppConfigurablePolicies'),
    globalSettings: await reader.components('ExtlClntAppGlobalOauthSettings'),
    satellites: [
      ...(await reader.components('ExtlClntAppOauthSettings')),
      ...(await reader.components('ExtlClntAppOauthSecuritySettings')),
    ],
  };
  const submodules = (await missingSubmodules(starts, placesOf, doors)).map((path) => ({
    path,
    code: SUBMODULE_MISSING,
  }));
  const sparse = await leftOutOfCheckout(scope, placesOf, doors);
  const untold = sparse.untold.map((path) => ({ path, code: SPARSE_UNKNOWN }));
  const customized = (await customizedProjects(projects, starts.flatMap(placesOf), doors)).map((path) => ({
    path,
    code: REGISTRY_CUSTOMIZED,
  }));
  const packages = (await packagesOutside(projects, starts, doors)).map((path) => ({ path, code: PACKAGE_OUTSIDE }));
  const complete = {
    ...walked,
    unreadable: [...walked.unreadable, ...submodules, ...untold, ...customized, ...packages],
  };
  const ecas = { ...parts, areSomeUnread: [complete.unreadable, complete.linksOut, sparse.missing].flat().length > 0 };
  const versions = await readVersions(files, withLeftOut(sparse, doors), placesOf);
  const subjects: Subject[] = [
    ...connectedApps.map((component) => connectedAppInSource(component, versions.of)),
    ...externalClientAppsInSource(ecas, versions.of),
  ];
  return {
    inventory: {
      subjects,
      context: { ...NOTHING_AROUND, appsByUser: sharedUsers(subjects) },
      files: new Map(),
      ...(scope.ecaSettings && { ecaSettings: ecaSettingsInSource(ecas, versions.of) }),
    },
    notices: [
      ...reader.notices,
      ...partsMissing(ecas),
      ...recordWalk(complete, scope.root, coverage),
      ...recordLeftOut(sparse, scope.root, coverage),
    ],
    ...defined({ apiVersion: versions.lowest }),
    bare: sparse.missing.length > 0 ? [] : await foldersWithoutMetadata(scope, complete, doors),
  };
};

/** The project files are read for what they say of other files. Where one couldn't be reached, reading it tells. */
const withoutProjects = (all: Walked): { walked: Walked; projects: string[] } => {
  const isProject = (path: string): boolean => isProjectFile(path, []);
  const isNamed = ({ path, code }: Walked['unreadable'][number]): boolean =>
    !isProject(path) || code === NOTHING_WANTED || code === NAME_NOT_TEXT;
  // A project in a package isn't that of the files here.
  const hidden = all.unreadable.filter(({ code }) => code !== IN_PACKAGES);
  return {
    walked: {
      ...all,
      files: all.files.filter((path) => !isProject(path)),
      unreadable: all.unreadable.filter(isNamed),
      linksOut: all.linksOut.filter((path) => !isProject(path)),
    },
    projects: [...all.files, ...all.linksOut, ...hidden.map(({ path }) => path)].filter(isProject),
  };
};

const filesOf = ({ files }: Walked, scope: SourceScope): SourceFile[] =>
  files.flatMap((path) => sourceFile(path, scope.root) ?? []).filter((file) => isPartOf(file, scope));

const SUBMODULE_MISSING = 'submodule-missing';
const SPARSE_UNKNOWN = 'sparse-unknown';
const REGISTRY_CUSTOMIZED = 'registry-customized';
const PACKAGE_OUTSIDE = 'package-outside';

/** Not the system's: each has its own reason in the texts. */
const OWN_CODES: readonly string[] = [
  IN_PACKAGES,
  NAME_NOT_TEXT,
  NOTHING_WANTED,
  SUBMODULE_MISSING,
  SPARSE_UNKNOWN,
  REGISTRY_CUSTOMIZED,
  PACKAGE_OUTSIDE,
];

/**
 * Recorded like a list of an org: an app in a folder that can't be read leaves no finding, so the failed step counts by
 * itself.
 */
const recordWalk = ({ files, unreadable, linksOut }: Walked, root: string, coverage: Coverage): Notice[] => {
  coverage.ok('list-files', files.length);
  const notRead = unreadable.map(({ path, code }): Notice => {
    const file = shownPath(path, root);
    coverage.failed('list-files', OWN_CODES.includes(code) ? `${code}: ${file}` : notReadable(file, code));
    return { code: 'source-not-read', file, data: { error: code } };
  });
  const skipped = linksOut.map((path): Notice => {
    const file = shownPath(path, root);
    coverage.failed('list-files', `link-leads-out: ${file}`);
    return { code: 'source-link-skipped', file };
  });
  return [...notRead, ...skipped];
};

/** A large repository leaves out thousands of files, so they have one notice, at the first. */
const recordLeftOut = ({ missing }: Sparse, root: string, coverage: Coverage): Notice[] => {
  const [first] = missing;
  if (first === undefined) return [];
  const file = shownPath(first, root);
  coverage.failed('list-files', `sparse-checkout: ${file}`);
  return [{ code: 'source-left-out', file, data: { files: missing.length } }];
};

/** In files, only a literal value identifies a user. The same placeholder may be replaced by two users. */
const sharedUsers = (subjects: readonly Subject[]): Context['appsByUser'] => {
  const apps = flowApps(subjects).map(({ app, executionUsers }) => ({
    app,
    executionUsers: executionUsers.filter((username) => !isPlaceholder(username)),
  }));
  return appsByUser(
    apps,
    apps.flatMap(({ executionUsers }) => executionUsers),
    new Map(),
  );
};

const NOTHING_AROUND: Omit<Context, 'appsByUser'> = {
  users: new Map(),
  suspectsByUser: new Map(),
  allAppsRead: false,
  unreadApps: [],
  monitoring: unknown('source'),
  enforceIpRangesEveryRequest: unknown('source'),
  usage: new Map(),
  usageDays: 0,
};
