import { readFile, stat } from 'node:fs/promises';

export type FileAnswer<T> = { ok: true; value: T } | { ok: false; code: string };

/** The file's text, or the system's code for why there is none (`ENOENT`, `EACCES`, `EISDIR`, ...). */
export const readText = async (path: string): Promise<FileAnswer<string>> => {
  try {
    // A pipe that nobody writes to would never end, and nothing could interrupt it.
    if ((await stat(path)).isFIFO()) return { ok: false, code: 'not-a-file' };
    return { ok: true, value: await readFile(path, 'utf8') };
  } catch (error) {
    return { ok: false, code: systemCode(error) };
  }
};

export const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
