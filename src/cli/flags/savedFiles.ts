import { realpath, stat } from 'node:fs/promises';
import { join, normalize, parse } from 'node:path';
import { Refusal } from '../../actions/refusal.js';
import { isLink, systemCode } from '../../files/read.js';
import { diskTree, type Entry, NAME_NOT_TEXT, type Tree } from '../../files/walk.js';
import { isFolder } from '../../files/write.js';
import { alternativesOf, nameTest } from '../../posture/namePattern.js';

/** Globs are expanded here, because not every shell does so. Each file once, by its first name, in the order of names. */
export const savedFiles = async (patterns: readonly string[], tree: Tree = diskTree): Promise<string[]> => {
  const files = new Map<string, string>();
  for (const pattern of patterns) {
    const found = (await exists(pattern)) ? [pattern] : await expandAll(pattern, tree);
    for (const file of found) {
      const real = await realpath(file).catch(() => file);
      if (!files.has(real)) files.set(real, file);
    }
  }
  return [...files.values()].sort();
};

const expandAll = async (pattern: string, tree: Tree): Promise<string[]> => {
  const found: string[] = [];
  for (const one of alternativesOf(pattern)) {
    const files = await expand(one, tree);
    if (files.length === 0) throw new Refusal('no-match', [one], { bundle: 'saved' });
    found.push(...files);
  }
  return found;
};

/** A name that has the signs of a glob in it is a name first. */
const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Far more files than a real run has, and few enough to read. */
const MOST_ENTRIES = 100_000;

/** Any number of folders. */
const DEEP = '**';

/** Part by part, so that only folders are read that can hold a match. */
const expand = async (pattern: string, tree: Tree): Promise<string[]> => {
  const { root } = parse(pattern);
  const parts = pattern.slice(root.length).split(process.platform === 'win32' ? /[\\/]/ : '/');
  let seen = 0;
  const list = async (folder: string): Promise<Entry[]> => {
    const listed = await tree.list(folder === '' ? '.' : folder);
    if (!listed.ok && !NO_FOLDER.includes(listed.code)) throw Refusal.ofFile(folder, listed.code, '--from');
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
      return isLast ? ((await isThere(path)) ? [path] : []) : below(path, rest);
    }
    const matches = testOf(part, pattern);
    const found: string[] = [];
    for (const entry of await list(folder)) {
      if (!matches(entry.name)) continue;
      const path = pathOf(folder, entry);
      const { kind } = entry;
      if (!isLast) await refuseLost(path, kind);
      if (!isLast && kind !== 'file') found.push(...(await below(path, rest)));
      if (isLast && kind !== 'folder' && !(await isFolder(path))) found.push(path);
    }
    return found;
  };

  /** Links are not followed, so that none can make a loop. */
  const deep = async (folder: string, rest: readonly string[]): Promise<string[]> => {
    const found = await below(folder, rest);
    for (const entry of await list(folder))
      if (entry.kind === 'folder' && !entry.name.startsWith('.'))
        found.push(...(await deep(pathOf(folder, entry), rest)));
    return found;
  };

  return (await below(root, parts)).map(normalize);
};

/** Any other folder that can't be listed may hold the result of an org, and a report without it could look as if all were well. */
const NO_FOLDER: readonly string[] = ['ENOENT', 'ENOTDIR'];

const isGlob = (part: string): boolean => /[*?[\]{}]/.test(part);

/** Also a file that can't be looked at, and a link whose target is missing: reading it says so. */
const isThere = async (path: string): Promise<boolean> => {
  try {
    return !(await stat(path)).isDirectory();
  } catch (error) {
    return !NO_FOLDER.includes(systemCode(error)) || isLink(path);
  }
};

/** What the name is shown as may be something else. */
const pathOf = (folder: string, { name, isNameText }: Entry): string => {
  const path = join(folder, name);
  if (isNameText === false) throw Refusal.ofFile(path, NAME_NOT_TEXT, '--from');
  return path;
};

/** A folder of results may be what a link led to. */
const refuseLost = async (path: string, kind: Entry['kind']): Promise<void> => {
  const target = kind === 'link' ? await diskTree.resolve(path) : undefined;
  if (target?.ok === false) throw Refusal.ofFile(path, target.code, '--from');
};

const testOf = (part: string, pattern: string): ((name: string) => boolean) => {
  try {
    const matches = nameTest(part);
    return (name) => matches(name) && (part.startsWith('.') || !name.startsWith('.'));
  } catch {
    throw new Refusal('no-match', [pattern], { bundle: 'saved' });
  }
};
