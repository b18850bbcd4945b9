import { dirname, join } from 'node:path';
import type { FileAnswer } from '../../files/read.js';
import { valuesAt } from '../../metadata/read/values.js';
import { parseAs } from '../../metadata/xml/parse.js';
import { jsonIn } from '../../values.js';

/** The API versions that are named for files: by their project, by the project's manifest and by their package. */
export type Versions = {
  of: (path: string) => readonly number[];
  /** The lowest one of all. */
  lowest: string | undefined;
};

type ReadText = (path: string) => Promise<FileAnswer<string>>;
/** `NaN`: there is a file, but nobody can tell which version it names. It compares as lower than any. */
type Named = { project: readonly number[]; manifest: readonly number[]; manifestFolders: readonly number[] };

const NOTHING_NAMED: Named = { project: [], manifest: [], manifestFolders: [] };
export const ABSENT: readonly string[] = ['ENOENT', 'ENOTDIR', 'EISDIR'];

export const readVersions = async (files: readonly { path: string }[], readText: ReadText): Promise<Versions> => {
  const byFolder = new Map<string, Promise<Named>>();
  const named = (folder: string): Promise<Named> => {
    const known = byFolder.get(folder) ?? namedFor(folder, readText, named);
    byFolder.set(folder, known);
    return known;
  };
  const byPath = new Map<string, readonly number[]>();
  for (const { path } of files) {
    const { project, manifest, manifestFolders } = await named(dirname(path));
    byPath.set(path, [...project, ...manifest, ...manifestFolders]);
  }
  const all = [...byPath.values()].flat().filter(Number.isFinite);
  return {
    of: (path) => byPath.get(path) ?? [],
    lowest: all.length === 0 ? undefined : Math.min(...new Set(all)).toFixed(1),
  };
};

/**
 * The nearest project and `package.xml`, going up, and each `manifest/package.xml` on the way: it lies beside the files
 * that it names, with or without a project. A project's folder is as far as a manifest reaches down from.
 */
const namedFor = async (
  folder: string,
  readText: ReadText,
  named: (folder: string) => Promise<Named>,
): Promise<Named> => {
  const [project, manifest, inFolder = []] = await Promise.all([
    versionIn(join(folder, 'sfdx-project.json'), projectVersion, readText),
    versionIn(join(folder, 'package.xml'), manifestVersion, readText),
    versionIn(join(folder, 'manifest', 'package.xml'), manifestVersion, readText),
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

/** Undefined: there is no such file. Empty: it is there and names no version. */
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

/** As the platform spells them: what else JavaScript would take for a number (`0x50`, `1e9`) is nobody's version. */
const versionOf = (version: unknown): number =>
  typeof version === 'string' || typeof version === 'number'
    ? Number(/^\d{1,3}(?:\.0)?$/.exec(String(version))?.[0] ?? NaN)
    : NaN;
