import { decode } from './decode.js';
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
