import type { FieldFunctionExpression } from '@jetstreamapp/soql-parser-js';
import { restRefusal } from '../refusals.js';
import { fold, orderOf, type Comparable } from './condition.js';

/** The aggregate functions, each over the values of one group. Null values do not count. */
const functions: Readonly<Record<string, (values: Comparable[]) => Comparable>> = {
  COUNT: (values) => values.length,
  COUNT_DISTINCT: (values) => new Set(values.map(fold)).size,
  MAX: (values) => values.reduce((best, value) => (best === null || orderOf(value, best) > 0 ? value : best), null),
  MIN: (values) => values.reduce((best, value) => (best === null || orderOf(value, best) < 0 ? value : best), null),
};

export type Aggregate = { column: string | undefined; apply: (values: Comparable[]) => Comparable };

export function aggregateOf(expression: FieldFunctionExpression): Aggregate {
  const name = (expression.functionName ?? '').toUpperCase();
  const apply = functions[name];
  const [parameter] = expression.parameters;
  if (!apply || (parameter !== undefined && typeof parameter !== 'string')) {
    throw restRefusal('malformed', { reason: expression.rawValue ?? name });
  }
  return { column: parameter, apply: (values) => apply(values.filter((value) => value !== null)) };
}
