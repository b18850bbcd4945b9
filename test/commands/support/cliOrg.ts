import type { AuditReport } from '../../../src/posture/model.js';
import { cliHome, type CliHome, type CliResult, type HowToStart, type StartedCli } from '../../simulator/cliLogin.js';
import { DEMO_ORG } from '../../simulator/connect.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/simulator.js';
import { logIn } from './loggedIn.js';

/** A simulated org that somebody logged in to with the real command line; its alias is `demo`. */
export type CliOrg = {
  simulator: Simulator;
  home: CliHome;
  /** The real audit of the org in a child process. */
  audit(args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<CliResult>;
  /** Any command, for whoever has something to do with the process before it ends. The journal begins with it. */
  start(args: readonly string[], how?: HowToStart): StartedCli;
  stop(): Promise<void>;
};

export const AUDIT = ['oauth-posture', 'audit', '--target-org', 'demo'] as const;

/** `isBare`: without the apps of the demo org. */
export type CliOrgOptions = SimulatorOptions & { user?: string; isBare?: true };

export const startCliOrg = async ({ user, isBare, ...options }: CliOrgOptions = {}): Promise<CliOrg> => {
  const simulator = await startSimulator({ ...(!isBare && { folder: DEMO_ORG }), pollsUntilDone: 0, ...options });
  const home = cliHome(simulator);
  await logIn(simulator, home, 'demo', user);
  const start: CliOrg['start'] = (args, how) => {
    simulator.journal.clear();
    return home.start(args, how);
  };
  return {
    simulator,
    home,
    start,
    audit: (args = [], env = {}) => start([...AUDIT, ...args], { env }).ended,
    stop: async () => {
      home.remove();
      await simulator.stop();
    },
  };
};

export type Components = Record<string, string>;

/** The text of each component by `Type:fullName`. */
export const componentsOf = ({ state }: Simulator): Components =>
  Object.fromEntries([...state.components].map(([key, { text }]) => [key, text]));

/** What `--json` promises: a result, or an error with a name, a message and what to do. */
export type Printed<Result = AuditReport> = {
  status: number;
  result?: Result;
  name?: string;
  message?: string;
  actions?: string[];
  exitCode?: number;
};

export const printed = <Result = AuditReport>({ stdout, stderr, exitCode }: CliResult): Printed<Result> => {
  try {
    return JSON.parse(stdout) as Printed<Result>;
  } catch {
    throw new Error(`No JSON on stdout, exit code ${exitCode}.\nstdout: ${stdout}\nstderr: ${stderr}`);
  }
};

export const resultOf = <Result = AuditReport>(ended: CliResult): Result => {
  const { result, ...rest } = printed<Result>(ended);
  if (result) return result;
  throw new Error(`No result: ${JSON.stringify(rest)}`);
};
