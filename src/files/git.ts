import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What is asked of git. Without git, or outside of a repository, there is nothing to know. */
export type Git = {
  /** The folder of the working tree that holds this folder. */
  topLevel: (folder: string) => Promise<string | undefined>;
  /** Files with changes that are not committed, relative to the top level, with forward slashes. */
  modified: (topLevel: string) => Promise<ReadonlySet<string>>;
};

const run = promisify(execFile);
const MOST_OUTPUT = 64 * 1024 * 1024;

export const git: Git = {
  topLevel: async (folder) => {
    const output = await ask(folder, ['rev-parse', '--show-toplevel']);
    return output === undefined ? undefined : output.replace(/\r?\n$/, '');
  },
  modified: async (topLevel) => {
    const output = await ask(topLevel, ['status', '--porcelain', '--untracked-files=no', '--no-renames', '-z']);
    return new Set((output ?? '').split('\0').map((entry) => entry.slice('XY '.length)));
  },
};

/** Undefined: git is not there, or has nothing to say about this folder. Both are fine. */
const ask = async (folder: string, args: readonly string[]): Promise<string | undefined> => {
  try {
    const options = { maxBuffer: MOST_OUTPUT, windowsHide: true };
    const { stdout } = await run('git', ['-C', folder, '--no-optional-locks', ...args], options);
    return stdout;
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
};
