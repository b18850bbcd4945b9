import type { Answer, OrgDoor, Row } from '../org/door.js';

/** A request's address may have 16,384 bytes; host, path and API version need some of them. */
const LONGEST_QUERY = 15_500;

const ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\\': '\\\\', "'": "\\'" };

/** A string literal. Lone surrogates, which no address can carry, are replaced. */
export const quoted = (value: string): string =>
  `'${Buffer.from(value)
    .toString()
    .replace(/[\n\r\\']/g, (character) => ESCAPES[character] ?? character)}'`;

/** As long as the strictest encoder makes it. */
const encodedLength = (soql: string): number => encodeURIComponent(soql).replace(/['()*!~]/g, '%00').length;

/** As few queries as keep each address short enough. `soqlFor` puts the inside of one `IN (...)` into its query. */
export const inChunks = (values: Iterable<string>, soqlFor: (list: string) => string): string[] => {
  const room = LONGEST_QUERY - encodedLength(soqlFor(''));
  const lists: string[][] = [];
  let left = 0;
  for (const literal of [...new Set(values)].sort().map(quoted)) {
    const length = encodedLength(`${literal},`);
    const current = lists.at(-1);
    if (current && length <= left) {
      current.push(literal);
      left -= length;
    } else {
      lists.push([literal]);
      left = room - length;
    }
  }
  return lists.map((list) => soqlFor(list.join(',')));
};

/** All rows of all chunks, or the first problem: half a list is no list. */
export const queryAll = async (door: OrgDoor, queries: readonly string[]): Promise<Answer<Row[]>> => {
  const answers = await Promise.all(queries.map((soql) => door.query(soql)));
  const rows: Row[] = [];
  for (const answer of answers) {
    if (!answer.ok) return answer;
    rows.push(...answer.value);
  }
  return { ok: true, value: rows };
};
