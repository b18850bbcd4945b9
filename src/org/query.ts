import { failed } from './answer.js';
import type { Answer, Row } from './door.js';
import { OrgFault, problemOf } from './errors.js';
import { LONGEST_URL, queryPath } from './queryUrl.js';
import { getObject } from './rest.js';
import type { Session } from './session.js';

export type Page = { records: Row[]; next: string | undefined };

export type Pages<T extends Row> = { rows: T[]; complete: boolean };

/** Page after page by the org's own address for the next one: the library's fetching stops at 10,000 rows. */
export const queryPages = async <T extends Row>(
  session: Session,
  soql: string,
  pages: number,
): Promise<Answer<Pages<T>>> => {
  const { connection } = session;
  const first = queryPath(soql);
  if (`${connection.baseUrl()}${first}`.length > LONGEST_URL)
    return failed(problemOf('invalid-query', '', 'URI_TOO_LONG'));

  const rows: T[] = [];
  let next: string | undefined = first;
  for (let page = 0; next !== undefined; page += 1) {
    if (page === pages) return { ok: true, value: { rows, complete: false } };
    const path: string = next;
    const answer: Answer<Page> = await session.read(async () => toPage(await getObject(connection, path)));
    if (!answer.ok) return answer;
    for (const row of answer.value.records) rows.push(row as T);
    next = answer.value.next;
  }
  return { ok: true, value: { rows, complete: true } };
};

export const queryAll = async <T extends Row>(session: Session, soql: string): Promise<Answer<T[]>> => {
  const answer = await queryPages<T>(session, soql, Infinity);
  return answer.ok ? { ok: true, value: answer.value.rows } : answer;
};

export const toPage = ({ records, done, nextRecordsUrl }: Record<string, unknown>): Page => {
  if (!Array.isArray(records)) throw new OrgFault(problemOf('org-failed', '', 'NO_RECORDS'));
  if (done === true) return { records: records as Row[], next: undefined };
  // Anything but a path of this org would carry the session away.
  if (typeof nextRecordsUrl !== 'string' || !nextRecordsUrl.startsWith('/services/data/'))
    throw new OrgFault(problemOf('org-failed', '', 'NO_NEXT_PAGE'));
  return { records: records as Row[], next: nextRecordsUrl };
};
