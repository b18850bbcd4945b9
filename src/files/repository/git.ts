import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, constants, realpath, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, isAbsolute, join, parse, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { isWithin } from '../folders.js';
import { isLink } from '../read.js';
import { mayLeaveOut, topLevelOf, topLevelsOf } from './repository.js';

/** The questions to git. Without git, or outside a repository, the answers are empty. */
export type Git = {
  /** The working tree that contains this folder. */
  topLevel: (folder: string) => Promise<string | undefined>;
  /** The paths of those files that differ from the last commit of their repository. */
  modified: (files: readonly CheckedFile[]) => Promise<ReadonlySet<string>>;
  /**
   * What a sparse checkout leaves out in a folder, and of those names in the folders above. Undefined: there is a sparse
   * checkout, and git didn't say.
   */
  leftOut: (folder: string, namesAbove: readonly string[]) => Promise<readonly LeftOut[] | undefined>;
};

/** `path`: spelled like the folder, if it's in there. `real`: with links resolved. */
export type LeftOut = { path: string; real: string; isSubmodule: boolean };

/** An absolute path with links resolved, and the bytes of the file. */
export type CheckedFile = { path: string; bytes: Buffer };

const run = promisify(execFile);
const MOST_OUTPUT = 64 * 1024 * 1024;
/** A limit, because a tree from an archive can contain pipes that git would read forever. */
const LONGEST_MS = 30_000;
/** A limit, because systems limit the length of a command line. */
const FILES_AT_ONCE = 100;

export const git: Git = {
  topLevel: topLevelOf,
  modified: async (files) => {
    const modified = new Set<string>();
    for (const [topLevel, own] of await byTopLevel(files)) {
      for (let start = 0; start < own.length; start += FILES_AT_ONCE) {
        const some = own.slice(start, start + FILES_AT_ONCE);
        const committed = await committedIn(topLevel, some);
        for (const file of some)
          if (committed && !isSame(committed.get(pathIn(topLevel, file)), file.bytes)) modified.add(file.path);
      }
    }
    return modified;
  },
  leftOut: async (folder, namesAbove) => {
    const leftOut: LeftOut[] = [];
    for (const way of await waysTo(folder))
      for (const topLevel of await topLevelsOf(way.isLink ? dirname(way.real) : way.real)) {
        const own = await leftOutIn(topLevel, way, namesAbove);
        if (own === undefined) return undefined;
        leftOut.push(...own);
      }
    return leftOut;
  },
};

/** `real`: of a link, where the link itself is. */
type Way = { shown: string; real: string; isLink: boolean };

/** The folder, and each link on the way to it, because the link can be in a repository of its own. */
const waysTo = async (folder: string): Promise<Way[]> => {
  const real = await realpath(folder).catch(() => undefined);
  const ways = real === undefined ? [] : [{ shown: folder, real, isLink: false }];
  for (let at = folder; ; at = dirname(at)) {
    const above = (await isLink(at)) ? await realpath(dirname(at)).catch(() => undefined) : undefined;
    if (above !== undefined) ways.push({ shown: at, real: join(above, basename(at)), isLink: true });
    if (dirname(at) === at) return ways;
  }
};

const leftOutIn = async (
  topLevel: string,
  { shown, real, isLink: isOnWay }: Way,
  namesAbove: readonly string[],
): Promise<LeftOut[] | undefined> => {
  if (!(await mayLeaveOut(topLevel))) return [];
  const inside = relative(topLevel, real);
  const above = foldersAbove(inside).flatMap((at) => namesAbove.map((name) => join(at, name)));
  // Of a repository around the folder's own, and of one with a link, only what is above counts.
  const isOwn = !isOnWay && (await topLevelOf(real)) === topLevel;
  if (!isOwn && above.length === 0) return [];
  const paths = (isOwn ? (inside === '' ? [] : [inside, ...above]) : above).map((path) => path.split(sep).join('/'));
  const output = await ask(topLevel, ['--literal-pathspecs', 'ls-files', '-z', '-t', '--stage', '--', ...paths]);
  return output?.split('\0').flatMap((entry) => {
    const [about = '', path = ''] = splitOnce(entry, '\t');
    const [tag, mode] = about.split(' ');
    if (tag !== LEFT_OUT) return [];
    const found = join(topLevel, path);
    const isSpelledAlike = isOnWay || isWithin(real, found);
    return [
      {
        path: isSpelledAlike ? join(shown, relative(real, found)) : found,
        real: found,
        isSubmodule: mode === SUBMODULE,
      },
    ];
  });
};

