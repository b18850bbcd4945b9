import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { answered, type FileAnswer } from './read.js';
import { isWithin } from './folders.js';
import { NOT_A_FILE } from './regular.js';

/** What was found in some folders. Paths are spelled like the folders in the flags. */
export type Walked = {
  files: string[];
  /** Folders, named files, links that couldn't be followed, and things that aren't files, with the system's code. */
  unreadable: Unreadable[];
  /** Links to relevant things outside the folders. */
  linksOut: string[];
  /** Links to what was found in its own place, with the real path of that. */
  linksIn: LinkIn[];
};

type LinkIn = { path: string; target: string };

type Unreadable = { path: string; code: string };
type IsWanted = (name: string) => boolean;
/** One place with its spelling and its real path: two spellings of a folder are the same folder. */
type Place = { shown: string; real: string };

const PACKAGES = 'node_modules';
/** Folders of package managers and git, which aren't source. */
const SKIPPED: ReadonlySet<string> = new Set([PACKAGES, '.git']);

/** A path from the command line that is neither a folder nor a file of a requested type. */
export const NOTHING_WANTED = 'nothing-wanted';

/**
 * The link's target is in the folders, but its own name isn't relevant or gives it another type: the name decides what
 * a file is.
 */
export const OTHER_NAME = 'link-to-another-name';

/**
 * The name isn't UTF-8, so nothing can be opened by it. With replacement characters, it could be the name of something
 * else, which would then be read in its place.
 */
export const NAME_NOT_TEXT = 'name-not-text';

/** A relevant file in a folder of a package manager. A deploy takes it if that folder is part of a package. */
export const IN_PACKAGES = 'in-node-modules';

/**
 * Every relevant file below the starting points, once, sorted. Links on the way aren't followed, except in folders of a
 * package manager: their target is found in its own place, or it's outside and reported. So a link can't cause a loop.
 */
export const walk = async (starts: readonly string[], isWanted: IsWanted, tree: Tree = diskTree): Promise<Walked> => {
  const { roots, files: named, unreadable } = await resolveStarts(starts, isWanted, tree);
  const below = await descend(roots, isWanted, tree);
  const links = await judgeLinks(below.links, { roots, files: named }, isWanted, tree);
  const once = new Map([...below.files, ...named].map((place) => [asWhat(place), place.shown]));
  return {
    files: [...once.values()].sort(),
    unreadable: [...unreadable, ...below.unreadable, ...links.unreadable].sort(byPath),
    linksOut: [...links.out, ...below.linksOut].sort(),
    linksIn: links.inside,
  };
};

/** Links with different names to one file count as two files. */
const asWhat = ({ real, shown }: Place): string => JSON.stringify([real, basename(shown)]);

/** By code units, so that the language of the machine doesn't change a report. */
const byPath = (one: Unreadable, other: Unreadable): number => (one.path < other.path ? -1 : 1);

type Starts = { roots: Place[]; files: Place[]; unreadable: Unreadable[] };

const resolveStarts = async (starts: readonly string[], isWanted: IsWanted, tree: Tree): Promise<Starts> => {
  const sorted: Starts = { roots: [], files: [], unreadable: [] };
  for (const shown of starts) {
    const start = await tree.resolve(shown);
    if (!start.ok) sorted.unreadable.push({ path: shown, code: start.code });
    else if (start.value.kind === 'folder') sorted.roots.push({ shown, real: start.value.path });
    else if (start.value.kind === 'file' && isWanted(shown)) sorted.files.push({ shown, real: start.value.path });
    else sorted.unreadable.push({ path: shown, code: NOTHING_WANTED });
  }
  return sorted;
};

type Below = { files: Place[]; links: Place[]; unreadable: Unreadable[]; linksOut: string[] };

const descend = async (roots: readonly Place[], isWanted: IsWanted, tree: Tree): Promise<Below> => {
  const below: Below = { files: [], links: [], unreadable: [], linksOut: [] };
  const packages: Packages = { folders: [], links: [] };
  const visited = new Set<string>();
  await eachFolder([...roots], visited, tree, (folder, listed, open) => {
    if (!listed.ok) below.unreadable.push({ path: folder.shown, code: listed.code });
    for (const entry of listed.ok ? listed.value : []) {
      if (entry.name === PACKAGES && entry.kind === 'folder') packages.folders.push(placeOf(entry, folder));
      else if (entry.name === PACKAGES && entry.kind === 'link') packages.links.push(placeOf(entry, folder));
      else if (!SKIPPED.has(entry.name)) sortEntry(entry, folder, { open, below, isWanted });
    }
  });
  // Last, because a folder in there may also be named itself.
  await lookIntoPackages(packages, visited, { below, isWanted, tree });
  return below;
};

type Packages = { folders: Place[]; links: Place[] };
type Search = { below: Below; isWanted: IsWanted; tree: Tree };

/**
 * A deploy follows links, and package managers make them by the thousand. Links to the same folder are followed once,
 * and so are those to a folder that is walked anyway.
 */
