import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Login, Simulator } from './simulator.js';

/** A home folder of its own for the real command line: nothing of the person running the tests is read or written. */
export type CliHome = {
  folder: string;
  env: NodeJS.ProcessEnv;
  write(name: string, text: string): string;
  /** Logs in as a person does. From a file: the command line waits for its standard input for a moment only. */
  logIn(login: Login, alias: string): Promise<CliResult>;
  run(args: readonly string[], input?: string, env?: NodeJS.ProcessEnv): Promise<CliResult>;
  /** The same, for whoever has something to do with the process before it ends. */
  start(args: readonly string[], input?: string, env?: NodeJS.ProcessEnv): StartedCli;
  remove(): void;
};

export type StartedCli = { ended: Promise<CliResult>; kill(signal: NodeJS.Signals): void };

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
  const start: CliHome['start'] = (args, input, more) => startCli(args, input ?? '', { ...env, ...more }, folder);
  return {
    folder,
    env,
    write,
    start,
    logIn: ({ sfdxAuthUrl }, alias) =>
      start(['org', 'login', 'sfdx-url', '--alias', alias, '--sfdx-url-file', write('login.txt', sfdxAuthUrl)]).ended,
    run: (...how) => start(...how).ended,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function startCli(args: readonly string[], input: string, env: NodeJS.ProcessEnv, cwd: string): StartedCli {
  const child = spawn(process.execPath, [RUN, ...args], { cwd, env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(input);
  const exitCode = new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done));
  return {
    ended: exitCode.then((code) => ({ exitCode: code, stdout, stderr })),
    kill: (signal) => void child.kill(signal),
  };
}
