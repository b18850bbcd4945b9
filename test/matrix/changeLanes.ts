import { installTransport } from '../../src/org/transport.js';
import { HomeFolder } from '../org/homeFolder.js';
import { externalClientApp, pluginPolicy, USER } from '../simulator/deploy/samples.js';
import { startSimulator, type Simulator } from '../simulator/simulator.js';
import { ChangeLane } from './changeLane.js';

const DEADLINES = { connect: 1500, headers: 1200, body: 1200, total: 4000 };

/** Several orgs, so that many runs share the time that each of them spends waiting. */
export class ChangeLanes {
  readonly #home = new HomeFolder();
  readonly #lanes: ChangeLane[] = [];
  #opened = 0;
  #transport: ReturnType<typeof installTransport> | undefined;

  async start(): Promise<void> {
    await this.#home.moveIn();
    this.#transport = installTransport({ deadlines: DEADLINES });
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
