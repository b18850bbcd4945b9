/** One comparison of a query, made on values of the platform's types. */

export type Comparable = string | number | boolean | null;

/** Days of `LAST_N_DAYS:n` and its like, as [from, until) in milliseconds; days are UTC here. */
export function dateRange(literal: string, now: number): [number, number] | undefined {
  const [name = '', count = '0'] = literal.toUpperCase().split(':');
  const n = Number(count);
  const start = Math.floor(now / DAY) * DAY;
  const ranges: Readonly<Record<string, [number, number]>> = {
    TODAY: [start, start + DAY],
    YESTERDAY: [start - DAY, start],
    LAST_90_DAYS: [start - 90 * DAY, start + DAY],
    LAST_N_DAYS: [start - n * DAY, start + DAY],
    NEXT_N_DAYS: [start + DAY, start + (n + 1) * DAY],
    N_DAYS_AGO: [start - n * DAY, start - (n - 1) * DAY],
  };
  return ranges[name];
}

const DAY = 24 * 60 * 60 * 1000;

export function inRange(value: number, operator: string, [from, until]: [number, number]): boolean {
  const tests: Readonly<Record<string, boolean>> = {
    '=': value >= from && value < until,
    '!=': value < from || value >= until,
    '<': value < from,
    '<=': value < until,
    '>': value >= until,
    '>=': value >= from,
  };
  return tests[operator] ?? false;
}

export function compares(left: Comparable, operator: string, right: Comparable): boolean {
  if (operator === 'LIKE') return typeof left === 'string' && likeExpression(String(right)).test(left);
  if (operator === '=') return fold(left) === fold(right);
  if (operator === '!=') return fold(left) !== fold(right);
  if (left === null || right === null) return false;
  const order = orderOf(left, right);
  const tests: Readonly<Record<string, boolean>> = {
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  };
  return tests[operator] ?? false;
}

/** Text is compared without case. */
export const fold = (value: Comparable): Comparable => (typeof value === 'string' ? value.toLowerCase() : value);

export function orderOf(left: Comparable, right: Comparable): number {
  const [a, b] = [fold(left), fold(right)];
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

function likeExpression(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.*+?^${}()|[\]]/g, String.raw`\$&`)
    .replaceAll(/(?<!\\)%/g, '[^]*')
    .replaceAll(/(?<!\\)_/g, '[^]');
  return new RegExp(`^${source}$`, 'iu');
}
