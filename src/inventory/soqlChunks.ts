import type { Answer, OrgDoor, Row } from '../org/door.js';
import { chunkForIn } from '../org/queryUrl.js';
import { together } from './together.js';

const ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\\': '\\\\', "'": "\\'" };

/** A string literal. Lone surrogates, which no address can carry, are replaced. */
export const quoted = (value: string): string =>
  `'${Buffer.from(value)
    .toString()
    .replace(/[\n\r\\']/g, (character) => ESCAPES[character] ?? character)}'`;

/** As few queries as keep each address short enough. `soqlFor` puts the inside of one `IN (...)` into its query. */
export const inChunks = (values: Iterable<string>, soqlFor: (list: string) => string): string[] => {
  const render = (part: readonly string[]): string => soqlFor(part.join(','));
  return chunkForIn([...new Set(values)].sort().map(quoted), render).map(render);
};

/** All rows of all chunks, or the first problem: half a list is no list. */
export const queryAll = async (door: OrgDoor, queries: readonly string[]): Promise<Answer<Row[]>> => {
  const answers = await together(queries.map((soql) => door.query(soql)));
  const problem = answers.find((answer) => !answer.ok);
  return problem ?? { ok: true, value: answers.flatMap((answer) => (answer.ok ? answer.value : [])) };
};
