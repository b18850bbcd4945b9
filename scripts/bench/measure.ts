import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** One fresh process: its clock time, its processor time (user and system, all of its threads), and its peak memory. */
export type Measured = { wall: number; cpu: number; memory: number; exitCode: number; stdout: string; stderr: string };

/** The shell's own clock, because Node doesn't tell the processor time of a child. */
const TIMED = 'TIMEFORMAT="%R %U %S"; { time "$@" 2>&4; } 4>&2 2>&3';
const MEMORY = new URL('./memory.js', import.meta.url).href;

export type Measurement = { command: readonly string[]; folder: string; env: NodeJS.ProcessEnv };

export const measure = async ({ command, folder, env }: Measurement): Promise<Measured> => {
  const memory = join(folder, 'memory.txt');
  rmSync(memory, { force: true });
  const child = spawn('bash', ['-c', TIMED, 'bash', ...command], {
    cwd: folder,
    env: { ...env, NODE_OPTIONS: `--import=${MEMORY}`, BENCH_MEMORY: memory },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const read = (stream: number): (() => string) => {
    let text = '';
    child.stdio[stream]?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return () => text;
  };
  const [stdout, stderr, times] = [read(1), read(2), read(3)];
  const exitCode = await new Promise<number>((done, fail) => {
    child.once('error', fail).once('close', (code) => done(code ?? 1));
  });
  const [wall = 0, user = 0, system = 0] = times().trim().split(' ').map(Number);
  return {
    ...{ wall, cpu: user + system, memory: Number(readFileSync(memory, 'utf8')), exitCode },
    ...{ stdout: stdout(), stderr: stderr() },
  };
};

export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = sorted.length % 2 === 1 ? sorted.slice(middle) : sorted.slice(middle - 1);
  return sorted.length % 2 === 1 ? low : (low + high) / 2;
};
