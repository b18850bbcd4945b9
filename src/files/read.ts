import { lstat } from 'node:fs/promises';
import { decode } from '../metadata/decode.js';
import { readRegular } from './regular.js';

export type FileAnswer<T> = { ok: true; value: T } | { ok: false; code: string };

/** Far more than an audit result of the largest org. */
const LARGEST_TEXT = 256 * 1024 * 1024;

/** The bytes are invalid in their encoding. With replacement characters, the text would be one that no one wrote. */
export const NOT_TEXT = 'not-text';

/** Why there is no file in a place. Any other error leaves open what is there. */
export const ABSENT: readonly string[] = ['ENOENT', 'ENOTDIR', 'EISDIR'];

/** A link whose target doesn't exist: there should be a file. Without a link, there is none (`ENOENT`). */
const BROKEN_LINK = 'broken-link';

/** The file's text, or the system's code for why it can't be read (`ENOENT`, `EACCES`, `EISDIR`, ...). */
export const readText = async (path: string): Promise<FileAnswer<string>> => {
  try {
    const decoded = decode((await readRegular(path, LARGEST_TEXT)).bytes);
    return decoded.ok ? { ok: true, value: decoded.text } : { ok: false, code: NOT_TEXT };
  } catch (error) {
    const code = systemCode(error);
    return { ok: false, code: code === 'ENOENT' && (await isLink(path)) ? BROKEN_LINK : code };
  }
};

export const isLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );

export const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';

/** A file's bytes and permission bits. */
export type FileBytes = { bytes: Buffer; mode: number };

const PERMISSIONS = 0o7777;

export const readBytes = async (path: string, atMost: number): Promise<FileAnswer<FileBytes>> => {
  try {
    const { bytes, mode } = await readRegular(path, atMost);
    return { ok: true, value: { bytes, mode: mode & PERMISSIONS } };
  } catch (error) {
    return { ok: false, code: systemCode(error) };
  }
};

/** The result of a disk operation, or the system's error code. */
export const answered = async <T>(ask: () => Promise<T>): Promise<FileAnswer<T>> => {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    return { ok: false, code: systemCode(error) };
  }
};
