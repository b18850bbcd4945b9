import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cliHome, type CliHome } from '../test/simulator/cliLogin.js';
import { DEMO_ORG } from '../test/simulator/connect.js';
import { startSimulator, type Simulator } from '../test/simulator/simulator.js';
import { movingStory } from '../test/commands/support/movingStory.js';
import { ROOT, runChild, type Ended } from './proof/child.js';
import { Checks, ends } from './proof/checks.js';
import { CLI_VERSION } from './proof/cliVersion.js';
import { newcomersPath, tarballIn } from './proof/newcomer.js';
import { withoutScripts } from './proof/withoutScripts.js';

/**
 * `npm run test:real-cli`: the real Salesforce CLI, the README's commands with it, the packed plugin installed in it as a
 * pipeline does and without install scripts, an audit by it, an app that moves, and a change that is undone.
 */

type Sf = (args: readonly string[], input?: string) => Promise<Ended>;
type Result = {
  status: number;
  name?: string;
  result?: { tool: { name: string; version: string }; targets: { requests: number; findings: unknown[] }[] };
};

const folder = mkdtempSync(join(tmpdir(), 'oauth-posture-cli-'));
const checks = new Checks();

const prove = async (org: Simulator, home: CliHome): Promise<void> => {
  const cli = join(folder, 'cli');
  mkdirSync(cli);
  const quiet = { show: false };
  await checks.that('the Salesforce CLI can be installed', async () =>
    ends(
      await runChild(
        'npm',
        ['install', '--no-audit', '--no-fund', '--prefix', cli, `@salesforce/cli@${CLI_VERSION}`],
        quiet,
      ),
      0,
    ),
  );
  const checkout = await newcomersPath(checks, join(cli, 'node_modules/.bin'), folder);
  const tarball = tarballIn(checkout);
  const sfIn =
    (env: NodeJS.ProcessEnv): Sf =>
    (args, input = '') =>
      runChild(join(cli, 'node_modules/.bin/sf'), args, { folder: home.folder, env, input, show: false });
  const env = { ...home.env, NODE_ENV: 'production', SF_AUTOUPDATE_DISABLE: 'true' };
  const sf = sfIn(env);
  // What this machine trusts is what a registry is reached by; the simulated org needs its own certificate alone.
  await installPlugin(sfIn({ ...env, NODE_EXTRA_CA_CERTS: process.env['NODE_EXTRA_CA_CERTS'] }), tarball, home);
  await checks.that('somebody logs in with it', async () =>
    ends(
      await sf([
        'org',
        'login',
        'sfdx-url',
        '--alias',
        'demo',
        '--sfdx-url-file',
        home.write('login.txt', org.login().sfdxAuthUrl),
      ]),
      0,
    ),
  );
  await withoutScripts(checks, tarball, join(folder, 'without-scripts'), env);
  await auditWith(sf, org, home);
  await moveWith(sf, org, home);
  await undoWith(sf, org, home);
  await completeWith(sf);
  await auditByToken(sfIn, env, org);
};

const COMMANDS = ['audit', 'migrate', 'remediate', 'report', 'restore', 'verify'];

/** Last, because this login replaces the other one of the same user. */
const auditByToken = async (
  sfIn: (env: NodeJS.ProcessEnv) => Sf,
  env: NodeJS.ProcessEnv,
  org: Simulator,
): Promise<void> => {
  const args = ['org', 'login', 'access-token', '--instance-url', org.url, '--no-prompt', '--alias', 'by-token'];
  await checks.that('a pipeline logs in with an access token', async () =>
    ends(await sfIn({ ...env, SF_ACCESS_TOKEN: org.login().accessToken })(args), 0),
  );
  await checks.that('an audit with that login ends with 30', async () =>
    ends(await sfIn(env)(['oauth-posture', 'audit', '--target-org', 'by-token']), 30),
  );
};

/** As a pipeline does it: the very spec is allow-listed, and nobody is asked. */
const installPlugin = async (sf: Sf, tarball: string, home: CliHome): Promise<void> => {
  const spec = `file:${tarball}`;
  mkdirSync(join(home.folder, '.config/sf'), { recursive: true });
  home.write('.config/sf/unsignedPluginAllowList.json', JSON.stringify([spec]));
  await checks.that('the packed plugin installs without a question', async () =>
    ends(await sf(['plugins', 'install', spec]), 0),
  );
};

