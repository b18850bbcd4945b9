import { spawn } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
const TOOLS = join(ROOT, 'node_modules/.bin');

/** Nothing here takes this long unless it hangs. */
const LONGEST = 60 * 60_000;

export type Ended = { exitCode: number; stdout: string; stderr: string };

export type ChildOptions = {
  folder?: string;
  env?: NodeJS.ProcessEnv;
  input?: string;
  /** Whether the output is shown as it comes. It is always returned. */
  show?: boolean;
};

/** Runs a program with the project's own tools, its own Node above all, found first. */
export const runChild = async (
  command: string,
  args: readonly string[],
  { folder = ROOT, env = {}, input = '', show = true }: ChildOptions = {},
): Promise<Ended> => {
  const child = spawn(command, args, {
    cwd: folder,
    timeout: LONGEST,
    env: { ...process.env, ...env, PATH: `${TOOLS}${delimiter}${process.env['PATH'] ?? ''}` },
  });
  const ended: Ended = { exitCode: 1, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    ended.stdout += chunk.toString();
    if (show) process.stdout.write(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    ended.stderr += chunk.toString();
    if (show) process.stderr.write(chunk);
  });
  child.stdin.end(input);
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done({ ...ended, exitCode: code ?? 1 }));
  });
};
