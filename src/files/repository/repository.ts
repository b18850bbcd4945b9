import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ABSENT, systemCode } from '../read.js';
import { readRegular } from '../regular.js';

const LONGEST_POINTER = 4096;
const LONGEST_SETTINGS = 1024 * 1024;

/**
 * The working tree that contains this folder. Found by looking for `.git` upwards instead of asking git. Git would also
 * accept a folder with `HEAD`, `objects`, and `refs` as a repository, and a commit can contain such a folder.
 */
export const topLevelOf = async (folder: string): Promise<string | undefined> => {
  for (let at = folder; ; at = dirname(at)) {
    if (await isRepository(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
};

/** The working trees around a folder, the innermost first. */
export const topLevelsOf = async (folder: string): Promise<string[]> => {
  const top = await topLevelOf(folder);
  if (top === undefined) return [];
  return dirname(top) === top ? [top] : [top, ...(await topLevelsOf(dirname(top)))];
};

const isRepository = async (path: string): Promise<boolean> => {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return (await stat(join(path, 'HEAD')).catch(() => undefined)) !== undefined;
  if (!found?.isFile() || found.size > LONGEST_POINTER) return false;
  return (await readFile(path, 'utf8').catch(() => '')).startsWith('gitdir:');
};

/**
 * Whether a sparse checkout may leave files out. Decided by the settings in the repository, so that git is only started
 * for such a one. Settings that can't be read may say so.
 */
export const mayLeaveOut = async (topLevel: string): Promise<boolean> => {
  const own = await folderOf(topLevel);
  const shared = resolve(own, (await textOf(join(own, 'commondir'))) || '.');
  if ((await textOf(join(own, 'info', 'sparse-checkout'))) !== undefined) return true;
  for (const settings of [join(own, 'config.worktree'), join(own, 'config'), join(shared, 'config')]) {
    const text = await textOf(settings);
    if (text === null || IS_SPARSE.test(text ?? '')) return true;
  }
  return false;
};

const IS_SPARSE = /\bsparseCheckout[ \t]*(?:=[ \t]*"?(?:true|yes|on|[1-9])|\r?$)/im;

/** A worktree or submodule has a file with the place of its repository. */
const folderOf = async (topLevel: string): Promise<string> => {
  const git = join(topLevel, '.git');
  const [, place] = /^gitdir:\s*(.+)/.exec((await textOf(git)) ?? '') ?? [];
  return place === undefined ? git : resolve(topLevel, place.trimEnd());
};

/** Trimmed. Undefined: there is no such file. Null: it can't be read. */
const textOf = async (path: string): Promise<string | null | undefined> => {
  try {
    return (await readRegular(path, LONGEST_SETTINGS)).bytes.toString('utf8').trim();
  } catch (error) {
    return ABSENT.includes(systemCode(error)) ? undefined : null;
  }
};
