import { realpath, stat } from 'node:fs/promises';
import { join, normalize, parse } from 'node:path';
import { Refusal } from '../../actions/refusal.js';
import { diskTree, type Entry } from '../../files/walk.js';
import { nameTest } from '../../posture/namePattern.js';

/** Globs are expanded here, because not every shell does so. Each file once, by its first name, in the order of names. */
export const savedFiles = async (patterns: readonly string[]): Promise<string[]> => {
  const files = new Map<string, string>();
  for (const pattern of patterns) {
    const found = (await exists(pattern)) ? [pattern] : await expand(pattern);
    if (found.length === 0) throw new Refusal('no-match', [pattern], { bundle: 'saved' });
    for (const file of found) {
      const real = await realpath(file).catch(() => file);
      if (!files.has(real)) files.set(real, file);
    }
  }
  return [...files.values()].sort();
};

/** A name that has the signs of a glob in it is a name first. */
const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Far more than anybody saves, and few enough to look at. */
const MOST_ENTRIES = 100_000;

/** Any number of folders. */
const DEEP = '**';

/** Part by part, so that only folders are read that can hold a match. */
const expand = async (pattern: string): Promise<string[]> => {
  const { root } = parse(pattern);
  const parts = pattern.slice(root.length).split(process.platform === 'win32' ? /[\\/]/ : '/');
  let seen = 0;
  const list = async (folder: string): Promise<Entry[]> => {
    const listed = await diskTree.list(folder === '' ? '.' : folder);
    const entries = listed.ok ? listed.value : [];
    seen += entries.length;
    if (seen > MOST_ENTRIES) throw new Refusal('too-many', [pattern], { bundle: 'saved' });
    return entries;
  };

  const below = async (folder: string, [part, ...rest]: readonly string[]): Promise<string[]> => {
    if (part === undefined) return [];
    const isLast = rest.length === 0;
    if (part === DEEP && !isLast) return deep(folder, rest);
    if (!isGlob(part)) {
      const path = join(folder, part);
      return isLast ? ((await isFile(path)) ? [path] : []) : below(path, rest);
    }
    const matches = testOf(part, pattern);
    const found: string[] = [];
    for (const { name, kind } of await list(folder)) {
      if (!matches(name)) continue;
      const path = join(folder, name);
      if (!isLast && kind !== 'file') found.push(...(await below(path, rest)));
      if (isLast && kind !== 'folder' && (await isFile(path))) found.push(path);
    }
    return found;
  };

  /** Links are not followed, so that none can make a loop. */
  const deep = async (folder: string, rest: readonly string[]): Promise<string[]> => {
    const found = await below(folder, rest);
    for (const { name, kind } of await list(folder))
      if (kind === 'folder' && !name.startsWith('.')) found.push(...(await deep(join(folder, name), rest)));
    return found;
  };

  return (await below(root, parts)).map(normalize);
};

const isGlob = (part: string): boolean => /[*?[\]{}]/.test(part);

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );

const testOf = (part: string, pattern: string): ((name: string) => boolean) => {
  try {
    const matches = nameTest(part);
    return (name) => matches(name) && (part.startsWith('.') || !name.startsWith('.'));
  } catch {
    throw new Refusal('no-match', [pattern], { bundle: 'saved' });
  }
};
