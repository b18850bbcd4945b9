import { access, constants, lstat, realpath, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { refuseProtected } from './destination.js';
import { answered, type FileAnswer, systemCode } from './read.js';
import { sweep } from './sweep.js';
import { append, folderId, makeFolder, makeNewFolder, PRIVATE, withUmask, writeAtomically, writeNew } from './write.js';
import { writeNamed } from './writeNamed.js';

/** How a run changes the disk. A rejection is an answer, so that a run can continue. */
export type Disk = {
  makeFolder: (path: string) => Promise<FileAnswer<void>>;
  /** Creates a folder that didn't exist before, even if others create one with that name. Returns its name. */
  makeNewFolder: (path: string) => Promise<FileAnswer<string>>;
  /** Written completely or not at all, flushed, and readable only by its owner unless a mode is given. */
  write: (path: string, content: string | Uint8Array, mode?: number) => Promise<FileAnswer<void>>;
  /** Rejected if there is anything with that name. */
  writeNew: (path: string, content: string | Uint8Array, mode: number) => Promise<FileAnswer<void>>;
  /**
   * Writes to whatever a path from the user leads to: links stay, an existing mode stays, and a pipe or device is
   * written to.
   */
  writeNamed: (path: string, content: string) => Promise<FileAnswer<void>>;
  /**
   * Replaces a file of the user as a whole. Mode and owner stay. While incomplete, it's in the other folder, if the
   * file system allows that. A read-only file is left.
   */
  edit: (path: string, content: Uint8Array, how: { mode: number; aside: string }) => Promise<FileAnswer<void>>;
  /** Flushed. If the content can't be added completely, it's removed again. */
  append: (path: string, content: Uint8Array) => Promise<FileAnswer<void>>;
  /** Removes unfinished files of killed runs from these folders, and from snapshots of source trees below them. */
  sweep: (folders: readonly string[]) => Promise<void>;
  /** Identifies a folder, whatever happens to its name. A link isn't a folder. */
  folderId: (path: string) => Promise<FileAnswer<string>>;
  /** With all its content. */
  removeFolder: (path: string) => Promise<FileAnswer<void>>;
};

export const disk: Disk = {
  makeFolder: (path) => answered(() => makeFolder(path)),
  makeNewFolder: (path) => answered(() => makeNewFolder(path)),
  write: (path, content, mode = PRIVATE) => answered(() => writeAtomically(path, content, withUmask(mode))),
  writeNew: (path, content, mode) => answered(() => writeNew(path, content, withUmask(mode))),
  writeNamed: (path, content) => answered(() => writeNamed(path, content)),
  edit: (path, content, { mode, aside }) =>
    answered(async () => {
      const owner = await stat(path);
      refuseProtected(path, owner.mode);
      await writeAtomically(path, content, mode, { aside, owner });
    }),
  append: (path, content) => answered(() => append(path, content)),
  sweep,
  folderId: (path) => answered(() => folderId(path)),
  removeFolder: (path) => answered(() => rm(path, { recursive: true, force: true })),
};

/** With links resolved. */
export const realPath = (path: string): Promise<FileAnswer<string>> => answered(() => realpath(path));

/** Whether a folder can be written to or created. Leaves nothing behind, so it's no guarantee. */
export const canMakeFolder = (folder: string): Promise<FileAnswer<void>> => answered(() => look(resolve(folder)));

const look = async (path: string): Promise<void> => {
  if (await isNothing(path)) return look(dirname(path));
  if (!(await stat(path)).isDirectory()) throw Object.assign(new Error(path), { code: 'ENOTDIR' });
  await access(path, constants.W_OK | constants.X_OK);
};

/** A link without a target still exists: no folder can be created in its place. */
const isNothing = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => false,
    (error: unknown) => {
      if (systemCode(error) === 'ENOENT' && dirname(path) !== path) return true;
      throw error;
    },
  );
