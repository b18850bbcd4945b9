import { type FileAnswer, systemCode } from './read.js';
import { readRegular, TOO_LARGE } from './regular.js';

/** A file's bytes with its permission bits. */
export type FileBytes = { bytes: Buffer; mode: number };

export { TOO_LARGE };

const PERMISSIONS = 0o7777;

export const readBytes = async (path: string, atMost: number): Promise<FileAnswer<FileBytes>> => {
  try {
    const { bytes, mode } = await readRegular(path, atMost);
    return { ok: true, value: { bytes, mode: mode & PERMISSIONS } };
  } catch (error) {
    return { ok: false, code: systemCode(error) };
  }
};
