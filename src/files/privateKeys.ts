import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { mayHoldPrivateKey } from '../keys/formats.js';
import { answered, systemCode, type FileAnswer } from './read.js';
import { readRegular } from './regular.js';

/** A private key has a few thousand bytes. */
const MOST_BYTES = 64 * 1024;

/** Marks the top of a project, whose content is committed, packed, and shared together. */
const TOPS = ['.git', 'sfdx-project.json'];

/**
 * A file with a private key in a folder, which may not exist yet, or in a folder above it, up to the top of the
 * project. Outside a project, only the folder right above is searched. Undefined: there is none.
 */
export const privateKeyAround = (folder: string): Promise<FileAnswer<string | undefined>> =>
  answered(async () => {
    for (const each of await foldersAround(folder)) {
      const found = await privateKeyIn(each);
      if (found !== undefined) return found;
    }
    return undefined;
  });

const foldersAround = async (folder: string): Promise<string[]> => {
  const above = await upwards(resolve(folder));
  const tops = await Promise.all(above.map(isTop));
  const top = tops.indexOf(true);
  return above.slice(0, top === -1 ? 2 : top + 1);
};

/** Resolves links as far as the path exists. */
const upwards = async (path: string): Promise<string[]> => {
  const real = await realpath(path).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (real === undefined) return [path, ...(await upwards(dirname(path)))];
  const folders = [real];
  for (let at = real; dirname(at) !== at; at = dirname(at)) folders.push(dirname(at));
  return folders;
};

const isTop = async (folder: string): Promise<boolean> => {
  for (const name of TOPS)
    if (
      await lstat(join(folder, name)).then(
        () => true,
        () => false,
      )
    )
      return true;
  return false;
};

const privateKeyIn = async (folder: string): Promise<string | undefined> => {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  for (const name of names.sort()) {
    const path = join(folder, name);
    const isSmall = await stat(path).then(
      (found) => found.isFile() && found.size <= MOST_BYTES,
      () => false,
    );
    if (isSmall && (await holdsOne(path))) return path;
  }
  return undefined;
};

/** A file that this user can't read isn't exposed by a folder next to it either. */
const holdsOne = (path: string): Promise<boolean> =>
  readRegular(path, MOST_BYTES).then(
    ({ bytes }) => mayHoldPrivateKey(bytes),
    () => false,
  );

/** True if the folder is empty or doesn't exist. */
export const isFree = (folder: string): Promise<FileAnswer<boolean>> =>
  answered(async () => {
    try {
      return (await readdir(folder)).length === 0;
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return true;
      throw error;
    }
  });
