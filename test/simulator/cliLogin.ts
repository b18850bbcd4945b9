import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installedPlugin } from './installedPlugin.js';
import type { Login, Simulator } from './simulator.js';

/** A home folder of its own for the real command line: nothing of the person running the tests is read or written. */
export type CliHome = {
  folder: string;
  env: NodeJS.ProcessEnv;
  write(name: string, text: string): string;
  /** Logs in as a person does. From a file: the command line waits for its standard input for a moment only. */
  logIn(login: Login, alias: string): Promise<CliResult>;
  run(args: readonly string[], input?: string, env?: NodeJS.ProcessEnv): Promise<CliResult>;
  /** The plugin's own commands as people install it, for whoever has something to do with the process before it ends. */
  start(args: readonly string[], how?: HowToStart): StartedCli;
  /** What they are started with: without the commands for logging in, which take half a second to load. */
  installed: NodeJS.ProcessEnv;
  remove(): void;
};

export type HowToStart = {
  env?: NodeJS.ProcessEnv;
  /** Where it is started, if not in the home folder. */
  cwd?: string;
  /** Makes of the command line one that starts it under other circumstances. */
  within?: (command: readonly string[]) => readonly string[];
};

export type StartedCli = { ended: Promise<CliResult>; kill(signal: NodeJS.Signals): void };

export type CliResult = { exitCode: number | null; stdout: string; stderr: string };

const ROOT = resolve(import.meta.dirname, '../..');

/** The real command line with this plugin alone. */
export const commandLine = (): readonly string[] => [
  process.execPath,
  '--import',
  new URL('./withoutTables.js', import.meta.url).href,
  installedPlugin(),
];

/** What one process has compiled need not be compiled by the next. */
const COMPILED = join(ROOT, 'node_modules/.cache/compiled');

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
  const installed = { ...env, NODE_ENV: 'production', NODE_COMPILE_CACHE: COMPILED };
  const run: CliHome['run'] = (args, input, more) =>
    startProgram([...commandLine(), ...args], {
      input,
      env: { ...env, NODE_COMPILE_CACHE: COMPILED, ...more },
      cwd: folder,
    }).ended;
  return {
    folder,
    env,
    installed,
    write,
    run,
    start: (args, { env: more, cwd = folder, within }: HowToStart = {}) => {
      const command = [...commandLine(), ...args];
      return startProgram(within?.(command) ?? command, { env: { ...installed, ...more }, cwd });
    },
    logIn: ({ sfdxAuthUrl }, alias) =>
      run(['org', 'login', 'sfdx-url', '--alias', alias, '--sfdx-url-file', write('login.txt', sfdxAuthUrl)]),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

type ProgramOptions = { input?: string | undefined; env: NodeJS.ProcessEnv; cwd: string };

function startProgram([program = '', ...args]: readonly string[], { input, ...options }: ProgramOptions): StartedCli {
  const child = spawn(program, args, options);
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
