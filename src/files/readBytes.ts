import { open } from 'node:fs/promises';
import { type FileAnswer, systemCode } from './read.js';

/** A file's bytes with its permission bits. */
export type FileBytes = { bytes: Buffer; mode: number };

/** Larger files are not worth their memory: they are refused by their size, before a byte of them is read. */
export const TOO_LARGE = 'too-large';

const PERMISSIONS = 0o7777;

export const readBytes = async (path: string, atMost: number): Promise<FileAnswer<FileBytes>> => {
  try {
    const file = await open(path, 'r');
    try {
      const { size, mode } = await file.stat();
      if (size > atMost) return { ok: false, code: TOO_LARGE };
      return { ok: true, value: { bytes: await file.readFile(), mode: mode & PERMISSIONS } };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { ok: false, code: systemCode(error) };
  }
};
