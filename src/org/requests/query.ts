import type { Connection } from '@salesforce/core';
import { isFields, isListOf, isMissingOr, isNullOr, isText } from '../../values.js';
import { type Answer, failed, type Row } from '../door.js';
import { OrgFault, problemOf } from '../errors.js';
import { isRecordId } from './checkedFields.js';
import type { Session } from './session.js';
import { LONGEST_URL, queryPath } from './soql.js';

export type Page = { records: Row[]; totalSize: number; next: string | undefined };

export type Pages<T extends Row> = { rows: T[]; complete: boolean };

/** Follows the org's own address of the next page, because the library's fetching stops at 10,000 rows. */
export const queryPages = async <T extends Row>(
  session: Session,
  soql: string,
  pages: number,
): Promise<Answer<Pages<T>>> => {
  const { connection } = session;
  const first = queryPath(soql);
  if (`${connection.baseUrl()}${first}`.length > LONGEST_URL)
    return failed(problemOf('invalid-query', '', 'URI_TOO_LONG'));

  return readPages<T>(first, pages, (path) => session.read(async () => toPage(await getObject(connection, path))));
};

export const readPages = async <T extends Row>(
  first: string,
  pages: number,
  read: (path: string) => Promise<Answer<Page>>,
): Promise<Answer<Pages<T>>> => {
  const rows: T[] = [];
  const seen = new Set<string>();
  let next: string | undefined = first;
  for (let page = 0; next !== undefined; page += 1) {
    if (page === pages) return { ok: true, value: { rows, complete: false } };
    if (seen.has(next)) return failed(problemOf('unexpected-answer', '', 'REPEATED_PAGE'));
    seen.add(next);
    const answer: Answer<Page> = await read(next);
    if (!answer.ok) return answer;
    for (const row of answer.value.records) rows.push(row as T);
    next = answer.value.next;
    const broken = brokenOff(answer.value, rows.length);
    if (broken !== undefined) return failed(problemOf('unexpected-answer', '', broken));
  }
  return { ok: true, value: { rows, complete: true } };
};

export const queryAll = async <T extends Row>(session: Session, soql: string): Promise<Answer<T[]>> => {
  const answer = await queryPages<T>(session, soql, Infinity);
  return answer.ok ? { ok: true, value: answer.value.rows } : answer;
};

/** The org gives the number of rows with the first page. Without this check, a loop of pages would never end. */
const brokenOff = ({ records, totalSize, next }: Page, soFar: number): string | undefined => {
  if (next === undefined) return soFar < totalSize ? 'MISSING_ROWS' : undefined;
  return records.length === 0 || soFar >= totalSize ? 'ENDLESS_PAGES' : undefined;
};

export const toPage = ({ records, totalSize, done, nextRecordsUrl }: Record<string, unknown>): Page => {
  if (!isListOf(records, isRow)) throw unexpected('NO_RECORDS');
  if (!isCount(totalSize)) throw unexpected('NO_COUNT');
  const page = { records: records as Row[], totalSize };
  // A page that says it's the last but has an address of a next page isn't the last one.
  if (done === true && (nextRecordsUrl ?? '') === '') return { ...page, next: undefined };
  // Any other address could send the session to another server.
  if (!isText(nextRecordsUrl) || !nextRecordsUrl.startsWith('/services/data/')) throw unexpected('NO_NEXT_PAGE');
  return { ...page, next: nextRecordsUrl };
};

const isRow = (item: unknown): item is Row => isFields(item) && isMissingOr(isIdOrNull, item['Id']);

const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;

const isIdOrNull = (value: unknown): boolean => isNullOr(isRecordId, value);

const unexpected = (errorCode: string): OrgFault => new OrgFault(problemOf('unexpected-answer', '', errorCode));

/** If a body isn't JSON, the client library returns it as a string. */
export const getObject = async (connection: Connection, path: string): Promise<Record<string, unknown>> => {
  const body: unknown = await connection.request(path);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  const isEmpty = body === undefined || body === '';
  throw new OrgFault(problemOf(isEmpty ? 'cut' : 'unexpected-answer', '', 'NO_JSON'));
};

export const describeFields = (session: Session, sobject: string): Promise<Answer<ReadonlySet<string>>> =>
  session.read(async () => {
    const path = `/sobjects/${encodeURIComponent(sobject)}/describe`;
    const { name, fields } = await getObject(session.connection, path);
    if (!isText(name) || name.toLowerCase() !== sobject.toLowerCase())
      throw new OrgFault(problemOf('unexpected-answer', '', 'OTHER_OBJECT'));
    if (!isListOf(fields, isField) || (fields as Field[]).length === 0)
      throw new OrgFault(problemOf('unexpected-answer', '', 'NO_FIELDS'));
    return new Set((fields as Field[]).map((field) => field.name.toLowerCase()));
  });

type Field = { name: string };

const isField = (item: unknown): item is Field => isFields(item) && isText(item['name']);
