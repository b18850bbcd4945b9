import { dirname, join } from 'node:path';
import { ABSENT, type FileAnswer } from '../../files/read.js';
import { valuesAt } from '../../metadata/read/values.js';
import { parseAs } from '../../metadata/xml/parse.js';
import { jsonIn } from '../../values.js';
import { MANIFEST, PROJECT_FILE } from './sourceFiles.js';
import type { PlacesOf } from './sourcePlaces.js';

/** The API versions that apply to files, from their project, the project's manifest, and their package. */
export type Versions = {
  of: (path: string) => readonly number[];
  /** The lowest of all versions. */
  lowest: string | undefined;
};

type ReadText = (path: string) => Promise<FileAnswer<string>>;
/** `NaN`: the file exists, but its version can't be read. It counts as lower than any version. */
type Named = { project: readonly number[]; manifest: readonly number[]; manifestFolders: readonly number[] };

const NOTHING_NAMED: Named = { project: [], manifest: [], manifestFolders: [] };

export const readVersions = async (
  files: readonly { path: string }[],
  readText: ReadText,
  placesOf: PlacesOf,
): Promise<Versions> => {
  const byFolder = new Map<string, Promise<Named>>();
  const named = (folder: string): Promise<Named> => {
    const known = byFolder.get(folder) ?? namedFor(folder, readText, named);
    byFolder.set(folder, known);
    return known;
  };
  const byPath = new Map<string, readonly number[]>();
  for (const { path } of files) {
    const all = await Promise.all(placesOf(path).map((place) => named(dirname(place))));
    byPath.set(
      path,
      all.flatMap(({ project, manifest, manifestFolders }) => [...project, ...manifest, ...manifestFolders]),
    );
  }
  const all = [...byPath.values()].flat().filter(Number.isFinite);
  return {
    of: (path) => byPath.get(path) ?? [],
    lowest: all.length === 0 ? undefined : Math.min(...new Set(all)).toFixed(1),
  };
};

/**
 * Going up from the file: the nearest project, the nearest `package.xml`, and each `manifest/package.xml`. A manifest
 * is next to the files that it names, with or without a project, and doesn't apply beyond the project's folder.
 */
const namedFor = async (
  folder: string,
  readText: ReadText,
  named: (folder: string) => Promise<Named>,
): Promise<Named> => {
  const [project, manifest, inFolder = []] = await Promise.all([
    versionIn(join(folder, PROJECT_FILE), projectVersion, readText),
    versionIn(join(folder, MANIFEST), manifestVersion, readText),
    versionIn(join(folder, 'manifest', MANIFEST), manifestVersion, readText),
  ]);
  if (project) return { project, manifest: manifest ?? [], manifestFolders: inFolder };
  const parent = dirname(folder);
  const above = parent === folder ? NOTHING_NAMED : await named(parent);
  return {
    project: above.project,
    manifest: manifest ?? above.manifest,
    manifestFolders: [...inFolder, ...above.manifestFolders],
  };
};

/** Undefined: the file doesn't exist. Empty: it exists and has no version. */
const versionIn = async (
  path: string,
  read: (text: string) => readonly number[],
  readText: ReadText,
): Promise<readonly number[] | undefined> => {
  const text = await readText(path);
  if (text.ok) return read(text.value);
  return ABSENT.includes(text.code) ? undefined : [NaN];
};

const projectVersion = (text: string): readonly number[] => {
  const project = jsonIn(text.replace(/^\uFEFF/, ''));
  if (typeof project !== 'object' || project === null) return [NaN];
  const version: unknown = Reflect.get(project, 'sourceApiVersion');
  return version === undefined ? [] : [versionOf(version)];
};

const manifestVersion = (text: string): readonly number[] => {
  const manifest = parseAs('Package', text);
  if (!manifest.ok) return [NaN];
  return valuesAt(manifest.document.root, 'version').map(versionOf);
};

/** Only the platform's spelling. JavaScript would also accept `0x50` or `1e9`. */
const versionOf = (version: unknown): number =>
  typeof version === 'string' || typeof version === 'number'
    ? Number(/^\d{1,3}(?:\.0)?$/.exec(String(version))?.[0] ?? NaN)
    : NaN;