/** In the index: the file isn't in the working tree, and that is no change. */
const LEFT_OUT = 'S';
const SUBMODULE = '160000';

const foldersAbove = (path: string): string[] => {
  const above = dirname(path);
  return path === '' ? [] : above === '.' ? [''] : [above, ...foldersAbove(above)];
};

const byTopLevel = async (files: readonly CheckedFile[]): Promise<Map<string, CheckedFile[]>> => {
  const byFolder = Map.groupBy(files, ({ path }) => dirname(path));
  const sorted = new Map<string, CheckedFile[]>();
  for (const [folder, own] of byFolder) {
    const topLevel = await topLevelOf(folder);
    const others = topLevel === undefined ? undefined : sorted.get(topLevel);
    if (others) others.push(...own);
    else if (topLevel !== undefined) sorted.set(topLevel, own);
  }
  return sorted;
};

const pathIn = (topLevel: string, { path }: CheckedFile): string => relative(topLevel, path).split(sep).join('/');

/** The blobs of the files in the last commit. Undefined: there is no commit, or no git. */
const committedIn = async (
  topLevel: string,
  files: readonly CheckedFile[],
): Promise<ReadonlyMap<string, string> | undefined> => {
  const paths = files.map((file) => pathIn(topLevel, file));
  const output = await ask(topLevel, ['ls-tree', '-z', '--full-tree', '--', 'HEAD', ...paths]);
  if (output === undefined) return undefined;
  const entries = output.split('\0').filter((entry) => entry !== '');
  return new Map(
    entries.map((entry) => {
      const [about = '', path = ''] = splitOnce(entry, '\t');
      return [path, about.split(' ')[2] ?? ''];
    }),
  );
};

const splitOnce = (text: string, at: string): string[] => {
  const index = text.indexOf(at);
  return [text.slice(0, index), text.slice(index + at.length)];
};

/** Git can check out a file with other line ends than it stores. That alone isn't a change. */
const isSame = (blob: string | undefined, bytes: Buffer): boolean =>
  blob !== undefined &&
  (blob === blobName(bytes, blob) ||
    blob === blobName(Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'), blob));

const LENGTH_OF_SHA1 = 40;

const blobName = (bytes: Buffer, like: string): string =>
  createHash(like.length === LENGTH_OF_SHA1 ? 'sha1' : 'sha256')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');

/**
 * A tree can contain a repository whose configuration names commands. So git doesn't look for a repository itself, and
 * answers only from its objects and the names in its index, not from working files, for which it would start a monitor
 * or filter.
 * Everything else that could start a program is off.
 */
const HARMLESS = [
  '--no-pager',
  '--no-optional-locks',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'safe.bareRepository=explicit'].flatMap((set) => ['-c', set]),
];

/** Undefined: git isn't installed, or can't read this repository. Neither is an error. */
const ask = async (topLevel: string, args: readonly string[]): Promise<string | undefined> => {
  const program = await gitOutside(await topLevelsOf(topLevel));
  if (program === undefined) return undefined;
  const where = [`--git-dir=${join(topLevel, '.git')}`, `--work-tree=${topLevel}`];
  try {
    const { stdout } = await run(program, [...HARMLESS, ...where, ...args], {
      cwd: parse(topLevel).root,
      env: cleanEnvironment(),
      maxBuffer: MOST_OUTPUT,
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    return stdout;
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
};

/** Missing objects aren't fetched, because that could start a program that the repository names. */
const cleanEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith('GIT_'))),
  GIT_ALLOW_PROTOCOL: '',
  GIT_NO_LAZY_FETCH: '1',
  GIT_TERMINAL_PROMPT: '0',
});

const NAME = process.platform === 'win32' ? 'git.exe' : 'git';

/** The first git in the search path that isn't inside the trees. A relative entry could lead into one. */
const gitOutside = async (trees: readonly string[]): Promise<string | undefined> => {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  for (const folder of folders) {
    const program = join(folder, NAME);
    const real = await fileOf(program);
    if (real !== undefined && ![program, real].some((path) => trees.some((tree) => isWithin(tree, path))))
      return program;
  }
  return undefined;
};

/** The real path of a program. Undefined: it doesn't exist, or can't be started. */
const fileOf = async (program: string): Promise<string | undefined> => {
  try {
    const real = await realpath(program);
    if (!(await stat(real)).isFile()) return undefined;
    await access(real, constants.X_OK);
    return real;
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
};
