import { withInterrupt } from '../../../src/cli/signals.js';
import { openOrg } from '../../../src/org/connect.js';
import { installTransport } from '../../../src/org/transport/transport.js';
import { PATIENT } from './simulatedOrg.js';

/** A process of its own that reads an org as an audit does, and says in one line of JSON what came of it. */
const read = async (signal: AbortSignal): Promise<Record<string, unknown>> => {
  const opened = await openOrg({ target: process.env['READ_ORG'], waitMs: 10_000, pauses: [10, 50], signal });
  if (!opened.ok) return { open: opened.problem.code };
  const door = opened.value;
  const list = (await door.list(['ConnectedApp'])).get('ConnectedApp');
  const retrieved = await door.retrieve([{ type: 'ConnectedApp', fullName: 'App00001' }]);
  const rows = await door.query('SELECT Id FROM User');
  return {
    list: list?.ok ? 'ok' : list?.problem.code,
    retrieve: retrieved.ok ? 'ok' : retrieved.problem.code,
    query: rows.ok ? 'ok' : rows.problem.code,
  };
};

const transport = process.env['WITHOUT_TRANSPORT'] ? undefined : installTransport({ deadlines: PATIENT });
const told = await withInterrupt(read);
await transport?.uninstall();
console.log(JSON.stringify(told));
