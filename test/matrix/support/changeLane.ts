import { basename, dirname, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openOrg } from '../../../src/org/connect.js';
import type { Reads, Writes } from '../../../src/actions/doors.js';
import { Refusal } from '../../../src/actions/refusal.js';
import { componentKey } from '../../../src/values.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import { BEFORE } from '../../../src/remediation/saved/snapshot.js';
import { readSnapshot } from '../../../src/remediation/saved/snapshotRead.js';
import { quietDoors } from '../../actions/support/quietDoors.js';
import { memoryDisk } from '../../files/support/memoryDisk.js';
import { storeLogin } from '../../org/support/homeFolder.js';
import { finishDeploys } from '../../simulator/deploy/operations.js';
import { setDeployRules, type DeployRules } from '../../simulator/deploy/rules.js';
import { connectedApp, policy } from '../../simulator/deploy/samples.js';
import type { FaultRule } from '../../simulator/faults.js';
import type { JournalEntry } from '../../simulator/journal.js';
import type { Simulator } from '../../simulator/simulator.js';

/** Components whose flow is on: one of each type that is changed. */
const APPS = [
  ['ConnectedApp', 'Sync', connectedApp()],
  ['ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', policy()],
] as const;

export const COMPONENTS: readonly string[] = APPS.map(([type, fullName]) => componentKey({ type, fullName }));

/** Changes an org from its start to its end. Snapshots go below the folder. */
export type Change = (doors: Reads & Writes, below: string) => Promise<RemediationResult>;

export type Strike = { fault: FaultRule; isInterrupted?: boolean };

/** What one run came to, and what it left behind. */
export type ChangeRun = {
  result?: RemediationResult;
  refused?: Refusal;
  journal: readonly JournalEntry[];
  /** Of the components, in their order. */
  texts: string[];
  /** Components that a whole snapshot of the run holds. */
  kept: string[];
};

/** One org, where one change is tried after the other, and a disk in memory. */
export class ChangeLane {
  readonly #files = new Map<string, string>();
  #runs = 0;

  constructor(
    readonly simulator: Simulator,
    readonly username: string,
  ) {}

  /** As if nothing had ever been changed, or as it was at some other time. */
  reset(texts: readonly string[] = APPS.map(([, , text]) => text)): void {
    for (const [at, [type, fullName]] of APPS.entries()) this.simulator.setComponent(type, fullName, texts[at] ?? '');
  }

  texts(): string[] {
    return COMPONENTS.map((key) => this.simulator.state.components.get(key)?.text ?? '');
  }

  /** The first of the components is refused by each deploy that is more than a check. */
  refuseTheFirst(): void {
    const refuses: DeployRules['refuses'] = ({ checkOnly, type, fullName }) =>
      !checkOnly && componentKey({ type, fullName }) === COMPONENTS[0] ? 'Not today.' : undefined;
    setDeployRules(this.simulator.state, { refuses });
  }

  /** Deploys that nobody waits for any more come to their end, and nothing is refused any longer. */
  letTimePass(): void {
    finishDeploys(this.simulator.state);
    setDeployRules(this.simulator.state, { refuses: () => undefined });
  }

  async run(change: Change, strike?: Strike): Promise<ChangeRun> {
    const { simulator, username } = this;
    await storeLogin(simulator.login(username), NOT_LEARNED_YET);
    simulator.clearFaults();
    simulator.journal.clear();
    if (strike) simulator.fault(strike.fault);
    const abortion = new AbortController();
    const interrupted = strike?.isInterrupted ? abortWhenStruck(simulator, abortion) : Promise.resolve();
    this.#runs += 1;
    const below = `run ${this.#runs}`;
    const ended = await change(this.#doors(abortion.signal, strike), below).catch((error: unknown) => {
      if (error instanceof Refusal) return error;
      throw error;
    });
    abortion.abort();
    await interrupted;
    return {
      ...(ended instanceof Refusal ? { refused: ended } : { result: ended }),
      journal: [...simulator.journal.entries],
      texts: this.texts(),
      kept: await this.#keptBelow(below),
    };
  }

  async #keptBelow(below: string): Promise<string[]> {
    const written = [...this.#files.keys()].filter((path) => path.startsWith(`${below}${sep}`));
    const before = written.find((path) => basename(path) === BEFORE);
    const read = before === undefined ? undefined : await readSnapshot(dirname(before), this.#readText);
    return read?.ok ? read.snapshot.changes.map(({ component }) => componentKey(component)) : [];
  }

  readonly #readText: Reads['readText'] = (path) => {
    const text = this.#files.get(path);
    return Promise.resolve(text === undefined ? { ok: false, code: 'ENOENT' } : { ok: true, value: text });
  };

  #doors(signal: AbortSignal, strike: Strike | undefined): Reads & Writes {
    const waitMs = strike?.fault.kind === 'never-done' ? 1500 : 120_000;
    return quietDoors({
      openOrg: (target, apiVersion) => openOrg({ target, apiVersion, waitMs, pauses: [5, 20], firstPoll: 10, signal }),
      signal,
      readText: this.#readText,
      disk: memoryDisk(this.#files),
      patience: [10, 50],
    });
  }
}

const NOT_LEARNED_YET = { instanceApiVersion: undefined, instanceApiVersionLastRetrieved: undefined };

const abortWhenStruck = async (simulator: Simulator, abortion: AbortController): Promise<void> => {
  while (!abortion.signal.aborted) {
    if (simulator.journal.entries.some(({ fault }) => fault !== undefined)) abortion.abort();
    else await pause(5);
  }
};
