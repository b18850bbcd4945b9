import { json, type Answer } from '../answer.js';
import { restRefusal } from '../refusals.js';
import { evaluate, type Evaluated } from '../soql/evaluate.js';
import type { Row } from '../state.js';
import type { Context } from '../wire.js';

/** The query resource and its pages. A locator belongs to the user who asked. */

type Cursor = { userId: string; records: Row[]; totalSize: number; resource: string };

/** Whose objects are asked for. */
export type Api = 'data' | 'tooling';

const MAX_URI = 16_384;

export class Queries {
  private readonly cursors = new Map<string, Cursor>();
  private serial = 0;

  public query(uri: string, soql: string, context: Context, api: Api = 'data'): Answer {
    if (Buffer.byteLength(uri) > MAX_URI) throw restRefusal('uri-too-long');
    const { state, session, now } = context;
    const result = evaluate(soql, state, { userId: session.userId, now: now(), tooling: api === 'tooling' });
    if (result.aggregate) return json(200, whole(result));
    this.serial += 1;
    const locator = `01g${state.org.id.slice(3, 8)}${String(this.serial).padStart(10, '0')}`;
    const resource = api === 'tooling' ? 'tooling/query' : 'query';
    const cursor = { userId: session.userId, records: result.records, totalSize: result.totalSize, resource };
    if (cursor.records.length > state.settings.pageSize) this.cursors.set(locator, cursor);
    return json(200, page(locator, cursor, 0, context));
  }

  public more(reference: string, context: Context): Answer {
    const [locator = '', offset = ''] = reference.split('-');
    const cursor = this.cursors.get(locator);
    const at = Number(offset);
    if (!cursor || cursor.userId !== context.session.userId || !Number.isInteger(at) || at >= cursor.totalSize) {
      throw restRefusal('bad-locator');
    }
    return json(200, page(locator, cursor, at, context));
  }
}

const whole = ({ records, totalSize }: Evaluated): Row => ({ totalSize, done: true, records });

function page(locator: string, { records, totalSize, resource }: Cursor, at: number, context: Context): Row {
  const next = at + context.state.settings.pageSize;
  const rows = records.slice(at, next);
  if (next >= totalSize) return { totalSize, done: true, records: rows };
  const version = context.apiVersion.toFixed(1);
  return {
    totalSize,
    done: false,
    nextRecordsUrl: `/services/data/v${version}/${resource}/${locator}-${String(next)}`,
    records: rows,
  };
}
