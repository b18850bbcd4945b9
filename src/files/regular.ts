import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';

/** Reads a path from the user, which can be anything. */

export type RegularFile = { bytes: Buffer; mode: number };

/** Larger files are rejected by their size, before any of their content is read. */
export const TOO_LARGE = 'too-large';
/** A device may never end, and waiting for a pipe without a writer can't be interrupted. */
export const NOT_A_FILE = 'not-a-file';

const CHUNK = 64 * 1024;

/** Throws errors with a `code`, as the system does. Opens only a regular file, and reads no more than the limit. */
export const readRegular = async (path: string, atMost: number): Promise<RegularFile> => {
  refuseOthers(await stat(path), atMost);
  // The path may lead to something else by now, so it's opened without waiting and checked again.
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

/** The file may grow while it's read, and some files with a size of 0 have content. */
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
