import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCode } from './read.js';

/** Only the owner may read what a run leaves behind. */
export const PRIVATE = 0o600;
const OWNERS_FOLDER = 0o700;

const MOST_NAMES = 1000;

/** The file is there whole or not at all, and survives a power cut: written aside, flushed, then moved into place. */
export const writeAtomically = async (path: string, content: string | Uint8Array, mode = PRIVATE): Promise<void> => {
  const aside = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    const file = await open(aside, 'wx', mode);
    try {
      await file.chmod(mode);
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
  await flushFolder(dirname(path));
};

/** With every folder above it. Node's own way of doing so never ends where a file system lets nobody make folders. */
export const makeFolder = async (path: string, mode = OWNERS_FOLDER): Promise<void> => {
  if (await isFolder(path)) return;
  try {
    await makeMissing(path, mode);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST' || !(await isFolder(path))) throw error;
  }
};

/** One that nobody else has: where its name is taken, another one with a number behind it. */
export const makeNewFolder = async (path: string, mode = OWNERS_FOLDER): Promise<string> => {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? path : `${path}-${number}`;
    try {
      await makeMissing(name, mode);
      return name;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST' || number === MOST_NAMES) throw error;
    }
  }
};

const makeMissing = async (path: string, mode: number): Promise<void> => {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path), mode);
    await mkdir(path, { mode });
  }
  await flushFolder(dirname(path));
};

export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** A new name is durable once its folder is. Windows cannot open folders; there the rename alone has to do. */
const flushFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};
