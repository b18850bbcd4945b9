import { decode } from '../metadata/decode.js';
import { readRegular } from './regular.js';

export type FileAnswer<T> = { ok: true; value: T } | { ok: false; code: string };

/** Far more than the result of an audit of the largest org. */
const LARGEST_TEXT = 256 * 1024 * 1024;

/** Bytes that are no text of their encoding: replaced ones would be read as something that nobody wrote. */
export const NOT_TEXT = 'not-text';

/** The file's text, or the system's code for why there is none (`ENOENT`, `EACCES`, `EISDIR`, ...). */
export const readText = async (path: string): Promise<FileAnswer<string>> => {
  try {
    const decoded = decode((await readRegular(path, LARGEST_TEXT)).bytes);
    return decoded.ok ? { ok: true, value: decoded.text } : { ok: false, code: NOT_TEXT };
  } catch (error) {
    return { ok: false, code: systemCode(error) };
  }
};

export const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';

/** A file's bytes with its permission bits. */
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

/** Something asked of the disk: its result, or the system's code for why there is none. */
export const answered = async <T>(ask: () => Promise<T>): Promise<FileAnswer<T>> => {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    return { ok: false, code: systemCode(error) };
  }
};
