import { fstatSync, type Stats } from 'node:fs';
import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { systemCode } from './read.js';

/** What a new file keeps of the one that it replaces. */
export type Kept = Pick<Stats, 'mode' | 'uid' | 'gid'>;

/** What a path from the user leads to, which decides how it's written. */
export type Destination =
  /** Created, or replaced as a whole. Links stay, and their target is replaced. */
  | { kind: 'file'; path: string; kept?: Kept }
  /** Written to: a named pipe, or a device such as `/dev/null`. */
  | { kind: 'stream'; path: string }
  /** The process's own output under another name: `/dev/stdout`, `/dev/fd/2`. */
  | { kind: 'own'; output: NodeJS.WriteStream };

const MOST_LINKS = 40;
const PERMISSIONS = 0o7777;
/** A file without any of these bits is protected, although replacing it needs only the right to write to its folder. */
const WRITABLE = 0o222;

/** Rejects with the system's code if nothing can be written: a folder, a socket, a disk, a read-only file. */
export const destinationOf = async (path: string, links = 0): Promise<Destination> => {
  const found = await orAbsent(stat(path));
  if (!found) return missing(path, links);
  const output = ownOutput(found);
  if (output) return { kind: 'own', output };
  if (found.isFile()) {
    const { mode, uid, gid } = found;
    refuseProtected(path, mode);
    return { kind: 'file', path: await realpath(path), kept: { mode: mode & PERMISSIONS, uid, gid } };
  }
  if (found.isFIFO() || found.isCharacterDevice()) return { kind: 'stream', path };
  throw unwritable(path, found.isDirectory() ? 'EISDIR' : 'not-a-file');
};

export const refuseProtected = (path: string, mode: number): void => {
  if ((mode & WRITABLE) === 0) throw unwritable(path, 'EACCES');
};

/** A link whose target doesn't exist yet. The file is created there. */
const missing = async (path: string, links: number): Promise<Destination> => {
  const found = await orAbsent(lstat(path));
  if (!found?.isSymbolicLink()) return { kind: 'file', path };
  if (links === MOST_LINKS) throw unwritable(path, 'ELOOP');
  return destinationOf(resolve(await realpath(dirname(path)), await readlink(path)), links + 1);
};

const orAbsent = async (found: Promise<Stats>): Promise<Stats | undefined> => {
  try {
    return await found;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
};

const ownOutput = ({ dev, ino }: Stats): NodeJS.WriteStream | undefined =>
  [process.stdout, process.stderr].find((_, index) => {
    const own = statOf(index + 1);
    return own?.dev === dev && own.ino === ino;
  });

/** Undefined: the output was closed before the process started. */
const statOf = (descriptor: number): Stats | undefined => {
  try {
    return fstatSync(descriptor);
  } catch (error) {
    if (systemCode(error) === 'EBADF') return undefined;
    throw error;
  }
};

const unwritable = (path: string, code: string): Error => Object.assign(new Error(path), { code });
