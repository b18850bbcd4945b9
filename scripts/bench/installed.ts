import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, runChild } from '../proof/child.js';
import type { Started } from './org.js';

/** The Salesforce CLI of today with the packed plugin in it, and a home folder of its own. */
export type InstalledCli = {
  sf: string;
  home: string;
  env: NodeJS.ProcessEnv;
  logIn(org: Started[number], alias: string): Promise<void>;
};

const must = (what: string, { exitCode, stdout, stderr }: Ended): void => {
  if (exitCode !== 0) throw new Error(`${what} failed with ${exitCode}:\n${stdout}\n${stderr}`);
};

/** `folder` may have the CLI already. The plugin is packed and installed anew. */
export const installCli = async (folder: string): Promise<InstalledCli> => {
  const cli = join(folder, 'cli');
  const sf = join(cli, 'node_modules/.bin/sf');
  mkdirSync(cli, { recursive: true });
  const quiet = { show: false };
  const install = ['install', '--no-audit', '--no-fund', '--prefix', cli, '@salesforce/cli@latest'];
  if (!existsSync(sf)) must('Installing the CLI', await runChild('npm', install, quiet));
  const packed = mkdtempSync(join(folder, 'packed-'));
  must('Packing the plugin', await runChild('npm', ['pack', '--pack-destination', packed], quiet));
  const home = mkdtempSync(join(folder, 'home-'));
  const env = { PATH: process.env['PATH'], HOME: home, USERPROFILE: home, ...SETTINGS };
  const spec = `file:${join(packed, readdirSync(packed).find((name) => name.endsWith('.tgz')) ?? '')}`;
  mkdirSync(join(home, '.config/sf'), { recursive: true });
  writeFileSync(join(home, '.config/sf/unsignedPluginAllowList.json'), JSON.stringify([spec]));
  // The registry is reached as this machine reaches it.
  must('Installing the plugin', await runChild(sf, ['plugins', 'install', spec], { folder: home, env, ...quiet }));
  rmSync(packed, { recursive: true, force: true });
  return {
    ...{ sf, home, env },
    logIn: async ({ url, token }, alias) => {
      const args = ['org', 'login', 'access-token', '--instance-url', url, '--no-prompt', '--alias', alias];
      must('Logging in', await runChild(sf, args, { folder: home, env: { ...env, SF_ACCESS_TOKEN: token }, ...quiet }));
    },
  };
};

/** What a person has, except what would reach a network. */
const SETTINGS = {
  NODE_ENV: 'production',
  SF_AUTOUPDATE_DISABLE: 'true',
  SF_DISABLE_DNS_CHECK: 'true',
  SF_DISABLE_TELEMETRY: 'true',
  SF_SKIP_NEW_VERSION_CHECK: 'true',
  SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
};

export const projectIn = (home: string): string => {
  const project = join(home, 'project');
  mkdirSync(join(project, 'force-app'), { recursive: true });
  const text = { packageDirectories: [{ path: 'force-app', default: true }], sourceApiVersion: '66.0' };
  writeFileSync(join(project, 'sfdx-project.json'), JSON.stringify(text));
  return project;
};
