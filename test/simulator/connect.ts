import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuthInfo, Connection } from '@salesforce/core';
import type { Simulator } from './simulator.js';

/** A real `Connection` of the CLI's own library, logged in by access token. */
export async function connect(simulator: Simulator, version = '67.0', username?: string): Promise<Connection> {
  const { accessToken } = simulator.login(username);
  const accessTokenOptions = { accessToken, instanceUrl: simulator.url, loginUrl: simulator.url };
  const authInfo = await AuthInfo.create({ username: accessToken, accessTokenOptions });
  return Connection.create({ authInfo, connectionOptions: { version } });
}

/** For the length of a suite, the home folder of this process is an empty one. */
export function withOwnHome(): void {
  const kept = { HOME: process.env['HOME'], SF_USE_GENERIC_UNIX_KEYCHAIN: process.env['SF_USE_GENERIC_UNIX_KEYCHAIN'] };
  let home = '';
  before(() => {
    home = mkdtempSync(join(tmpdir(), 'oauth-posture-home-'));
    Object.assign(process.env, { HOME: home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true' });
  });
  after(() => {
    for (const [name, value] of Object.entries(kept)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(home, { recursive: true, force: true });
  });
}

export const DEMO_ORG = join(import.meta.dirname, '../fixtures/demo-org');
