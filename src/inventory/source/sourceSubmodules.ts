import { dirname, join, relative, resolve } from 'node:path';
import { isWithin } from '../../files/folders.js';
import { ABSENT } from '../../files/read.js';
import type { SourceReads } from './sourceFiles.js';
import type { PlacesOf } from './sourcePlaces.js';

/** A checkout without its submodules has empty folders in their places. What belongs there wasn't read. */

/** The places of submodules in or around the folders that hold no file. */
export const missingSubmodules = async (
  folders: readonly string[],
  placesOf: PlacesOf,
  doors: SourceReads,
): Promise<string[]> => {
  const missing = new Map<string, string>();
  for (const folder of folders)
    for (const at of placesOf(folder))
      for (const submodule of await submodulesAround(at, doors)) {
        const isInside = isWithin(at, submodule);
        if (!isInside && !isWithin(submodule, at)) continue;
        // What is around the folder may be far larger than the folder.
        const place = isInside ? join(folder, relative(at, submodule)) : folder;
        const [one = place] = placesOf(place).toSorted();
        if (!missing.has(one) && (await isEmpty(place, doors))) missing.set(one, place);
      }
  return [...missing.values()].sort();
};

/** The places of submodules inside the folders. */
export const submodulesWithin = async (folders: readonly string[], doors: SourceReads): Promise<Set<string>> => {
  const within = new Set<string>();
  for (const folder of folders)
    for (const submodule of await submodulesAround(folder, doors))
      if (isWithin(folder, submodule)) within.add(submodule);
  return within;
};

const submodulesAround = async (folder: string, doors: SourceReads): Promise<Set<string>> => {
  const found = new Set<string>();
  for (let above = folder; ; above = dirname(above)) {
    for (const submodule of await submodulesOf(above, doors)) found.add(submodule);
    if (above === dirname(above)) break;
  }
  const visited = new Set<string>();
  // Also those of submodules, which are added meanwhile: a checkout that isn't recursive leaves theirs out.
  for (const submodule of found) {
    const real = isWithin(folder, submodule) ? await doors.realPath(submodule) : undefined;
    if (!real?.ok || visited.has(real.value)) continue;
    visited.add(real.value);
    for (const inner of await submodulesOf(submodule, doors)) if (isWithin(submodule, inner)) found.add(inner);
  }
  return found;
};

const submodulesOf = async (folder: string, { readText }: SourceReads): Promise<string[]> => {
  const text = await readText(join(folder, '.gitmodules'));
  return text.ok ? pathsIn(text.value).map((path) => resolve(folder, path)) : [];
};

/** A section can begin on the same line. */
const PATH = /^\s*(?:\[[^\]]*\]\s*)?path\s*=(.*)$/i;

const pathsIn = (text: string): string[] =>
  text.split(/\r?\n/).flatMap((line) => {
    const [, value] = PATH.exec(line) ?? [];
    return value === undefined ? [] : [valueIn(value)];
  });

/** As git reads it: parts can be in quotes, and a comment can follow. */
const valueIn = (written: string): string => {
  let value = '';
  let isQuoted = false;
  for (let at = 0; at < written.length; at += 1) {
    const character = written[at] ?? '';
    if (!isQuoted && (character === '#' || character === ';')) break;
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '\\') value += written[(at += 1)] ?? '';
    else value += character;
  }
  return value.trim();
};

/** Of a submodule that is checked out, `.git` says where its repository is. A copy without it has files. */
const isEmpty = async (place: string, { readText, walk }: SourceReads): Promise<boolean> => {
  const git = await readText(join(place, '.git'));
  if (git.ok || !ABSENT.includes(git.code) || git.code === 'EISDIR') return false;
  const { files, unreadable, linksOut } = await walk([place], () => true);
  return files.length + linksOut.length === 0 && unreadable.every(({ code }) => code === 'ENOENT');
};
