import { basename, dirname, extname, join, normalize } from 'node:path';

/** Which files a change of others can break: read off their imports, and off the names of files that they mention. */

export type Sources = ReadonlyMap<string, string>;

const IMPORTS = /(?:\bfrom|\bimport|\bimport\(|new URL\()\s*'(\.[^']+)'/g;

const importsOf = (file: string, text: string): string[] =>
  [...text.matchAll(IMPORTS)].map(([, path = '']) => normalize(join(dirname(file), path)).replace(/\.js$/, '.ts'));

/** Whether a module reads a file that is no module: it names it, with or without its ending, or the folder it is in. */
const mentions = (text: string, file: string): boolean => {
  const folder = basename(dirname(file));
  const ofFolder = folder === '.' ? [] : [`'${folder}'`, `/${folder}'`];
  return [basename(file), `'${basename(file, extname(file))}'`, ...ofFolder].some((name) => text.includes(name));
};

/** For each file that a change of these can break, how many imports away from them it stands. */
export const reachedFrom = (changed: readonly string[], sources: Sources): Map<string, number> => {
  const importers = new Map<string, string[]>();
  for (const [file, text] of sources)
    for (const path of importsOf(file, text)) importers.set(path, [...(importers.get(path) ?? []), file]);
  const readers = (file: string): string[] =>
    sources.has(file) || file.endsWith('.ts')
      ? (importers.get(file) ?? [])
      : [...sources].filter(([, text]) => mentions(text, file)).map(([one]) => one);
  const distances = new Map(changed.map((file) => [file, 0]));
  for (const [file, distance] of distances)
    for (const reader of readers(file)) if (!distances.has(reader)) distances.set(reader, distance + 1);
  return distances;
};
