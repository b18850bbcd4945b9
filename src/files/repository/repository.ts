import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const LONGEST_POINTER = 4096;

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
