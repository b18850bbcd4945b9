import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { madeBy } from './aside.js';
import { systemCode } from './read.js';

const SOURCE_SNAPSHOT = /^source-/;

/**
 * Removes what runs that were killed left half written in these folders, and in snapshots of source trees below them: it
 * may hold a consumer key. Called before this process writes anything. What cannot be removed now, the next run tries.
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
  for (const name of names) if (isLeft(name)) await rm(join(folder, name), { force: true }).catch(() => undefined);
};

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** Of a process that has ended. One with the number of this process is of an earlier one. */
const isLeft = (name: string): boolean => {
  const pid = madeBy(name);
  return pid !== undefined && (pid === process.pid || !isRunning(pid));
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
};
