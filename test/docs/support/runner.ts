import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cliHome, commandLine, type CliHome } from '../../simulator/cliLogin.js';
import type { Simulator } from '../../simulator/simulator.js';
import type { Job, Step, Workflow } from './pipelineFiles.js';

/**
 * A build machine: an own home folder, a checkout, and `sf`, which is the plugin's own command line. Installing takes no
 * registry here; it fails where the real CLI would ask for confirmation. `npm run test:real-cli` installs for real.
 */
export type Machine = {
  home: CliHome;
  checkout: string;
  shell(script: string, env?: Record<string, string>): Promise<Ended>;
  remove(): void;
};
export type Ended = { exitCode: number | null; output: string };

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** The plugin's own command line, for a program that stands in for `sf`. */
export const OWN_CLI = commandLine().map(quoted).join(' ');

const SF = `#!/bin/sh
if [ "$1 $2" = 'plugins install' ]; then
  test -f "\${3#file:}" || { echo "There is no file $3" >&2; exit 1; }
  grep -qxF "[\\"$3\\"]" "$HOME/.config/sf/unsignedPluginAllowList.json" && exit 0
  echo "The CLI would ask whether to install $3" >&2
  exit 1
fi
test "$1" = oauth-posture || export NODE_ENV=development
exec ${OWN_CLI} "$@"
`;

const NPM = `#!/bin/sh
test "$1 $2" = 'install --global' || { echo "npm $*" >&2; exit 1; }
`;

/** `programs`: others than these, by name, as shell scripts. */
export const machine = (simulator: Simulator, programs: Record<string, string> = {}): Machine => {
  const home = cliHome(simulator);
  const tools = join(home.folder, 'tools');
  const checkout = join(home.folder, 'work/checkout');
  for (const folder of [tools, join(checkout, 'tools')]) mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries({ sf: SF, npm: NPM, ...programs })) {
    writeFileSync(join(tools, name), text);
    chmodSync(join(tools, name), 0o755);
  }
  const env = { ...home.installed, PATH: `${tools}:${process.env['PATH'] ?? ''}` };
  return {
    home,
    checkout,
    // As GitHub and GitLab start one: a line that fails ends the script.
    shell: (script, more = {}) => ended(['bash', '-e', '-c', script], { ...env, ...more }, checkout),
    remove: () => home.remove(),
  };
};

const ended = ([program = '', ...args]: string[], env: NodeJS.ProcessEnv, cwd: string): Promise<Ended> => {
  const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done, fail) => child.once('error', fail).once('close', (exitCode) => done({ exitCode, output })));
};

/** By the text between `${{` and `}}`. What a pipeline asks for beyond that is an error. */
export type Context = Record<string, string>;

export type JobRun = {
  machine: Machine;
  flow: Workflow;
  job: Job;
  context: Context;
  /** Where artifacts are kept between jobs. */
  store: string;
};

/** By step: its exit code, or what was done with an artifact, or why it was left out. */
export type Played = { title: string; ended: Ended | 'left out' | 'action' }[];

/** Plays the steps of a job as GitHub does: after a failure, those alone that say so. */
export const playJob = async ({ machine, flow, job, context, store }: JobRun): Promise<Played> => {
  const played: Played = [];
  let hasFailed = false;
  const filled = (text: string): string => text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (_, name: string) => value(name));
  const value = (name: string): string => {
    const known = context[name];
    if (known === undefined) throw new Error(`Nothing is known of ${name}.`);
    return known;
  };
  const filledAll = (env: Record<string, string> = {}): Record<string, string> =>
    Object.fromEntries(Object.entries(env).map(([name, text]) => [name, filled(String(text))]));
  for (const step of job.steps) {
    const title = step.name ?? step.uses ?? '';
    if (!isPlayed(step, hasFailed, machine.checkout)) {
      played.push({ title, ended: 'left out' });
      continue;
    }
    if (step.run === undefined) {
      transfer(step, filled(String(step.with?.['name'] ?? step.with?.['pattern'] ?? '')), machine, store);
      played.push({ title, ended: 'action' });
      continue;
    }
    const env = { ...filledAll(flow.env), ...filledAll(job.env), ...filledAll(step.env) };
    const result = await machine.shell(step.run, {
      ...env,
      GITHUB_STEP_SUMMARY: join(machine.home.folder, 'summary.md'),
    });
    hasFailed ||= result.exitCode !== 0 && step['continue-on-error'] !== true;
    played.push({ title, ended: result });
  }
  return played;
};

const isPlayed = ({ if: condition }: Step, hasFailed: boolean, checkout: string): boolean => {
  if (condition === undefined) return !hasFailed;
  const [, file] = /^\$\{\{ (?:!cancelled\(\)|always\(\))(?: && hashFiles\('([^']+)'\) != '')? \}\}$/.exec(
    condition,
  ) ?? [fail(condition)];
  return file === undefined || existsSync(join(checkout, file));
};

const fail = (condition: string): never => {
  throw new Error(`Nothing is known of the condition ${condition}.`);
};

/** An artifact loses the permissions of its files, and hidden files unless they are asked for. */
const transfer = ({ uses = '', with: given = {} }: Step, name: string, { checkout }: Machine, store: string): void => {
  const path = String(given['path'] ?? '');
  if (uses.startsWith('actions/upload-artifact@')) {
    const paths = path.split('\n').filter((one) => one !== '');
    const withHidden = given['include-hidden-files'] === true;
    for (const from of paths.filter((one) => existsSync(join(checkout, one))))
      cpSync(join(checkout, from), join(store, name, paths.length > 1 ? from : ''), {
        recursive: true,
        filter: (file) => withHidden || !basename(file).startsWith('.'),
      });
    readable(join(store, name));
  }
  if (uses.startsWith('actions/download-artifact@'))
    for (const found of readdirSync(store).filter((one) => one === name || one.startsWith(name.replace(/\*$/, ''))))
      cpSync(join(store, found), join(checkout, path), { recursive: true });
};

const readable = (folder: string): void => {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
};
