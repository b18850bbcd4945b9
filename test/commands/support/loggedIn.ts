import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliHome } from '../../simulator/cliLogin.js';
import type { Simulator } from '../../simulator/simulator.js';
import type { Session } from '../../simulator/state.js';

/**
 * Somebody logs in with the real command line, once. Whoever needs the same log-in to another simulated org gets its
 * files, with the address of that org in them, and the org its tokens: a log-in costs more than an audit.
 */
export const logIn = async (simulator: Simulator, home: CliHome, alias: string, user?: string): Promise<void> => {
  const key = JSON.stringify([whatALogInSees(simulator), alias, user]);
  const known = made.get(key);
  if (known) return moveTo(await known, simulator, home);
  const making = reallyLogIn(simulator, home, alias, user);
  made.set(key, making);
  await making;
};

type LoggedIn = {
  host: string;
  /** A copy of what the command line wrote. */
  folder: string;
  sessions: readonly Session[];
  refreshTokens: ReadonlyMap<string, { userId: string; clientId: string }>;
};

/** A log-in that failed stays failed: whoever else needs it is told the same. */
const made = new Map<string, Promise<LoggedIn>>();

const WRITTEN = ['.sfdx', '.sf'];

/** Orgs that are equal in this leave equal files behind. */
const whatALogInSees = ({ state }: Simulator): unknown => [
  state.org,
  state.settings,
  state.rowsOf('Organization'),
  state.rowsOf('User').map(({ Id, Username, IsActive }) => [Id, Username, IsActive]),
];

const reallyLogIn = async (simulator: Simulator, home: CliHome, alias: string, user?: string): Promise<LoggedIn> => {
  const { exitCode, stderr } = await home.logIn(simulator.login(user), alias);
  if (exitCode !== 0) throw new Error(`The log-in failed: ${stderr}`);
  const folder = mkdtempSync(join(tmpdir(), 'oauth-posture-login-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const name of WRITTEN.filter((one) => existsSync(join(home.folder, one))))
    cpSync(join(home.folder, name), join(folder, name), { recursive: true });
  const { sessions, refreshTokens } = simulator.state;
  return {
    host: new URL(simulator.url).host,
    folder,
    sessions: [...sessions.values()],
    refreshTokens: new Map(refreshTokens),
  };
};

const moveTo = ({ host, folder, sessions, refreshTokens }: LoggedIn, simulator: Simulator, home: CliHome): void => {
  cpSync(folder, home.folder, { recursive: true });
  const here = new URL(simulator.url).host;
  for (const path of filesIn(home.folder)) {
    const text = readFileSync(path, 'utf8');
    if (text.includes(host)) writeFileSync(path, text.replaceAll(host, here), { mode: statSync(path).mode });
  }
  for (const session of sessions) simulator.state.sessions.set(session.token, { ...session });
  for (const [token, owner] of refreshTokens) simulator.state.refreshTokens.set(token, { ...owner });
};

const filesIn = (folder: string): string[] =>
  WRITTEN.filter((name) => existsSync(join(folder, name))).flatMap((name) =>
    readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
