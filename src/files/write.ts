import { type FileHandle, lstat, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asideName } from './aside.js';
import { systemCode } from './read.js';

/** What a run leaves behind is readable only by its owner. */
export const PRIVATE = 0o600;
const OWNERS_FOLDER = 0o700;

/** The mode of a new file, without what the user's umask keeps from others. */
export const withUmask = (mode: number): number => PRIVATE | (mode & ~process.umask());

const MOST_NAMES = 1000;

export type HowToWrite = {
  /**
   * Folder for the unfinished file, if it's on the same file system. Otherwise the unfinished file is next to its final
   * place.
   */
  aside?: string | undefined;
  /** The owner of the replaced file. */
  owner?: { uid: number; gid: number } | undefined;
};

/**
 * The file exists completely or not at all, and survives a power cut: it's written under another name, flushed, and
 * then renamed.
 */
export const writeAtomically = async (
  path: string,
  content: string | Uint8Array,
  mode = PRIVATE,
  { aside = dirname(path), owner }: HowToWrite = {},
): Promise<void> => {
  try {
    await writeBy(join(aside, asideName()), path, { content, mode, owner });
  } catch (error) {
    if (systemCode(error) !== 'EXDEV') throw error;
    await writeBy(join(dirname(path), asideName()), path, { content, mode, owner });
  }
  await flushFolder(dirname(path));
};

type Written = { content: string | Uint8Array; mode: number; owner: HowToWrite['owner'] };

/** Only its owner can read it until it's complete. */
const writeBy = async (aside: string, path: string, { content, mode, owner }: Written): Promise<void> => {
  try {
    const file = await open(aside, 'wx', PRIVATE);
    try {
      await file.writeFile(content);
      await file.chmod(owner && !(await isGivenTo(file, owner)) ? withoutGroup(mode) : mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
};

/** Only an administrator can change a file's owner. Others can only set one of their own groups. */
const isGivenTo = async (file: FileHandle, { uid, gid }: { uid: number; gid: number }): Promise<boolean> => {
  const own = await file.stat();
  if (own.uid === uid && own.gid === gid) return true;
  for (const owner of [uid, own.uid])
    try {
      await file.chown(owner, gid);
      return true;
    } catch (error) {
      if (systemCode(error) !== 'EPERM') throw error;
    }
  return false;
};

/** If the group is a different one, it gets no more access than everyone. */
const withoutGroup = (mode: number): number => (mode & 0o707) | ((mode & 0o007) << 3);

/** What exists is never replaced. If the content can't be written completely, nothing is left. */
export const writeNew = async (path: string, content: string | Uint8Array, mode: number): Promise<void> => {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await flushFolder(dirname(path));
};

/** Appends and flushes. If the content can't be added completely, it's removed again. */
export const append = async (path: string, content: Uint8Array): Promise<void> => {
  const file = await open(path, 'a', PRIVATE);
  try {
    const { size } = await file.stat();
    try {
      await file.writeFile(content);
      await file.sync();
    } catch (error) {
      await file.truncate(size);
      throw error;
    }
  } finally {
    await file.close();
  }
};

/**
 * Also creates the folders above it. Node's own function never ends on a file system where no one can create folders.
 */
export const makeFolder = async (path: string, mode = OWNERS_FOLDER): Promise<void> => {
  if (await isFolder(path)) return;
  try {
    await makeMissing(path, mode);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST' || !(await isFolder(path))) throw error;
  }
};

/** Creates a folder that didn't exist before. If the name is taken, adds a number. */
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

export const folderId = async (path: string): Promise<string> => {
  const found = await lstat(path, { bigint: true });
  if (!found.isDirectory()) throw Object.assign(new Error(path), { code: 'ENOTDIR' });
  return `${found.dev}:${found.ino}`;
};

export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/**
 * A new name survives a power cut only if its folder is flushed. Windows can't open folders, so the rename has to be
 * enough there.
 */
const flushFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};
