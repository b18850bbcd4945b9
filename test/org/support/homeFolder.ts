import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigAggregator, StateAggregator } from '@salesforce/core';
import type { Login } from '../../simulator/simulator.js';

export const HOME_SETTINGS = {
  SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
  SF_DISABLE_LOG_FILE: 'true',
  SF_DISABLE_TELEMETRY: 'true',
  SF_AUTOUPDATE_DISABLE: 'true',
};

/** A home of its own for one suite: log-ins that are made there never meet those of whoever runs the tests. */
export class HomeFolder {
  public readonly path = mkdtempSync(join(tmpdir(), 'org-door-'));
  readonly #before = new Map<string, string | undefined>();

  public async moveIn(): Promise<void> {
    for (const [name, value] of Object.entries({ ...HOME_SETTINGS, HOME: this.path, USERPROFILE: this.path })) {
      this.#before.set(name, process.env[name]);
      process.env[name] = value;
    }
    await forgetWhatIsCached();
  }

  public async moveOut(): Promise<void> {
    for (const [name, value] of this.#before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await forgetWhatIsCached();
    rmSync(this.path, { recursive: true, force: true });
  }
}

const forgetWhatIsCached = async (): Promise<void> => {
  StateAggregator.clearInstance();
  await ConfigAggregator.clearInstance();
};

/** What a log-in leaves behind, without its requests. */
export const storeLogin = async (login: Login, extra: Record<string, unknown> = {}): Promise<void> => {
  const state = await StateAggregator.getInstance();
  state.orgs.set(login.username, {
    username: login.username,
    accessToken: login.accessToken,
    refreshToken: login.refreshToken,
    clientId: 'PlatformCLI',
    instanceUrl: login.instanceUrl,
    loginUrl: login.instanceUrl,
    orgEdition: 'Enterprise Edition',
    namespacePrefix: null,
    ...extra,
  });
  await state.orgs.write(login.username);
};
