import { parseQuery, type Query } from '@jetstreamapp/soql-parser-js';
import { knowsObject, type Caller } from '../data/access.js';
import { rowsFor } from '../data/derived.js';
import { schemaOf, type Schema } from '../data/schema.js';
import type { OrgState, Row } from '../state.js';
import { restRefusal } from '../refusals.js';
import type { RestError } from '../wire.js';
import { orderOf, type Comparable } from './condition.js';
import { grouped, isGrouped } from './grouped.js';
import { resolvePath, valueAt, type Path, type World } from './paths.js';
import { compileWhere } from './where.js';

/** A SOQL text against the org: `records` as the REST API writes them, or a refusal with the platform's words. */
export type Evaluated = { records: Row[]; totalSize: number; aggregate: boolean };

export type Scope = { schema: Schema; query: Query; world: World; path: (text: string) => Path };

export function evaluate(soql: string, state: OrgState, caller: Caller): Evaluated {
  return run(parsed(soql), soql, state, caller);
}

/** Every run of a suite asks in the same words, and parsing them takes a tenth of a simulated org's time. */
const known = new Map<string, Query>();
const MOST_KNOWN = 500;

function parsed(soql: string): Query {
  const before = known.get(soql);
  if (before) return before;
  try {
    const query = parseQuery(soql);
    if (known.size === MOST_KNOWN) known.clear();
    known.set(soql, query);
    return query;
  } catch (error) {
    throw restRefusal('malformed', { reason: (error as Error).message });
  }
}

function run(query: Query, soql: string, state: OrgState, caller: Caller): Evaluated {
  const scope = scopeOf(query, soql, state, caller);
  const { world, path } = scope;
  if (query.having) throw restRefusal('malformed', { reason: 'HAVING is not known here' });
  const test = compileWhere(query.where, {
    now: caller.now,
    path,
    value: (row, at) => valueAt(row, at, world),
    inner: (inner) => innerValues(inner, soql, state, caller),
  });
  const rows = rowsFor(scope.schema.object, state, caller).filter(test);
  return isGrouped(query) ? grouped(scope, rows, state.settings.maxGroups) : plain(scope, rows, state);
}

function scopeOf(query: Query, soql: string, state: OrgState, caller: Caller): Scope {
  const schema = schemaOf(query.sObject ?? '', state.settings);
  if (!schema || !knowsObject(schema.object, state, caller)) throw unsupported(query.sObject ?? '', soql);
  const indexes = new Map<string, Map<unknown, Row>>();
  const indexOf = (object: string): Map<unknown, Row> => {
    const index = indexes.get(object) ?? new Map(rowsFor(object, state, caller).map((row) => [row['Id'], row]));
    indexes.set(object, index);
    return index;
  };
  const schemas = new Map<string, Schema | undefined>();
  const world: World = {
    schema: (object) => {
      if (!schemas.has(object)) schemas.set(object, schemaOf(object, state.settings));
      return schemas.get(object);
    },
    record: (object, id) => indexOf(object).get(id),
  };
  return { schema, query, world, path: (text) => resolvePath(text, schema, query.sObjectAlias, world) };
}

function innerValues(query: Query, soql: string, state: OrgState, caller: Caller): Comparable[] {
  const [field] = query.fields ?? [];
  if (query.fields?.length !== 1 || field?.type !== 'Field') {
    throw restRefusal('malformed', { reason: 'an inner query selects one field' });
  }
  return run(query, soql, state, caller).records.map((row) => row[field.field] as Comparable);
}

function plain(scope: Scope, rows: Row[], state: OrgState): Evaluated {
  const paths = (scope.query.fields ?? []).map((field) => {
    if (field.type === 'Field') return scope.path(field.field);
    if (field.type === 'FieldRelationship') return scope.path([...field.relationships, field.field].join('.'));
    throw restRefusal('malformed', { reason: 'only fields and aggregate functions can be selected' });
  });
  const sorted = sort(scope, rows).slice(scope.query.offset ?? 0);
  const records = sorted.slice(0, scope.query.limit ?? Infinity).map((row) => project(scope, row, paths, state));
  return { records, totalSize: records.length, aggregate: false };
}

function sort({ query, world, path }: Scope, rows: Row[]): Row[] {
  const orders = [query.orderBy ?? []].flat().map((order) => {
    if (!('field' in order)) throw restRefusal('malformed', { reason: 'ORDER BY takes fields here' });
    return { at: path(order.field), sign: order.order === 'DESC' ? -1 : 1 };
  });
  if (orders.length === 0) return rows;
  const by = (a: Row, b: Row): number =>
    orders.reduce((so, { at, sign }) => so || sign * orderOf(valueAt(a, at, world), valueAt(b, at, world)), 0);
  return [...rows].sort(by);
}

function project({ schema, world }: Scope, row: Row, paths: readonly Path[], state: OrgState): Row {
  const version = `v${String(state.settings.newestApiVersion)}.0`;
  const attributes = (object: string, id: unknown): Row => ({
    type: object,
    url: `/services/data/${version}/sobjects/${object}/${String(id)}`,
  });
  const record: Row = { attributes: attributes(schema.object, row['Id']) };
  for (const path of paths) place(record, row, path, world, attributes);
  return record;
}

function place(
  record: Row,
  row: Row,
  path: Path,
  world: World,
  attributes: (object: string, id: unknown) => Row,
): void {
  let target = record;
  let current: Row | undefined = row;
  for (const step of path.steps) {
    current = current && world.record(step.object, current[step.reference]);
    if (!current) {
      target[step.relationship] = null;
      return;
    }
    target[step.relationship] ??= { attributes: attributes(step.object, current['Id']) };
    target = target[step.relationship] as Row;
  }
  target[path.field.name] = valueAt(row, path, world);
}

function unsupported(object: string, soql: string): RestError {
  const column = soql.toLowerCase().indexOf(object.toLowerCase()) + 1;
  const caret = `${' '.repeat(Math.max(column - 1, 0))}^`;
  return restRefusal('unsupported-object', { soql, caret, column: String(column), object });
}
