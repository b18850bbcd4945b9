import { ADMINISTRATOR } from '../../test/simulator/baseOrg.js';
import { idOf } from '../../test/simulator/ids.js';
import type { Size } from '../../test/simulator/generate.js';
import { startSimulator } from '../../test/simulator/simulator.js';

/** Simulated orgs in a process of their own, so that their work is not counted. Started by `orgs.ts`, which asks over IPC. */

export type OrgOrder = { name: string; orgs: readonly Size[] };
export type Started = { url: string; token: string }[];
export type Counted = { requests: number; polls: number };

const { name, orgs } = JSON.parse(process.argv[2] ?? '') as OrgOrder;

/** The CLI keeps a login by its username, so two orgs must not share one. */
const start = async (generate: Size, number: number) => {
  const running = await startSimulator({ generate, org: { id: idOf('Organization', number + 1) } });
  const administrator = running.state.user(ADMINISTRATOR);
  if (administrator) administrator['Username'] = usernameOf(number);
  return running;
};

const usernameOf = (number: number): string => `admin@${name}-${number}.example.com`;

const running = await Promise.all(orgs.map(start));

/** What was asked since the last question. */
const count = (): Counted => {
  const entries = running.flatMap(({ journal }) => journal.entries);
  const counted = { requests: entries.length, polls: entries.filter(({ poll }) => poll).length };
  for (const { journal } of running) journal.clear();
  return counted;
};

process.on('message', () => process.send?.(count()));
process.on('disconnect', () => process.exit());
const started: Started = running.map((org, number) => ({
  url: org.url,
  token: org.login(usernameOf(number)).accessToken,
}));
process.send?.(started);
