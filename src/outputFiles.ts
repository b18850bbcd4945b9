import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './files/read.js';
import { makeFolder, writeAtomically } from './files/write.js';
import { Refusal } from './refusal.js';
import { FORMAT_NAMES, formatOfFile } from './reports/format-names.js';
import type { Format } from './reports/formats.js';

export type OutputFile = { path: string; format: Format };

const FOR_EVERYBODY = 0o644;

/** Settled before anything is asked: a result that took minutes must not get lost for a folder that is missing. */
export const prepareOutputFiles = async (paths: readonly string[]): Promise<OutputFile[]> => {
  const files = paths.map((path) => {
    const format = formatOfFile(path);
    if (!format) throw new Refusal('unknown-format', [path, FORMAT_NAMES.join(', ')]);
    return { path, format };
  });
  for (const { path } of files)
    await orRefuse(path, async () => {
      await makeFolder(dirname(path), 0o755);
      await access(dirname(path), constants.W_OK);
    });
  return files;
};

export const writeOutputFile = (path: string, content: string): Promise<void> =>
  orRefuse(path, () => writeAtomically(path, content, FOR_EVERYBODY));

const orRefuse = async (path: string, write: () => Promise<void>): Promise<void> => {
  try {
    await write();
  } catch (error) {
    throw new Refusal('cannot-write', [path, systemCode(error)]);
  }
};