const auditWith = async (sf: Sf, org: Simulator, home: CliHome): Promise<void> => {
  const audit = (...more: string[]): Promise<Ended> => sf(['oauth-posture', 'audit', ...more]);
  const read = ({ stdout }: Ended): Result => JSON.parse(stdout) as Result;

  await checks.that('an audit shows its report and ends with 30', async () => {
    const ended = await audit('--target-org', 'demo');
    return ends(ended, 30) === true ? ended.stdout.includes('Order_Sync') || ended.stdout : ends(ended, 30);
  });

  const flags = join(home.folder, 'flags');
  mkdirSync(flags);
  writeFileSync(join(flags, 'target-org'), 'demo');
  writeFileSync(join(flags, 'fail-on'), 'never');
  await checks.that('an audit takes its flags from a folder, and counts the requests that the org saw', async () => {
    org.journal.clear();
    const ended = await audit('--flags-dir', flags, '--json');
    const [target] = read(ended).result?.targets ?? [];
    if (ends(ended, 31) !== true) return ends(ended, 31);
    return target?.requests === org.journal.entries.length || `${target?.requests} of ${org.journal.entries.length}`;
  });

  await checks.that('the result is signed by the plugin, not by the CLI that runs it', async () => {
    const { tool } = read(await audit('--target-org', 'demo', '--json')).result ?? {};
    const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      [key: string]: unknown;
    };
    return (tool?.name === name && tool?.version === version) || JSON.stringify(tool);
  });

  await checks.that('an audit whose connection is cut ends in one error, as JSON, with 1', async () => {
    org.fault({ kind: 'cut-body', on: 'listMetadata', times: Infinity });
    const ended = await audit('--target-org', 'demo', '--json');
    org.clearFaults();
    return ends(ended, 1) === true ? read(ended).status === 1 || ended.stdout : ends(ended, 1);
  });

  for (const command of COMMANDS)
    await checks.that(`the help of ${command} tells the exit codes`, async () => {
      const { stdout } = await sf(['oauth-posture', command, '--help']);
      return /EXIT CODES[\s\S]*\(1\)/.test(stdout) || stdout;
    });
};

/** With the deploy that the steps tell people to run: the CLI's own. */
const moveWith = async (sf: Sf, simulator: Simulator, { folder: home }: CliHome): Promise<void> => {
  const deploy = async (from: string): Promise<true | string> =>
    ends(await sf(['project', 'deploy', 'start', '--metadata-dir', from, '--target-org', 'demo']), 0);
  for (const { title, play } of movingStory(() => ({ simulator, home, sf, deploy }))) await checks.that(title, play);
};

/** The snapshot of the last chapter is the one to go back to. */
const undoWith = async (sf: Sf, org: Simulator, { folder: home }: CliHome): Promise<void> => {
  const snapshots = join(home, 'snapshots');
  const [snapshot = ''] = readdirSync(snapshots).filter((name) => !name.startsWith('.'));
  await checks.that('restore turns the flow on again', async () => {
    const ended = await sf([
      ...['oauth-posture', 'restore', '--target-org', 'demo', '--snapshot', join(snapshots, snapshot)],
      ...['--no-prompt', '--json'],
    ]);
    if (ends(ended, 0) !== true) return ends(ended, 0);
    const { text = '' } = org.state.component('ConnectedApp', 'Order_Sync') ?? {};
    return text.includes('<isClientCredentialEnabled>true<') || text;
  });
  await checks.that('report merges a saved result into another format', async () => {
    const saved = join(home, 'saved.json');
    await sf(['oauth-posture', 'audit', '--target-org', 'demo', '--output-file', saved]);
    const ended = await sf(['oauth-posture', 'report', '--from', saved, '--result-format', 'sarif']);
    return ends(ended, 30) === true ? ended.stdout.includes('"2.1.0"') || ended.stdout : ends(ended, 30);
  });
};

/** It reads the commands of every plugin. */
const completeWith = async (sf: Sf): Promise<void> => {
  await checks.that('autocomplete reads them', async () => ends(await sf(['autocomplete', '--refresh-cache']), 0));
};

const org = await startSimulator({ folder: DEMO_ORG });
const home = cliHome(org);
try {
  await prove(org, home);
} finally {
  home.remove();
  await org.stop();
  rmSync(folder, { recursive: true, force: true });
}
checks.conclude();
