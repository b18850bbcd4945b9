import { readdir } from 'node:fs/promises';
import { answered, type FileAnswer } from './read.js';

/** Names of the folders in a folder, without links. */
export const foldersIn = (path: string): Promise<FileAnswer<string[]>> =>
  answered(async () =>
    (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name),
  );
