import { readdir } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { answered, type FileAnswer } from './read.js';

/** Names of the folders in a folder, without links. */
export const foldersIn = (path: string): Promise<FileAnswer<string[]>> =>
  answered(async () =>
    (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name),
  );

/** Whether a path is the folder itself or in it. */
export const isWithin = (folder: string, path: string): boolean => {
  const steps = relative(folder, path);
  return !isAbsolute(steps) && steps.split(sep)[0] !== '..';
};
