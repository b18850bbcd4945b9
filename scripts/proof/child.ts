import { spawn } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
const TOOLS = join(ROOT, 'node_modules/.bin');

export type Ended = { exitCode: number; output: string };

export type ChildOptions = {
  folder?: string;
  env?: NodeJS.ProcessEnv;
  /** Whether the output is shown as it comes. It is always returned. */
  show?: boolean;
};

/** Runs a program with the project's own tools, its own Node above all, found first. */
export const runChild = async (
  command: string,
  args: readonly string[],
  { folder = ROOT, env = {}, show = true }: ChildOptions = {},
): Promise<Ended> => {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, PATH: `${TOOLS}${delimiter}${process.env['PATH'] ?? ''}`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (to: NodeJS.WriteStream) => (chunk: Buffer) => {
    output += chunk.toString();
    if (show) to.write(chunk);
  };
  child.stdout.on('data', collect(process.stdout));
  child.stderr.on('data', collect(process.stderr));
  const exitCode = await new Promise<number>((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
  return { exitCode, output };
};
