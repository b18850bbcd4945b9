import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { endOf, filledIn, README_COMMANDS } from '../../test/docs/support/readmeCommands.js';
import { cliHome } from '../../test/simulator/cliLogin.js';
import { DEMO_ORG } from '../../test/simulator/connect.js';
import { startSimulator } from '../../test/simulator/simulator.js';
import { ROOT, runChild, type Ended } from './child.js';
import type { Checks } from './checks.js';

/**
 * The README's commands, copied from it and run in order by the real npm and the real CLI: in a fresh copy of the
 * project, with an empty home. Only the login differs, because a browser is needed for it.
 */

const NOT_COPIED = new Set(['node_modules', '.git', 'lib', 'coverage', '.sabotage']);

const copyOfProject = (folder: string): string => {
  const checkout = join(folder, 'checkout');
  cpSync(ROOT, checkout, {
    recursive: true,
    filter: (path) => !NOT_COPIED.has(relative(ROOT, path).split(sep)[0] ?? ''),
  });
  return checkout;
};

export const tarballIn = (checkout: string): string =>
  join(checkout, readdirSync(checkout).find((name) => name.endsWith('.tgz')) ?? 'no.tgz');

const LOGIN = /^sf org login web (.*)$/;

/** On a terminal, because the CLI asks there whether to install an unsigned plugin. The answer is typed once it asks. */
const answering = (command: string, folder: string, env: NodeJS.ProcessEnv): Promise<Ended> => {
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, ...env, TERM: 'xterm', NO_COLOR: '1' },
  });
  let stdout = '';
  let hasAnswered = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (hasAnswered || !stdout.includes('(y/N)')) return;
    hasAnswered = true;
    child.stdin.write('y\r');
  });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      if (!hasAnswered) fail(new Error(`The CLI didn't ask for confirmation:\n${stdout}`));
      else done({ exitCode: code ?? 1, stdout, stderr: '' });
    });
  });
};

/** Gives the folder in which the plugin was packed. */
export const newcomersPath = async (checks: Checks, tools: string, folder: string): Promise<string> => {
  const checkout = copyOfProject(folder);
  const org = await startSimulator({ folder: DEMO_ORG, pollsUntilDone: 0 });
  const home = cliHome(org);
  const login = home.write('login.txt', org.login().sfdxAuthUrl);
  const env = { ...home.env, NODE_ENV: 'production', SF_AUTOUPDATE_DISABLE: 'true' };
  // What this machine trusts is what a registry is reached by; the simulated org needs its own certificate alone.
  const online = { ...env, NODE_ENV: '', NODE_EXTRA_CA_CERTS: process.env['NODE_EXTRA_CA_CERTS'] };
  const inShell = (command: string): string => `export PATH="${tools}:$PATH"; ${command}`;
  const play = (command: string): Promise<Ended> => {
    if (command.startsWith('sf plugins install')) return answering(inShell(command), checkout, online);
    const needsRegistry = command.startsWith('npm ');
    const run = command.replace(LOGIN, `sf org login sfdx-url --sfdx-url-file "${login}" $1`);
    return runChild('bash', ['-e', '-c', inShell(filledIn(run, checkout))], {
      folder: checkout,
      env: needsRegistry ? { ...online, HOME: process.env['HOME'] } : env,
      show: false,
    });
  };
  try {
    for (const command of README_COMMANDS)
      await checks.that(`README: ${command}`, async () => {
        if (command.includes('force-app')) {
          mkdirSync(join(checkout, 'force-app'), { recursive: true });
          cpSync(DEMO_ORG, join(checkout, 'force-app'), { recursive: true });
        }
        const { code, sign } = endOf(command) ?? { code: 0, sign: /^/ };
        const { exitCode, stdout, stderr } = await play(command);
        return (exitCode === code && sign.test(stdout + stderr)) || `exit code ${exitCode}\n${stdout}\n${stderr}`;
      });
  } finally {
    home.remove();
    await org.stop();
  }
  return checkout;
};
