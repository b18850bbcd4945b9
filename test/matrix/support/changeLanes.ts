import type { Deadlines } from '../../../src/org/transport/agent.js';
import { installTransport } from '../../../src/org/transport/transport.js';
import { HomeFolder } from '../../org/support/homeFolder.js';
import { PATIENT } from '../../org/support/simulatedOrg.js';
import { externalClientApp, pluginPolicy, USER } from '../../simulator/deploy/samples.js';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { ChangeLane } from './changeLane.js';

/** For a request that is never answered. */
export const IMPATIENT: Deadlines = { connect: 5000, headers: 5000, body: 5000, total: 12_000 };

/** Several orgs, so that many runs share the time that each of them spends waiting. */
export class ChangeLanes {
  readonly #home = new HomeFolder();
  readonly #lanes: ChangeLane[] = [];
  #opened = 0;
  #transport: ReturnType<typeof installTransport> | undefined;

  async start(): Promise<void> {
    await this.#home.moveIn();
    await this.wait(PATIENT);
  }

  /** How long a request is waited for: patience costs nothing but where no answer comes. */
  async wait(deadlines: Deadlines): Promise<void> {
    await this.#transport?.uninstall();
    this.#transport = installTransport({ deadlines });
  }

  async openLane(): Promise<ChangeLane> {
    const username = `fixer.${(this.#opened += 1)}@example.com`;
    const lane = new ChangeLane(await startOrg(username), username);
    this.#lanes.push(lane);
    return lane;
  }

  async stop(): Promise<void> {
    await this.#transport?.uninstall();
    await Promise.all(this.#lanes.map(({ simulator }) => simulator.stop()));
    await this.#home.moveOut();
  }
}

const startOrg = async (username: string): Promise<Simulator> => {
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
  return simulator;
};
