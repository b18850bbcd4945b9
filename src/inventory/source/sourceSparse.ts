import { basename, join, resolve } from 'node:path';
import { ABSENT } from '../../files/read.js';
import { isPartOf, MANIFEST, PROJECT_FILE, type SourceReads, type SourceScope, sourceFile } from './sourceFiles.js';
import type { PlacesOf } from './sourcePlaces.js';
import { submodulesWithin } from './sourceSubmodules.js';

/** A sparse checkout leaves out files that are in the repository, and so in the next deploy. They weren't read. */

export type Sparse = {
  /** Files that would have been read, and submodules. */
  missing: string[];
  /** Folders of which git didn't say what is left out. */
  untold: string[];
  /** Manifests. They aren't files of apps, but say which API version those have. */
  manifests: ReadonlySet<string>;
};

export const leftOutOfCheckout = async (
  scope: SourceScope,
  placesOf: PlacesOf,
  doors: SourceReads,
): Promise<Sparse> => {
  const folders = scope.directories.map((directory) => resolve(scope.root, directory));
  const missing = new Map<string, string>();
  const untold = new Set<string>();
  const manifests = new Set<string>();
  for (const folder of new Set([...folders, ...(await submodulesWithin(folders.flatMap(placesOf), doors))])) {
    const leftOut = await doors.git.leftOut(folder, [PROJECT_FILE, MANIFEST, join('manifest', MANIFEST)]);
    if (leftOut === undefined) untold.add(folder);
    for (const { path, real, isSubmodule } of leftOut ?? []) {
      if (basename(path) === MANIFEST) manifests.add(path).add(real);
      if (missing.has(real) || (!isSubmodule && !isRead(path, scope))) continue;
      // An older version of git leaves the mark on a file that is there.
      const there = await doors.readText(isSubmodule ? join(path, '.git') : path);
      if (!there.ok && ABSENT.includes(there.code)) missing.set(real, path);
    }
  }
  return { missing: [...missing.values()].sort(), untold: [...untold].sort(), manifests };
};

/** As if a manifest that is left out were there and couldn't be read. */
export const withLeftOut =
  ({ manifests }: Sparse, { readText }: Pick<SourceReads, 'readText'>): SourceReads['readText'] =>
  async (path) => {
    const text = await readText(path);
    return !text.ok && manifests.has(path) ? { ok: false, code: 'left-out' } : text;
  };

/** What a project replaces in files is in its own file. */
const isRead = (path: string, scope: SourceScope): boolean => {
  if (basename(path) === PROJECT_FILE) return true;
  const file = sourceFile(path, scope.root);
  return file !== undefined && isPartOf(file, scope);
};
