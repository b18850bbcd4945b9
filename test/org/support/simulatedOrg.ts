import type { Deadlines } from '../../../src/org/transport/agent.js';
import { openOrg, type OpenOrgOptions } from '../../../src/org/connect.js';
import type { Answer, OrgDoor } from '../../../src/org/door.js';
import type { OrgProblem } from '../../../src/org/problem.js';
import { installTransport, type Transport } from '../../../src/org/transport/transport.js';
import { startSimulator, type Login, type Simulator, type SimulatorOptions } from '../../simulator/simulator.js';
import { HomeFolder, storeLogin } from './homeFolder.js';

/** Nothing but a hang outlives these, however busy the machine is. */
export const PATIENT: Deadlines = { connect: 60_000, headers: 60_000, body: 60_000, total: 120_000 };

/** For an org that does not answer. */
export const QUICK: Deadlines = { connect: 1000, headers: 700, body: 700, total: 5000 };

/** A running org, somebody who logged in to it, and our transport. */
export type SimulatedOrg = {
  simulator: Simulator;
  login: Login;
  transport: Transport;
  open(options?: Partial<OpenOrgOptions>): Promise<Answer<OrgDoor>>;
  stop(): Promise<void>;
};

export type OrgOptions = SimulatorOptions & {
  stored?: Record<string, unknown>;
  deadlines?: Deadlines;
  /** Who is logged in, if not the administrator. */
  user?: string;
};

export const startOrg = async ({ stored, deadlines, user, ...options }: OrgOptions = {}): Promise<SimulatedOrg> => {
  const home = new HomeFolder();
  await home.moveIn();
  const simulator = await startSimulator({ pollsUntilDone: 0, ...options });
  const login = simulator.login(user);
  await storeLogin(login, stored);
  const transport = installTransport({ deadlines: deadlines ?? PATIENT });
  return {
    simulator,
    login,
    transport,
    open: (overrides) => openOrg({ target: login.username, waitMs: 10_000, pauses: [10, 50], ...overrides }),
    stop: async () => {
      await transport.uninstall();
      await simulator.stop();
      await home.moveOut();
    },
  };
};

/** The value of an answer that must be one. */
export const valueOf = <T>(answer: Answer<T> | undefined): T => {
  if (answer?.ok) return answer.value;
  throw new Error(`No value: ${JSON.stringify(answer)}`);
};

/** The problem of an answer that must be one. */
export const problemIn = (answer: Answer<unknown> | undefined): OrgProblem => {
  if (answer && !answer.ok) return answer.problem;
  throw new Error('No problem, but a value.');
};
