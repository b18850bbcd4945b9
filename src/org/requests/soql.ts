import type { Answer, OrgDoor, Row } from '../door.js';
import { together } from './together.js';

/**
 * The platform rejects a URL of more than 16,384 bytes (414), and a URL that exceeds that together with the headers
 * (431). An access token that is a JWT can have 3,000.
 */
export const LONGEST_URL = 12_000;
/** Room for the longest My Domain host and the version. */
const ROOM_FOR_HOST = 200;

export const queryPath = (soql: string): string => `/query?q=${encodeURIComponent(soql)}`;

const fits = (soql: string): boolean => queryPath(soql).length + ROOM_FOR_HOST <= LONGEST_URL;

/**
 * As few parts as possible, each short enough that its query from `render` fits into a URL. A value that is too long
 * even alone has its own part, and its query fails.
 */
export const chunkForIn = <T>(values: readonly T[], render: (part: readonly T[]) => string): T[][] => {
  const parts: T[][] = [];
  let rest = values;
  while (rest.length > 0) {
    const size = mostThatFit(rest, render);
    parts.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return parts;
};

const mostThatFit = <T>(values: readonly T[], render: (part: readonly T[]) => string): number => {
  let fitting = 1;
  let tooMany = values.length + 1;
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (fits(render(values.slice(0, middle)))) fitting = middle;
    else tooMany = middle;
  }
  return fitting;
};

const ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\\': '\\\\', "'": "\\'" };

/** A string literal. Lone surrogates, which an address can't contain, are replaced. */
export const soqlString = (value: string): string =>
  `'${Buffer.from(value)
    .toString()
    .replace(/[\n\r\\']/g, (character) => ESCAPES[character] ?? character)}'`;

/**
 * As few queries as possible with short enough addresses. `soqlFor` inserts the content of one `IN (...)` into its
 * query.
 */
export const inChunks = (values: Iterable<string>, soqlFor: (list: string) => string): string[] => {
  const render = (part: readonly string[]): string => soqlFor(part.join(','));
  return chunkForIn([...new Set(values)].sort().map(soqlString), render).map(render);
};

/** All rows of all queries, or the first problem. An incomplete list isn't returned. */
export const queryEach = async (door: OrgDoor, queries: readonly string[]): Promise<Answer<Row[]>> => {
  const answers = await together(queries.map((soql) => door.query(soql)));
  const problem = answers.find((answer) => !answer.ok);
  return problem ?? { ok: true, value: answers.flatMap((answer) => (answer.ok ? answer.value : [])) };
};

/** The values of a query aren't trusted to have the expected type. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

export const object = (value: unknown): Row => (typeof value === 'object' && value !== null ? (value as Row) : {});
