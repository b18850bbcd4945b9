import { dirname, join, relative } from 'node:path';
import type { Walked } from '../../files/walk.js';
import type { SourceReads } from './sourceFiles.js';

/**
 * A link and its target can be in different projects or repositories. What either of them says of a file counts, because
 * a deploy can start in both. Files are found below a link only if the link was named.
 */

/** A path as it was named, and where links lead. */
export type PlacesOf = (path: string) => readonly string[];

export const placesReader = async (
  starts: readonly string[],
  linksIn: Walked['linksIn'],
  { realPath }: Pick<SourceReads, 'realPath'>,
): Promise<PlacesOf> => {
  const links = linksIn.map(({ path, target }) => ({ from: path, to: target }));
  for (const from of new Set(starts)) {
    const real = await realPath(from);
    if (real.ok && real.value !== from) links.push({ from, to: real.value });
  }
  // Thousands of files and links may meet, so a link is looked up by the folders around a path.
  const [byFrom, byTo] = [Map.groupBy(links, ({ from }) => from), Map.groupBy(links, ({ to }) => to)];
  const inTarget = (path: string): string[] =>
    movedFrom(path, (folder) => byFrom.get(folder)?.map(({ to }) => to) ?? []);
  const byLink = (path: string): string[] =>
    movedFrom(path, (folder) => byTo.get(folder)?.map(({ from }) => from) ?? []);
  return (path) => {
    const targets = inTarget(path);
    // Of two folders that are the same one, a file is found in one alone.
    return [...new Set([path, ...targets, ...[path, ...targets].flatMap(byLink)])];
  };
};

/** The path with a folder around it, or itself, replaced by others. */
const movedFrom = (path: string, othersOf: (folder: string) => readonly string[]): string[] => {
  const moved: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    for (const other of othersOf(at)) moved.push(join(other, relative(at, path)));
    if (dirname(at) === at) return moved;
  }
};
