import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Simulator } from './simulator.js';

/** A home folder of its own for the real command line: nothing of the person running the tests is read or written. */
export type CliHome = {
  folder: string;
  env: NodeJS.ProcessEnv;
  write(name: string, text: string): string;
  run(args: readonly string[], input?: string, env?: NodeJS.ProcessEnv): Promise<CliResult>;
  remove(): void;
};

export type CliResult = { exitCode: number | null; stdout: string; stderr: string };

const RUN = resolve(import.meta.dirname, '../../bin/run.js');

export function cliHome(simulator: Simulator): CliHome {
  const folder = mkdtempSync(join(tmpdir(), 'oauth-posture-home-'));
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    USERPROFILE: folder,
    NODE_ENV: 'development',
    NODE_EXTRA_CA_CERTS: write('certificate.pem', simulator.certificate),
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_DISABLE_TELEMETRY: 'true',
    SF_DISABLE_LOG_FILE: 'true',
    SF_DISABLE_DNS_CHECK: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
  };
  return {
    folder,
    env,
    write,
    run: (args, input, more) => runCli(args, input ?? '', { ...env, ...more }, folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function runCli(args: readonly string[], input: string, env: NodeJS.ProcessEnv, cwd: string): Promise<CliResult> {
  const child = spawn(process.execPath, [RUN, ...args], { cwd, env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(input);
  const exitCode = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done));
  return { exitCode, stdout, stderr };
}
