import { join, relative } from 'node:path';
import { isWithin } from '../../files/folders.js';
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
  return (path) => {
    const targets = links.flatMap(({ from, to }) => moved(path, from, to));
    // Of two folders that are the same one, a file is found in one alone.
    const others = [path, ...targets].flatMap((place) => links.flatMap(({ from, to }) => moved(place, to, from)));
    return [...new Set([path, ...targets, ...others])];
  };
};

const moved = (path: string, from: string, to: string): string[] =>
  isWithin(from, path) ? [join(to, relative(from, path))] : [];
