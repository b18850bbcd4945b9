import type { Condition, WhereClause, Query } from '@jetstreamapp/soql-parser-js';
import { restRefusal } from '../refusals.js';
import type { RestError } from '../wire.js';
import { compares, dateRange, inRange, type Comparable } from './condition.js';
import { key, literal } from './literals.js';
import type { Path } from './paths.js';
import type { Row } from '../state.js';

/** A WHERE or HAVING clause as a test of one row. The parser hands it over as a chain with counted parentheses. */

export type Test = (row: Row) => boolean;
export type Reading = {
  now: number;
  path: (field: string) => Path;
  value: (row: Row, path: Path) => Comparable;
  /** Values of the single column of an inner query. */
  inner: (query: Query) => Comparable[];
};

type Token = 'AND' | 'OR' | 'NOT' | '(' | ')' | Test;
type Chained = WhereClause & { operator?: string; right?: WhereClause };
type Bracketed = { openParen?: number; closeParen?: number };

export function compileWhere(clause: WhereClause | undefined, reading: Reading): Test {
  if (!clause) return () => true;
  const tokens = tokensOf(clause, reading);
  const test = parseExpression(tokens);
  if (tokens.length > 0) throw malformed('in the condition');
  return test;
}

function tokensOf(clause: Chained, reading: Reading): Token[] {
  const tokens: Token[] = [];
  for (let link: Chained | undefined = clause; link; link = link.right as Chained | undefined) {
    const condition = link.left as (Condition & Bracketed) | null;
    if (link.operator === 'NOT') {
      for (let n = condition?.openParen ?? 0; n > 0; n -= 1) tokens.push('(');
      tokens.push('NOT');
      continue;
    }
    for (let n = condition?.openParen ?? 0; n > 0; n -= 1) tokens.push('(');
    if (condition) tokens.push(comparison(condition, reading));
    for (let n = (condition as Bracketed).closeParen ?? 0; n > 0; n -= 1) tokens.push(')');
    if (link.operator !== undefined) tokens.push(link.operator as Token);
  }
  return tokens;
}

/** AND and OR do not mix on one level: the platform wants parentheses. */
function parseExpression(tokens: Token[]): Test {
  const tests = [parseOperand(tokens)];
  let operator: Token | undefined;
  while (tokens[0] === 'AND' || tokens[0] === 'OR') {
    const next = tokens.shift();
    if (operator !== undefined && next !== operator) throw malformed(String(next));
    operator = next;
    tests.push(parseOperand(tokens));
  }
  return operator === 'OR' ? (row) => tests.some((test) => test(row)) : (row) => tests.every((test) => test(row));
}

function parseOperand(tokens: Token[]): Test {
  const token = tokens.shift();
  if (typeof token === 'function') return token;
  if (token === 'NOT') {
    const test = parseOperand(tokens);
    return (row) => !test(row);
  }
  if (token !== '(') throw malformed('unexpected end of the condition');
  const test = parseExpression(tokens);
  if (tokens.shift() !== ')') throw malformed("missing ')'");
  return test;
}

const malformed = (reason: string): RestError => restRefusal('malformed', { reason });

function comparison(condition: Condition, reading: Reading): Test {
  if (!('field' in condition)) throw malformed('in the condition');
  const path = reading.path(condition.field);
  if (!path.field.filterable) {
    throw restRefusal('unfilterable', { name: path.field.name });
  }
  const value = (row: Row): Comparable => reading.value(row, path);
  if (condition.operator === 'IN' || condition.operator === 'NOT IN') {
    const wanted = condition.operator === 'IN';
    const set = new Set(listed(condition, reading).map((one) => key(one, path)));
    return (row) => set.has(key(value(row), path)) === wanted;
  }
  return single(condition, path, value, reading.now);
}

function listed(condition: Condition, reading: Reading): Comparable[] {
  if ('valueQuery' in condition) return reading.inner(condition.valueQuery as Query);
  const { value } = condition as { value: string | string[] };
  return (Array.isArray(value) ? value : [value]).map(literal);
}

function single(condition: Condition, path: Path, value: (row: Row) => Comparable, now: number): Test {
  const {
    operator,
    value: raw,
    dateLiteralVariable,
  } = condition as {
    operator: string;
    value: string;
    dateLiteralVariable?: number;
  };
  if (path.field.type === 'datetime' && raw.toUpperCase() !== 'NULL') {
    const text = dateLiteralVariable === undefined || raw.includes(':') ? raw : `${raw}:${String(dateLiteralVariable)}`;
    return dateTest(operator, text, value, { name: path.field.name, now });
  }
  const right = key(literal(raw), path);
  return (row) => compares(key(value(row), path), operator, right);
}

function dateTest(
  operator: string,
  text: string,
  value: (row: Row) => Comparable,
  { name, now }: { name: string; now: number },
): Test {
  const instant = Date.parse(text);
  const range = dateRange(text, now);
  if (text.startsWith("'") || (!range && Number.isNaN(instant))) {
    throw restRefusal('not-a-datetime', { name });
  }
  return (row) => {
    const time = Date.parse(String(value(row)));
    if (Number.isNaN(time)) return operator === '!=';
    return range ? inRange(time, operator, range) : compares(time, operator, instant);
  };
}
