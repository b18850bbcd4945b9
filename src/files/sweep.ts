import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { madeBy } from './aside.js';
import { systemCode } from './read.js';

const SOURCE_SNAPSHOT = /^source-/;

/**
 * Removes unfinished files of killed runs from these folders, and from snapshots of source trees below them, because
 * they may contain a consumer key. Called before this process writes anything. What can't be removed now is left for
 * the next run.
 */
export const sweep = async (folders: readonly string[]): Promise<void> => {
  for (const folder of new Set(folders)) {
    const names = await namesIn(folder);
    await sweepFolder(folder, names);
    for (const name of names.filter((one) => SOURCE_SNAPSHOT.test(one)))
      await sweepFolder(join(folder, name), await namesIn(join(folder, name)));
  }
};

const sweepFolder = async (folder: string, names: readonly string[]): Promise<void> => {
  for (const name of names) {
    const path = join(folder, name);
    if (await isLeft(name, path)) await rm(path, { force: true }).catch(() => undefined);
  }
};

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** The file's process has ended. If it has the number of this process, it's from an earlier one. */
const isLeft = async (name: string, path: string): Promise<boolean> => {
  const by = madeBy(name);
  if (by === undefined) return false;
  return by.isHere ? by.pid === process.pid || !isRunning(by.pid) : isAbandoned(path);
};

/** The processes of another container can't be seen from here, but none of them takes so long to write a file. */
const LONGEST_MS = 10 * 60 * 1000;

const isAbandoned = (path: string): Promise<boolean> =>
  stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > LONGEST_MS,
    () => false,
  );

export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
};
