import type { Row } from '../../../../src/org/door.js';

/** What can become of the rows of an answer. */
export type RowsChange = { what: string; of: (rows: readonly Row[]) => Row[] };

type Path = readonly string[];

/** `values`: further values for a column. `fixed`: columns that stay as they are. */
export type Columns = { values?: Readonly<Record<string, readonly string[]>>; fixed?: readonly string[] };

export const rowChanges = (rows: readonly Row[], { values = {}, fixed = [] }: Columns = {}): RowsChange[] => [
  { what: 'no row', of: () => [] },
  { what: 'in reverse', of: (now) => now.toReversed() },
  ...rows.flatMap((row, at): RowsChange[] => [
    { what: `${at} is gone`, of: (now) => now.filter((_, index) => index !== at) },
    { what: `${at} comes twice`, of: (now) => instead(now, at, (one) => [one, one]) },
    ...pathsIn(row)
      .filter(([column = '']) => !fixed.includes(column))
      .flatMap((path) => {
        const alike = [...rows.map((other) => valueAt(other, path)), ...(values[path.join('.')] ?? [])];
        return valuesFor(valueAt(row, path), alike).flatMap(([name, value]): RowsChange[] => {
          const what = `${at}.${path.join('.')} ${name}`;
          const changed = (one: Row): Row => changedAt(one, path, value);
          return [
            { what, of: (now) => instead(now, at, (one) => [changed(one)]) },
            { what: `${what}, before the row`, of: (now) => instead(now, at, (one) => [changed(one), one]) },
            { what: `${what}, behind the row`, of: (now) => instead(now, at, (one) => [one, changed(one)]) },
          ];
        });
      }),
  ]),
];

const instead = (rows: readonly Row[], at: number, change: (row: Row) => Row[]): Row[] =>
  rows.flatMap((row, index) => (index === at ? change(row) : [row]));

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null;

const pathsIn = (row: Row, at: Path = []): Path[] =>
  Object.entries(row).flatMap(([key, value]) => [
    [...at, key],
    ...(isObject(value) ? pathsIn(value, [...at, key]) : []),
  ]);

const valueAt = (row: Row, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), row);

/** Undefined: the column is taken away. */
const changedAt = (row: Row, [key = '', ...rest]: Path, value: unknown): Row => {
  const { [key]: before, ...others } = row;
  if (rest.length > 0) return { ...others, [key]: changedAt(isObject(before) ? before : {}, rest, value) };
  return value === undefined ? others : { ...others, [key]: value };
};

const MISSING: readonly [string, unknown][] = [
  ['is gone', undefined],
  ['is null', null],
  ['is empty', ''],
];

/** Other values that an org may show in its place, as wrong as JSON allows. */
const valuesFor = (value: unknown, alike: readonly unknown[]): [string, unknown][] => [
  ...MISSING,
  ...otherTypes(value),
  ...[...new Set(alike)]
    .filter((other) => other !== value && !isObject(other))
    .map((other): [string, unknown] => [`is ${JSON.stringify(other)}`, other]),
];

const otherTypes = (value: unknown): [string, unknown][] => {
  if (typeof value === 'boolean')
    return [
      ['is not so', !value],
      ['is a word', String(value)],
      ['is a capital word', String(value).toUpperCase()],
      ['is a number', Number(value)],
      ['is the other number', Number(!value)],
    ];
  if (typeof value === 'number')
    return [
      ['is zero', 0],
      ['is a word', String(value)],
      ['is one more', value + 1],
    ];
  if (typeof value !== 'string') return [];
  return [
    ['is in another case', inAnotherCase(value)],
    ['has spaces', ` ${value}\u00A0`],
    ['is cut', value.slice(0, 15)],
    ['is a strange word', 'perhaps'],
  ];
};

export const inAnotherCase = (text: string): string =>
  text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
