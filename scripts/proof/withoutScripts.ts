import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runChild, type Ended } from './child.js';
import { ends, type Checks } from './checks.js';

/** The packed plugin in an empty folder, with no script of any package run, and used there by its own program. */
export const withoutScripts = async (
  checks: Checks,
  tarball: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<void> => {
  mkdirSync(folder);
  await checks.that('the packed plugin installs with --ignore-scripts', async () =>
    ends(
      await runChild('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, tarball], {
        show: false,
      }),
      0,
    ),
  );
  const program = join(folder, 'node_modules/sf-oauth-posture/bin/run.js');
  const run = (...args: string[]): Promise<Ended> =>
    runChild('node', [program, 'oauth-posture', ...args], { folder, env, show: false });
  await checks.that('installed so, it shows its help', async () => {
    const ended = await run('audit', '--help');
    return ends(ended, 0) === true ? ended.stdout.includes('--target-org=') || ended.stdout : ends(ended, 0);
  });
  await checks.that('installed so, it audits and ends with 30', async () => {
    const ended = await run('audit', '--target-org', 'demo', '--output-file', 'posture.html');
    return ends(ended, 30) === true ? ended.stdout.includes('Order_Sync') || ended.stdout : ends(ended, 30);
  });
};
