import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { apply, type ApplyDoors } from '../../src/actions/apply.js';
import { prepare, type PrepareDoors, type RemediateRequest } from '../../src/actions/prepare.js';
import { readText } from '../../src/files/read.js';
import { readBytes } from '../../src/files/readBytes.js';
import { walk } from '../../src/files/walk.js';
import { disk } from '../../src/files/disk.js';
import { openOrg } from '../../src/org/connect.js';
import { installTransport } from '../../src/org/transport.js';
import { controls } from '../../src/posture/controls/all.js';
import { Progress } from '../../src/progress.js';
import { Refusal } from '../../src/refusal.js';
import type { RemediationResult } from '../../src/remediation/model.js';
import { readSnapshot } from '../../src/remediation/snapshotRead.js';
import { HomeFolder, storeLogin } from '../org/homeFolder.js';
import { finishDeploys } from '../simulator/deploy/operations.js';
import { connectedApp, externalClientApp, pluginPolicy, policy, USER } from '../simulator/deploy/samples.js';
import type { FaultRule } from '../simulator/faults.js';
import type { JournalEntry } from '../simulator/journal.js';
import { startSimulator, type Simulator } from '../simulator/simulator.js';

/** Components whose flow a remediation switches off here. */
export const APPS = {
  'ConnectedApp:Sync': connectedApp(),
  'ExtlClntAppOauthConfigurablePolicies:Gateway_oauthPlcy': policy(),
} as const;

export type Strike = { fault: FaultRule; isInterrupted?: boolean };

/** What one run came to, and what it left behind. */
export type Remediated = {
  result?: RemediationResult;
  refused?: Refusal;
  journal: readonly JournalEntry[];
  /** Of the components above, in their order. */
  texts: string[];
  /** Components that a whole snapshot holds. */
  kept: string[];
};

const DEADLINES = { connect: 1500, headers: 1200, body: 1200, total: 4000 };

/** One org in its first state for each run, as often as one likes. */
export class RemediationBench {
  readonly #home = new HomeFolder();
  #transport: ReturnType<typeof installTransport> | undefined;
  readonly #orgs: Org[] = [];

  async start(count: number): Promise<void> {
    await this.#home.moveIn();
    this.#transport = installTransport({ deadlines: DEADLINES });
    for (let number = 1; number <= count; number += 1) this.#orgs.push(await startOrg(`fixer.${number}@example.com`));
  }

  async stop(): Promise<void> {
    await this.#transport?.uninstall();
    await Promise.all(this.#orgs.map(({ simulator }) => simulator.stop()));
    await this.#home.moveOut();
  }

  /** A run that is struck, then one that is not. */
  async twice(lane: number, strike: Strike | undefined): Promise<{ first: Remediated; second: Remediated }> {
    const org = this.#orgs[lane];
    if (!org) throw new Error(`There is no lane ${lane}.`);
    for (const [key, text] of Object.entries(APPS)) put(org.simulator, key, text);
    const first = await run(org, strike);
    finishDeploys(org.simulator.state);
    return { first, second: await run(org, undefined) };
  }
}

type Org = { simulator: Simulator; username: string };

const NOT_LEARNED_YET = { instanceApiVersion: undefined, instanceApiVersionLastRetrieved: undefined };

const startOrg = async (username: string): Promise<Org> => {
  const users = [username, USER].map((Username) => ({
    Username,
    Name: Username,
    IsActive: true,
    UserType: 'Standard',
    ProfileId: '@Profile:Admin',
  }));
  const simulator = await startSimulator({ rows: { User: users }, pollsUntilDone: 0 });
  simulator.setComponent('ExternalClientApplication', 'Gateway', externalClientApp());
  simulator.setComponent('ExtlClntAppConfigurablePolicies', 'Gateway_plcy', pluginPolicy());
  return { simulator, username };
};

const put = (simulator: Simulator, key: string, text: string): void => {
  const [type = '', fullName = ''] = key.split(':');
  simulator.setComponent(type, fullName, text);
};

const run = async ({ simulator, username }: Org, strike: Strike | undefined): Promise<Remediated> => {
  await storeLogin(simulator.login(username), NOT_LEARNED_YET);
  simulator.clearFaults();
  simulator.journal.clear();
  if (strike) simulator.fault(strike.fault);
  const folder = mkdtempSync(join(tmpdir(), 'remediation-'));
  const abortion = new AbortController();
  const interrupted = strike?.isInterrupted ? abortWhenStruck(simulator, abortion) : Promise.resolve();
  const outcome = await remediate(username, folder, abortion.signal).catch((error: unknown) => {
    if (error instanceof Refusal) return error;
    throw error;
  });
  abortion.abort();
  await interrupted;
  const [directory] = readdirSync(folder);
  const snapshot = directory === undefined ? undefined : await readSnapshot(join(folder, directory), readText);
  rmSync(folder, { recursive: true, force: true });
  return {
    ...(outcome instanceof Refusal ? { refused: outcome } : { result: outcome }),
    journal: [...simulator.journal.entries],
    texts: Object.keys(APPS).map((key) => simulator.state.components.get(key)?.text ?? ''),
    kept: snapshot?.ok
      ? snapshot.snapshot.changes.map(({ component }) => `${component.type}:${component.fullName}`)
      : [],
  };
};

const abortWhenStruck = async (simulator: Simulator, abortion: AbortController): Promise<void> => {
  while (!abortion.signal.aborted) {
    if (simulator.journal.entries.some(({ fault }) => fault !== undefined)) abortion.abort();
    else await pause(5);
  }
};

const remediate = async (org: string, folder: string, signal: AbortSignal): Promise<RemediationResult> => {
  const doors = doorsWith(signal);
  return apply(await prepare({ ...REQUEST, org }, doors), folder, doors);
};

const REQUEST: Omit<RemediateRequest, 'org'> = {
  controls: controls.map(({ id }) => id),
  apps: null,
  usageDays: 180,
  waivers: { kind: 'off' },
  includeActive: true,
  allowLockout: true,
};

const doorsWith = (signal: AbortSignal): PrepareDoors & ApplyDoors => ({
  openOrg: (target, apiVersion) =>
    openOrg({ target, apiVersion, waitMs: 1500, pauses: [5, 20], firstPoll: 10, signal }),
  readText,
  readBytes,
  walk,
  explain: ({ code }) => ({ name: code, message: code, actions: [] }),
  now: () => new Date(),
  signal,
  progress: new Progress({
    mode: 'off',
    spinner: { start: () => undefined, stop: () => undefined },
    write: () => undefined,
    say: () => '',
  }),
  tool: { name: 'sf-oauth-posture', version: '0.0.0' },
  disk,
  approve: () => Promise.resolve(true),
  patience: [10, 50],
});
