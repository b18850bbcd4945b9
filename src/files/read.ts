import { readFile } from 'node:fs/promises';

export type FileAnswer<T> = { ok: true; value: T } | { ok: false; code: string };

/** The file's text, or the system's code for why there is none (`ENOENT`, `EACCES`, `EISDIR`, ...). */
export const readText = async (path: string): Promise<FileAnswer<string>> => {
  try {
    return { ok: true, value: await readFile(path, 'utf8') };
  } catch (error) {
    return { ok: false, code: systemCode(error) };
  }
};

export const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
