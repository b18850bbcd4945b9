import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Counted, OrgOrder, Started } from './org.js';

export type Orgs = { started: Started; count: () => Promise<Counted>; stop: () => void };

const answer = async <T>(child: ChildProcess): Promise<T> => {
  const [message] = (await once(child, 'message')) as [T];
  return message;
};

export const startOrgs = async (order: OrgOrder): Promise<Orgs> => {
  const child = fork(join(import.meta.dirname, 'org.ts'), [JSON.stringify(order)], { execArgv: ['--import=tsx'] });
  const started = await answer<Started>(child);
  const count = (): Promise<Counted> => {
    child.send('count');
    return answer<Counted>(child);
  };
  return { started, count, stop: () => child.disconnect() };
};
