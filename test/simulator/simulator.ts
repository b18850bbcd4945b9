import { CLI_CLIENT, issueRefreshToken, openSession } from './login/credentials.js';
import { ADMINISTRATOR, baseOrg } from './baseOrg.js';
import { addProfileFiles } from './data/profileFiles.js';
import { addProfileSets } from './data/profileSets.js';
import type { FaultRule } from './faults.js';
import { generate, type Size } from './generate.js';
import type { Journal } from './journal.js';
import { component, loadFolder } from './load.js';
import { typeNamed } from './metadata/types.js';
import { Queries } from './rest/queries.js';
import { allOperations, type Org } from './routes.js';
import { addRows, type RowsFile } from './rowsFile.js';
import { SimulatorServer } from './server.js';
import { defaults, type Settings } from './settings.js';
import type { OrgState, Client, OrgIdentity, StoredComponent } from './state.js';

export type SimulatorOptions = Partial<Settings> & {
  /** Metadata files and rows. */
  folder?: string;
  rows?: RowsFile;
  generate?: Size;
  org?: Partial<OrgIdentity>;
  clients?: readonly Client[];
  /** What time the org thinks it is. */
  now?: () => number;
  port?: number;
};

export type Login = {
  username: string;
  userId: string;
  accessToken: string;
  refreshToken: string;
  instanceUrl: string;
  /** For `sf org login sfdx-url`. It speaks https: `NODE_EXTRA_CA_CERTS` must name the simulator's certificate. */
  sfdxAuthUrl: string;
};

export type Remarks = Partial<Pick<StoredComponent, 'namespacePrefix' | 'manageableState' | 'unretrievable'>>;

export type Simulator = {
  url: string;
  /** PEM; to be trusted by whoever uses https. */
  certificate: string;
  state: OrgState;
  journal: Journal;
  fault(rule: FaultRule): void;
  clearFaults(): void;
  /** Changes or adds a component behind the caller's back. */
  setComponent(type: string, fullName: string, text: string, remarks?: Remarks): StoredComponent;
  removeComponent(type: string, fullName: string): boolean;
  /** A session of this user: the first administrator when no name is given. */
  login(username?: string): Login;
  stop(): Promise<void>;
};

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const now = options.now ?? Date.now;
  const state = stateFrom(options, now());
  const operations = allOperations(state);
  const queries = new Queries();
  const server = new SimulatorServer((url): Org => ({ state, url, now, queries, operations }));
  const host = await server.listen(options.port);
  const url = `http://${host}`;
  return {
    url,
    certificate: server.certificate,
    state,
    journal: server.journal,
    fault: (rule) => server.faults.add(rule),
    clearFaults: () => server.faults.clear(),
    setComponent: (type, fullName, text, remarks) => put(state, type, fullName, text, remarks),
    removeComponent: (type, fullName) => state.removeComponent(type, fullName),
    login: (username) => loginOf(state, host, now(), username),
    stop: () => server.stop(),
  };
}

function stateFrom(options: SimulatorOptions, now: number): OrgState {
  const state = baseOrg({ ...defaults, ...settingsOf(options) }, options.org);
  if (options.generate) generate(state, options.generate, now);
  if (options.folder !== undefined) loadFolder(state, options.folder, now);
  if (options.rows) addRows(state, options.rows, now);
  addProfileFiles(state);
  addProfileSets(state);
  for (const client of options.clients ?? []) state.clients.set(client.id, client);
  return state;
}

function settingsOf(options: SimulatorOptions): Partial<Settings> {
  const known = new Set(Object.keys(defaults));
  return Object.fromEntries(Object.entries(options).filter(([name]) => known.has(name)));
}

function put(state: OrgState, type: string, fullName: string, text: string, remarks: Remarks = {}): StoredComponent {
  const known = typeNamed(type);
  if (!known) throw new Error(`The simulated org knows no metadata type ${type}.`);
  const stored = { ...component(state, known, fullName, text), ...state.component(type, fullName), ...remarks, text };
  state.setComponent(stored);
  return stored;
}

function loginOf(state: OrgState, host: string, now: number, username = ADMINISTRATOR): Login {
  const user = state.user(username);
  if (!user) throw new Error(`The simulated org has no user ${username}.`);
  const userId = String(user['Id']);
  const refreshToken = issueRefreshToken(state, userId, CLI_CLIENT);
  return {
    username: String(user['Username']),
    userId,
    accessToken: openSession(state, userId, CLI_CLIENT, now).token,
    refreshToken,
    instanceUrl: `http://${host}`,
    sfdxAuthUrl: `force://${CLI_CLIENT}::${refreshToken}@${host}`,
  };
}
