import { access, constants, lstat, realpath, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { answered, type FileAnswer, systemCode } from './read.js';
import { sweep } from './sweep.js';
import { append, folderId, makeFolder, makeNewFolder, PRIVATE, writeAtomically } from './write.js';
import { writeNamed } from './writeNamed.js';

/** What a run that changes something does with the disk besides reading it. Refusals are answers: a run can go on. */
export type Disk = {
  makeFolder: (path: string) => Promise<FileAnswer<void>>;
  /** That was not there before, whoever else makes one of that name. Gives the name that it got. */
  makeNewFolder: (path: string) => Promise<FileAnswer<string>>;
  /** Whole or not at all, flushed, readable by its owner alone unless another mode is given. */
  write: (path: string, content: string | Uint8Array, mode?: number) => Promise<FileAnswer<void>>;
  /** To wherever a path of a person's leads: links stay, an existing mode stays, a pipe or a device is written to. */
  writeNamed: (path: string, content: string) => Promise<FileAnswer<void>>;
  /** A file of a person's, as a whole: mode and owner stay. While it is not whole it lies aside, if the file system allows. */
  edit: (path: string, content: Uint8Array, how: { mode: number; aside: string }) => Promise<FileAnswer<void>>;
  /** Flushed. What could not be added whole is taken away again. */
  append: (path: string, content: Uint8Array) => Promise<FileAnswer<void>>;
  /** Removes what runs that were killed left half written in these folders, and in snapshots of source trees below them. */
  sweep: (folders: readonly string[]) => Promise<void>;
  /** Which folder this is, whatever happens to its name. A link to one is none. */
  folderId: (path: string) => Promise<FileAnswer<string>>;
  /** With everything in it. */
  removeFolder: (path: string) => Promise<FileAnswer<void>>;
};

export const disk: Disk = {
  makeFolder: (path) => answered(() => makeFolder(path)),
  makeNewFolder: (path) => answered(() => makeNewFolder(path)),
  write: (path, content, mode = PRIVATE) => answered(() => writeAtomically(path, content, mode)),
  writeNamed: (path, content) => answered(() => writeNamed(path, content)),
  edit: (path, content, { mode, aside }) =>
    answered(async () => writeAtomically(path, content, mode, { aside, owner: await stat(path) })),
  append: (path, content) => answered(() => append(path, content)),
  sweep,
  folderId: (path) => answered(() => folderId(path)),
  removeFolder: (path) => answered(() => rm(path, { recursive: true, force: true })),
};

/** Links resolved. */
export const realPath = (path: string): Promise<FileAnswer<string>> => answered(() => realpath(path));

/** Whether a folder is there to be written to, or could be made. Leaves nothing behind, so it promises nothing. */
export const canMakeFolder = (folder: string): Promise<FileAnswer<void>> => answered(() => look(resolve(folder)));

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

export const isLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
