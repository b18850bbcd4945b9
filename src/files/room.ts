import { access, constants, lstat, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { answered } from './answered.js';
import { type FileAnswer, systemCode } from './read.js';

/** Whether a folder is there to be written to, or could be made. Leaves nothing behind, so it promises nothing. */
export const roomFor = (folder: string): Promise<FileAnswer<void>> => answered(() => look(resolve(folder)));

const look = async (path: string): Promise<void> => {
  if (await isNothing(path)) return look(dirname(path));
  if (!(await stat(path)).isDirectory()) throw Object.assign(new Error(path), { code: 'ENOTDIR' });
  await access(path, constants.W_OK | constants.X_OK);
};

/** A link that leads nowhere is something: no folder can be made in its place. */
const isNothing = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => false,
    (error: unknown) => {
      if (systemCode(error) === 'ENOENT' && dirname(path) !== path) return true;
      throw error;
    },
  );
