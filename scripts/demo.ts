import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cliHome, type CliHome } from '../test/simulator/cliLogin.js';
import { DEMO_ORG } from '../test/simulator/connect.js';
import { startSimulator, type Simulator } from '../test/simulator/simulator.js';
import { ROOT, runChild } from './proof/child.js';

/** `npm run demo`: the real command on a simulated org, from the log-in to the exit code, in a home folder that is removed again. */

const FINDINGS = 30;
const COMMAND = ['oauth-posture', 'audit', '--target-org', 'demo'];

const demo = async (): Promise<number> => {
  if (!existsSync(join(ROOT, 'lib/commands')) && (await runChild('tsc', ['-p', '.'])).exitCode !== 0) return 1;
  const org = await startSimulator({ folder: DEMO_ORG });
  const home = cliHome(org);
  try {
    return await audit(org, home);
  } finally {
    home.remove();
    await org.stop();
  }
};

const audit = async (org: Simulator, home: CliHome): Promise<number> => {
  const login = await home.logIn(org.login(), 'demo');
  if (login.exitCode !== 0) {
    console.error(`The log-in to the simulated org failed:\n${login.stderr}`);
    return 1;
  }
  console.log(`A simulated org listens on ${org.url}; its alias is "demo".\n\n$ sf ${COMMAND.join(' ')}\n`);
  org.journal.clear();
  const exitCode = await onThisTerminal(home);
  const polls = org.journal.entries.length - org.journal.withoutPolls().length;
  console.log(`
The org saw ${org.journal.entries.length} requests, ${polls} of them to ask whether a job was done. The exit code was ${exitCode}.

To audit an org of your own, build the plugin, link it to your Salesforce CLI and name the org; an audit only reads:

  npm run compile
  sf plugins link .
  sf org login web --alias my-org
  sf oauth-posture audit --target-org my-org
`);
  if (exitCode === FINDINGS) return 0;
  console.error(`This org has findings, so the audit should have ended with ${FINDINGS}.`);
  return 1;
};

const onThisTerminal = (home: CliHome): Promise<number | null> => {
  const child = spawn(process.execPath, [join(ROOT, 'bin/run.js'), ...COMMAND], {
    cwd: home.folder,
    env: { ...home.env, TERM: process.env['TERM'], NO_COLOR: process.env['NO_COLOR'] },
    stdio: 'inherit',
  });
  return new Promise((done, fail) => child.once('error', fail).once('close', done));
};

process.exitCode = await demo();
