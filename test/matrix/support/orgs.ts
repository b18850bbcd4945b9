import { audit } from '../../../src/actions/audit/audit.js';
import type { AuditRequest } from '../../../src/actions/audit/request.js';
import type { Reads } from '../../../src/actions/doors.js';
import { openOrg } from '../../../src/org/connect.js';
import type { Deadlines } from '../../../src/org/transport/agent.js';
import { installTransport } from '../../../src/org/transport/transport.js';
import { controls } from '../../../src/posture/controls/all.js';
import type { AuditReport } from '../../../src/posture/model.js';
import { Refusal } from '../../../src/actions/refusal.js';
import { quietDoors } from '../../actions/support/quietDoors.js';
import { HomeFolder, storeLogin } from '../../org/support/homeFolder.js';
import { PATIENT } from '../../org/support/simulatedOrg.js';
import { DEMO_ORG } from '../../simulator/connect.js';
import type { JournalEntry } from '../../simulator/journal.js';
import type { FaultRule } from '../../simulator/faults.js';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';

/** What came of one run: a report, or the code of the refusal that took its place. */
export type Outcome = { report: AuditReport; journal: readonly JournalEntry[] } | { refused: string };

/** Several copies of the demo org, so that many runs share the time that each of them spends waiting. */
export type Orgs = {
  /** Audits whichever copy is free. */
  run(fault?: FaultRule): Promise<Outcome>;
  /** How long a request is waited for: patience costs nothing but where no answer comes. */
  wait(deadlines: Deadlines): Promise<void>;
  stop(): Promise<void>;
};

/** For a request that is never answered. */
export const IMPATIENT: Deadlines = { connect: 5000, headers: 5000, body: 5000, total: 12_000 };

export const startOrgs = async (count: number, asked: Partial<AuditRequest> = {}): Promise<Orgs> => {
  const home = new HomeFolder();
  await home.moveIn();
  let transport = installTransport({ deadlines: PATIENT });
  const all: Copy[] = [];
  for (let number = 1; number <= count; number += 1) all.push(await startCopy(`auditor.${number}@example.com`));
  const free = [...all];
  const waiting: Array<(copy: Copy) => void> = [];
  const take = (): Promise<Copy> => {
    const copy = free.pop();
    return copy ? Promise.resolve(copy) : new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (copy: Copy): void => {
    const next = waiting.shift();
    if (next) next(copy);
    else free.push(copy);
  };
  return {
    run: async (fault) => {
      const copy = await take();
      try {
        return await auditCopy(copy, fault, asked);
      } finally {
        giveBack(copy);
      }
    },
    wait: async (deadlines) => {
      await transport.uninstall();
      transport = installTransport({ deadlines });
    },
    stop: async () => {
      await transport.uninstall();
      await Promise.all(all.map(({ simulator }) => simulator.stop()));
      await home.moveOut();
    },
  };
};

type Copy = { simulator: Simulator; username: string };

/** The library keeps what it learned of an org beside the login: each run starts without. */
const NOT_LEARNED_YET = { instanceApiVersion: undefined, instanceApiVersionLastRetrieved: undefined };

/** All copies hold the same log-ins. */
const STARTED = Date.now();

const SET_BY = {
  Action: 'addOauthClientCredentialUser',
  CreatedDate: '2026-10-01T10:00:00.000+0000',
  Display: 'Changed the client credentials user of Catalogue_Publisher',
};

/** One app has its flow on by query alone, so that every kind of verdict is there to be changed. */
const startCopy = async (username: string): Promise<Copy> => {
  const auditor = { Username: username, Name: 'Auditor', IsActive: true, UserType: 'Standard' };
  const simulator = await startSimulator({
    folder: DEMO_ORG,
    rows: { User: [{ ...auditor, ProfileId: '@Profile:Admin' }], SetupAuditTrail: [SET_BY] },
    overrides: { 'ExtlClntAppOauthPlcyCnfg:Ticket_Bridge': { IsClientCredentialsFlowEnabled: true } },
    pollsUntilDone: 0,
    now: () => STARTED,
  });
  return { simulator, username };
};

const auditCopy = async (
  { simulator, username }: Copy,
  fault: FaultRule | undefined,
  asked: Partial<AuditRequest>,
): Promise<Outcome> => {
  await storeLogin(simulator.login(username), NOT_LEARNED_YET);
  simulator.clearFaults();
  simulator.journal.clear();
  if (fault) simulator.fault(fault);
  try {
    const { report } = await audit({ ...REQUEST, ...asked, orgs: [username] }, doorsOf(fault));
    return { report, journal: [...simulator.journal.entries] };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.code };
    throw error;
  }
};

/** Nothing but what could not be read keeps this audit from exit code 0. */
const REQUEST: Omit<AuditRequest, 'orgs'> = {
  directories: [],
  root: '.',
  controls: controls.map(({ id }) => id),
  apps: null,
  usageDays: 90,
  failOn: 'never',
  allowIncomplete: true,
  waivers: { kind: 'off' },
};

const doorsOf = (fault: FaultRule | undefined): Reads =>
  quietDoors({
    openOrg: (target) =>
      openOrg({ target, waitMs: fault?.kind === 'never-done' ? 3000 : 120_000, pauses: [5, 20], firstPoll: 10 }),
    readText: () => Promise.resolve({ ok: false, code: 'ENOENT' }),
    explain: ({ code }) => ({ name: code, message: code, actions: [] }),
  });
