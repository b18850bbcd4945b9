import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reads, Writes } from '../../../src/actions/doors.js';
import { apply, dryRun } from '../../../src/actions/remediate/apply.js';
import { prepare } from '../../../src/actions/remediate/prepare.js';
import { prepareRestore, type RestoreRequest } from '../../../src/actions/restore.js';
import { controls } from '../../../src/posture/controls/all.js';
import { Refusal } from '../../../src/actions/refusal.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import { quietDoors } from './quietDoors.js';
import { startOrg, type SimulatedOrg } from '../../org/support/simulatedOrg.js';
import { DEMO_ORG } from '../../simulator/connect.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';

/** The demo org after a remediation of everything that can be, where restores run in this process. */
export type Undoing = {
  org: SimulatedOrg;
  /** Every component before the remediation, and after it, by `Type:fullName`. */
  original: Components;
  remediated: Components;
  /** Those that the remediation changed. */
  changed: readonly string[];
  /** Where snapshots go. */
  folder: string;
  /** A copy of the remediation's own. */
  snapshot: string;
  restore(how?: Partial<RestoreRequest & Around>): Promise<RemediationResult>;
  restoreDry(how?: Partial<RestoreRequest>): Promise<RemediationResult>;
  now(): Components;
  /** What somebody else does to a component. */
  edit(component: string, change: (text: string) => string): void;
  /** The kinds of deploy that the org has seen since the last reset. */
  deploys(): string[];
  /** From now on the same log-in leads to another org. */
  becomeAnotherOrg(): void;
  /** The state right after the remediation, and nothing in the org's way. */
  reset(): void;
  stop(): Promise<void>;
};

/** As the remediation did. */
const UNGUARDED = { waivers: { kind: 'off' as const }, includeActive: true, allowLockout: true };

type Around = { signal: AbortSignal; approve: () => boolean; now: () => Date };
type Components = Record<string, string>;

/** One of the demo org's users has left; what ran as them cannot be put back, so most tests bring them back first. */
const RETIRED = 'integration.retired@example.com';

export const startUndoing = async ({ retired = false } = {}): Promise<Undoing> => {
  const org = await startOrg({ folder: DEMO_ORG });
  const { simulator, login } = org;
  const { state } = simulator;
  Object.assign(state.user(RETIRED) ?? {}, { IsActive: !retired });
  const folder = mkdtempSync(join(tmpdir(), 'undoing-'));
  const snapshot = join(folder, 'the snapshot');
  const [organization = {}] = state.rowsOf('Organization');
  const { Id } = organization;
  const original = componentsOf(org);
  const taken = await remediate(org, doorsOf(org), folder);
  const remediated = componentsOf(org);
  const stored = new Map(state.components);
  const request = { org: login.username, snapshot, apps: null, force: false, closing: UNGUARDED };

  const reset = (): void => {
    rmSync(snapshot, { recursive: true, force: true });
    cpSync(taken, snapshot, { recursive: true });
    for (const component of stored.values()) state.setComponent(component);
    Object.assign(organization, { Id });
    simulator.clearFaults();
    setDeployRules(state, { reverts: [], forgets: [], refuses: () => undefined, afterCheckOnly: () => undefined });
    simulator.journal.clear();
  };

  return {
    org,
    original,
    remediated,
    changed: Object.keys(original).filter((key) => original[key] !== remediated[key]),
    folder,
    snapshot,
    restore: async ({ signal, approve, now, ...how } = {}) => {
      const doors = { ...doorsOf(org, signal, approve), ...(now && { now }) };
      return apply(await prepareRestore({ ...request, ...how }, doors), folder, doors);
    },
    restoreDry: async (how) => dryRun(await prepareRestore({ ...request, ...how }, doorsOf(org)), doorsOf(org)),
    now: () => componentsOf(org),
    edit: (component, change) => {
      const before = state.components.get(component);
      const text = change(before?.text ?? '');
      if (!before || text === before.text) throw new Error(`The edit changes nothing in ${component}.`);
      state.setComponent({ ...before, text });
    },
    deploys: () => simulator.journal.of('deploy').map(({ detail }) => detail),
    becomeAnotherOrg: () => Object.assign(organization, { Id: '00D000000000009EAA' }),
    reset,
    stop: async () => {
      rmSync(folder, { recursive: true, force: true });
      await org.stop();
    },
  };
};

/** The refusal that a run must end in. */
export const refusalOf = async (run: Promise<unknown>): Promise<Refusal> => {
  const ended = await run.catch((error: unknown) => error);
  if (ended instanceof Refusal) return ended;
  throw ended instanceof Error ? ended : new Error(`Not refused: ${JSON.stringify(ended)}`);
};

const remediate = async (org: SimulatedOrg, doors: Reads & Writes, folder: string): Promise<string> => {
  const request = {
    org: org.login.username,
    controls: controls.map(({ id }) => id),
    apps: null,
    usageDays: 0,
    waivers: { kind: 'off' as const },
    includeActive: true,
    allowLockout: true,
  };
  const { snapshot, summary } = await apply(await prepare(request, doors), folder, doors);
  if (!snapshot || summary.exitCode !== 0) throw new Error(`Not remediated: ${JSON.stringify(summary)}`);
  return snapshot.directory;
};

const doorsOf = (org: SimulatedOrg, signal = new AbortController().signal, approve = () => true): Reads & Writes =>
  quietDoors({
    openOrg: (target, apiVersion) => org.open({ target, apiVersion, signal, firstPoll: 10 }),
    signal,
    approve: () => Promise.resolve(approve()),
    patience: [10, 50],
  });

const componentsOf = ({ simulator: { state } }: SimulatedOrg): Components =>
  Object.fromEntries([...state.components].map(([key, { text }]) => [key, text]));