const lookIntoPackages = async (packages: Packages, visited: Set<string>, search: Search): Promise<void> => {
  const { below, isWanted, tree } = search;
  const { folders, links } = packages;
  while (folders.length + links.length > 0) {
    await eachFolder(folders, visited, tree, (folder, listed, open) => {
      if (!listed.ok) below.unreadable.push({ path: folder.shown, code: listed.code });
      for (const entry of listed.ok ? listed.value : []) {
        const place = placeOf(entry, folder);
        if (entry.kind === 'folder') open.push(place);
        else if (isWanted(entry.name)) below.unreadable.push({ path: place.shown, code: IN_PACKAGES });
        else if (entry.kind === 'link') links.push(place);
      }
    });
    for (const link of links.splice(0)) await followInPackages(link, folders, visited, search);
  }
};

/** A link to nothing is common there, and holds nothing. One to a folder around itself could lead to the whole disk. */
const followInPackages = async (
  link: Place,
  folders: Place[],
  visited: ReadonlySet<string>,
  { below, tree }: Search,
): Promise<void> => {
  const target = await tree.resolve(link.real);
  if (!target.ok && target.code !== 'ENOENT') below.unreadable.push({ path: link.shown, code: target.code });
  if (!target.ok || target.value.kind !== 'folder') return;
  const { path } = target.value;
  if (visited.has(path)) return;
  if (isWithin(path, link.real)) below.linksOut.push(link.shown);
  else folders.push({ shown: link.shown, real: path });
};

type Visit = (folder: Place, listed: FileAnswer<Entry[]>, open: Place[]) => void;

const eachFolder = async (open: Place[], visited: Set<string>, tree: Tree, visit: Visit): Promise<void> => {
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (visited.has(folder.real)) continue;
    visited.add(folder.real);
    visit(folder, await tree.list(folder.real), open);
  }
};

const placeOf = ({ name }: Entry, folder: Place): Place => ({
  shown: join(folder.shown, name),
  real: join(folder.real, name),
});

type Sorted = { open: Place[]; below: Below; isWanted: IsWanted };

const sortEntry = (entry: Entry, folder: Place, { open, below, isWanted }: Sorted): void => {
  const { name, kind, isNameText } = entry;
  const place = placeOf(entry, folder);
  const refuse = (code: string): void => void below.unreadable.push({ path: place.shown, code });
  if (isNameText === false) {
    if (kind !== 'file' || isWanted(name)) refuse(NAME_NOT_TEXT);
    return;
  }
  if (kind === 'folder') open.push(place);
  if (kind === 'link') below.links.push(place);
  if (kind === 'file' && isWanted(name)) below.files.push(place);
  if (kind === 'other' && isWanted(name)) refuse(NOT_A_FILE);
};

const judgeLinks = async (
  links: readonly Place[],
  { roots, files }: Pick<Starts, 'roots' | 'files'>,
  isWanted: IsWanted,
  tree: Tree,
): Promise<{ out: string[]; inside: LinkIn[]; unreadable: Unreadable[] }> => {
  const out: string[] = [];
  const inside: LinkIn[] = [];
  const unreadable: Unreadable[] = [];
  for (const { shown, real } of links) {
    const target = await tree.resolve(real);
    const isFolder = target.ok && target.value.kind === 'folder';
    if (!isFolder && !isWanted(shown)) continue;
    if (!target.ok) unreadable.push({ path: shown, code: target.code });
    else if (target.value.kind === 'other') unreadable.push({ path: shown, code: NOT_A_FILE });
    else {
      const { path } = target.value;
      const isInside = roots.some((root) => isWalked(root.real, path));
      const isNamed = files.some((named) => asWhat(named) === asWhat({ real: path, shown }));
      if (isNamed || (isInside && (isFolder || basename(path) === basename(shown))))
        inside.push({ path: shown, target: path });
      else if (isInside) unreadable.push({ path: shown, code: OTHER_NAME });
      else out.push(shown);
    }
  }
  return { out, inside, unreadable };
};

/** A place below a skipped folder isn't walked. */
const isWalked = (root: string, path: string): boolean =>
  isWithin(root, path) &&
  !relative(root, path)
    .split(sep)
    .some((step) => SKIPPED.has(step));

export type EntryKind = 'file' | 'folder' | 'link' | 'other';
/** `isNameText` false: the name isn't UTF-8, and is shown with replacement characters. */
export type Entry = { name: string; kind: EntryKind; isNameText?: boolean };

/** The disk operations of a walk. Each can be rejected, so that a rejection isn't taken for an empty folder. */
export type Tree = {
  list: (folder: string) => Promise<FileAnswer<Entry[]>>;
  /** The real path, with links resolved. */
  resolve: (path: string) => Promise<FileAnswer<{ path: string; kind: EntryKind }>>;
};

export const diskTree: Tree = {
  list: (folder) =>
    answered(async () => {
      const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
      return entries.map((entry) => {
        const name = entry.name.toString();
        const isNameText = Buffer.from(name).equals(entry.name);
        return { name, kind: kindOf(entry), ...(isNameText ? {} : { isNameText }) };
      });
    }),
  resolve: (path) =>
    answered(async () => {
      const real = await realpath(path);
      return { path: real, kind: kindOf(await stat(real)) };
    }),
};

const kindOf = (entry: Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): EntryKind => {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
};
