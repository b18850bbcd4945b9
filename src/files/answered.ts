import { type FileAnswer, systemCode } from './read.js';

/** Something asked of the disk: its result, or the system's code for why there is none. */
export const answered = async <T>(ask: () => Promise<T>): Promise<FileAnswer<T>> => {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    return { ok: false, code: systemCode(error) };
  }
};
