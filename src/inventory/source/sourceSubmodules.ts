import { dirname, join, resolve } from 'node:path';
import { isWithin } from '../../files/folders.js';
import { ABSENT } from '../../files/read.js';
import type { SourceReads, SourceScope } from './sourceFiles.js';

/** A checkout without its submodules has empty folders in their places. What belongs there wasn't read. */

type Scope = Pick<SourceScope, 'directories' | 'root'>;

/** The places of submodules in or around the folders that hold no file. */
export const missingSubmodules = async ({ directories, root }: Scope, doors: SourceReads): Promise<string[]> => {
  const missing = new Set<string>();
  for (const directory of directories) {
    const folder = resolve(root, directory);
    for (const submodule of await submodulesAround(folder, doors)) {
      // What is around the folder may be far larger than the folder.
      const place = isWithin(folder, submodule) ? submodule : folder;
      const isConcerned = place === submodule || isWithin(submodule, folder);
      if (isConcerned && !missing.has(place) && (await isEmpty(place, doors))) missing.add(place);
    }
  }
  return [...missing].sort();
};

/** The places of submodules inside the folders. */
export const submodulesWithin = async (folders: readonly string[], doors: SourceReads): Promise<Set<string>> => {
  const within = new Set<string>();
  for (const folder of folders)
    for (const submodule of await submodulesAround(folder, doors))
      if (isWithin(folder, submodule)) within.add(submodule);
  return within;
};

const submodulesAround = async (folder: string, { readText }: SourceReads): Promise<Set<string>> => {
  const found = new Set<string>();
  for (let above = folder; ; above = dirname(above)) {
    const text = await readText(join(above, '.gitmodules'));
    for (const path of text.ok ? pathsIn(text.value) : []) found.add(resolve(above, path));
    if (above === dirname(above)) return found;
  }
};

const pathsIn = (text: string): string[] =>
  text.split(/\r?\n/).flatMap((line) => {
    const [key = '', ...value] = line.split('=');
    return key.trim().toLowerCase() === 'path' ? [value.join('=').trim().replace(/^"|"$/g, '')] : [];
  });

/** Of a submodule that is checked out, `.git` says where its repository is. A copy without it has files. */
const isEmpty = async (place: string, { readText, walk }: SourceReads): Promise<boolean> => {
  const git = await readText(join(place, '.git'));
  if (git.ok || !ABSENT.includes(git.code) || git.code === 'EISDIR') return false;
  const { files, unreadable, linksOut } = await walk([place], () => true);
  return files.length + linksOut.length === 0 && unreadable.every(({ code }) => code === 'ENOENT');
};
