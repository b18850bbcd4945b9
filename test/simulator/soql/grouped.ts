import type { FieldType, Query } from '@jetstreamapp/soql-parser-js';
import type { Row } from '../state.js';
import { restRefusal } from '../refusals.js';
import { aggregateOf } from './aggregate.js';
import { fold, orderOf, type Comparable } from './condition.js';
import type { Evaluated, Scope } from './evaluate.js';
import { valueAt, type Path } from './paths.js';

/** Queries with GROUP BY or an aggregate function. They come in one piece or not at all. */

export const isGrouped = (query: Query): boolean =>
  query.groupBy !== undefined || (query.fields ?? []).some((field) => field.type === 'FieldFunctionExpression');

type Column = { name: string; of: (rows: Row[]) => Comparable };

export function grouped(scope: Scope, rows: Row[], maxGroups: number): Evaluated {
  const fields = scope.query.fields ?? [];
  if (isCountAlone(fields)) return { records: [], totalSize: limited(scope, rows).length, aggregate: true };
  const keys = [scope.query.groupBy ?? []].flat().map((group) => groupPath(scope, group));
  const columns = columnsOf(fields, keys, scope);
  const records = groupsOf(scope, rows, keys).map((group) => ({
    attributes: { type: 'AggregateResult' },
    ...Object.fromEntries(columns.map(({ name, of }) => [name, of(group)])),
  }));
  const kept = limited(scope, order(scope, records));
  if (kept.length > maxGroups) {
    throw restRefusal('too-many-groups');
  }
  return { records: kept, totalSize: kept.length, aggregate: true };
}

const isCountAlone = (fields: readonly FieldType[]): boolean => {
  const [only] = fields;
  return fields.length === 1 && only?.type === 'FieldFunctionExpression' && only.parameters.length === 0;
};

const limited = ({ query }: Scope, rows: Row[]): Row[] => rows.slice(0, query.limit ?? Infinity);

function groupPath(scope: Scope, group: object): Path {
  if (!('field' in group) || typeof group.field !== 'string') {
    throw restRefusal('malformed', { reason: 'GROUP BY takes fields here' });
  }
  const path = scope.path(group.field);
  if (!path.field.groupable) {
    throw restRefusal('ungroupable', { name: path.field.name });
  }
  return path;
}

function columnsOf(fields: readonly FieldType[], keys: readonly Path[], scope: Scope): Column[] {
  let unnamed = 0;
  return fields.map((field) => {
    if (field.type === 'FieldFunctionExpression') {
      const { column, apply } = aggregateOf(field);
      const path = column === undefined ? undefined : scope.path(column);
      const name = field.alias ?? `expr${String(unnamed++)}`;
      return {
        name,
        of: (rows) => apply(rows.map((row) => (path ? valueAt(row, path, scope.world) : true))),
      };
    }
    const path = keyColumn(field, keys, scope);
    const alias = 'alias' in field ? field.alias : undefined;
    return { name: alias ?? path.field.name, of: ([row]) => (row ? valueAt(row, path, scope.world) : null) };
  });
}

function keyColumn(field: FieldType, keys: readonly Path[], scope: Scope): Path {
  if (field.type !== 'Field' && field.type !== 'FieldRelationship') {
    throw restRefusal('malformed', { reason: 'only fields and aggregate functions can be selected' });
  }
  const relationships = field.type === 'FieldRelationship' ? field.relationships : [];
  const text = [...relationships, field.field].join('.');
  const path = scope.path(text);
  if (!keys.some((key) => key.text.toLowerCase() === text.toLowerCase())) {
    throw restRefusal('not-grouped', { name: path.field.name });
  }
  return path;
}

function groupsOf(scope: Scope, rows: Row[], keys: readonly Path[]): Row[][] {
  if (keys.length === 0) return [rows];
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map((path) => fold(valueAt(row, path, scope.world))));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

function order({ query }: Scope, records: Row[]): Row[] {
  const orders = [query.orderBy ?? []].flat();
  if (orders.length === 0) return records;
  const by = orders.map((one) => {
    const name = 'field' in one ? one.field.replace(/^.*\./, '') : undefined;
    if (name === undefined) throw restRefusal('malformed', { reason: 'order a grouped query by a field here' });
    return { name, sign: one.order === 'DESC' ? -1 : 1 };
  });
  return [...records].sort((a, b) =>
    by.reduce((so, { name, sign }) => so || sign * orderOf(a[name] as Comparable, b[name] as Comparable), 0),
  );
}
