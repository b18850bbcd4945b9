import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';

/** Reads what a user named, which may be anything that has a path. */

export type RegularFile = { bytes: Buffer; mode: number };

/** Larger files are not worth their memory: they are refused by their size, before a byte of them is read. */
export const TOO_LARGE = 'too-large';
/** A device may never end, and what waits at a pipe that nobody writes to can't be interrupted. */
export const NOT_A_FILE = 'not-a-file';

const CHUNK = 64 * 1024;

/** Throws with a `code` like the system does. Not even opened unless it is a regular file, and never read any further than told. */
export const readRegular = async (path: string, atMost: number): Promise<RegularFile> => {
  refuseOthers(await stat(path), atMost);
  // Somebody may have put something else in its place since: it is opened without waiting, and looked at again.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await file.stat();
    refuseOthers(stats, atMost);
    return { bytes: await readUpTo(file, atMost), mode: stats.mode };
  } finally {
    await file.close();
  }
};

type Stats = Awaited<ReturnType<typeof stat>>;

const refuseOthers = (stats: Pick<Stats, 'isFile' | 'isDirectory' | 'size'>, atMost: number): void => {
  if (stats.isDirectory()) throw refused('EISDIR');
  if (!stats.isFile()) throw refused(NOT_A_FILE);
  if (stats.size > atMost) throw refused(TOO_LARGE);
};

/** It may grow while it is read, and some that call themselves empty are not. */
const readUpTo = async (file: FileHandle, atMost: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for (let total = 0; ;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, null);
    total += bytesRead;
    if (total > atMost) throw refused(TOO_LARGE);
    if (bytesRead === 0) return Buffer.concat(chunks, total);
    chunks.push(buffer.subarray(0, bytesRead));
  }
};

const refused = (code: string): Error => Object.assign(new Error(code), { code });
