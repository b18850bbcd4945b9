import type { Answer, OrgDoor, Row } from '../org/door.js';
import type { ProblemCode } from '../org/errors.js';
import type { CallerPermissions } from './callerPermissions.js';
import type { Coverage } from './coverage.js';
import { shortId } from './names.js';
import { number, text } from './rows.js';
import { inChunks, queryAll } from './soqlChunks.js';

/** Log-ins of one user, by one sub-type, through one application. */
export type Logins = {
  userId: string;
  subType: string;
  application: string;
  logins: number;
  /** Distinct ones, at least. */
  addresses: number;
  lastLogin?: string;
};

export type LoginHistory = {
  groups: Logins[];
  /** Whether what is not in it did not happen: all rows read, by somebody who may see those of others. */
  isComplete: boolean;
};

const STEP = 'query-login-history';
const RAW_PAGES = 10;

/** What nobody looked for is not proven absent. */
const NOTHING_READ: LoginHistory = { groups: [], isComplete: false };

/** The query itself was not liked (too many groups, a field that cannot be grouped): worth asking in another way. */
const WORTH_ASKING_AGAIN: readonly ProblemCode[] = ['invalid-query', 'too-large', 'org-failed', 'unknown'];

export const readLogins = async (
  door: OrgDoor,
  userIds: readonly string[],
  days: number,
  caller: CallerPermissions,
  coverage: Coverage,
): Promise<LoginHistory> => {
  if (days === 0 || userIds.length === 0) {
    coverage.skipped(STEP, days === 0 ? 'usage-days: 0' : 'no-execution-user');
    return NOTHING_READ;
  }
  const answer = await ask(door, userIds, days);
  if (!answer.ok) {
    coverage.record(STEP, answer);
    return NOTHING_READ;
  }
  const { groups, isComplete } = answer.value;
  const seesOthers = caller.maySeeLoginHistory.known && caller.maySeeLoginHistory.value;
  if (!isComplete) coverage.failed(STEP, `incomplete: ${RAW_PAGES} pages`);
  else if (!seesOthers) coverage.failed(STEP, `not-permitted: ${caller.missingForLoginHistory}`);
  else coverage.record(STEP, answer, groups.length);
  return { groups, isComplete: isComplete && seesOthers };
};

const ask = async (door: OrgDoor, userIds: readonly string[], days: number): Promise<Answer<LoginHistory>> => {
  const grouped = await queryAll(
    door,
    inChunks(userIds, (list) => groupedQuery(list, days)),
  );
  if (grouped.ok) return { ok: true, value: { groups: grouped.value.map(fromGroup), isComplete: true } };
  if (!WORTH_ASKING_AGAIN.includes(grouped.problem.code)) return grouped;
  return askRaw(
    door,
    inChunks(userIds, (list) => rawQuery(list, days)),
  );
};

const groupedQuery = (list: string, days: number): string =>
  'SELECT UserId, LoginSubType, Application, COUNT(Id) logins, MAX(LoginTime) lastLogin, ' +
  'COUNT_DISTINCT(SourceIp) addresses FROM LoginHistory ' +
  `WHERE LoginTime >= LAST_N_DAYS:${days} AND UserId IN (${list}) GROUP BY UserId, LoginSubType, Application`;

const rawQuery = (list: string, days: number): string =>
  'SELECT UserId, LoginSubType, Application, LoginTime, SourceIp FROM LoginHistory ' +
  `WHERE LoginTime >= LAST_N_DAYS:${days} AND UserId IN (${list}) ORDER BY LoginTime DESC`;

const askRaw = async (door: OrgDoor, queries: readonly string[]): Promise<Answer<LoginHistory>> => {
  const asked = queries.slice(0, RAW_PAGES);
  const answers = await Promise.all(asked.map((soql, index) => door.queryPages(soql, pagesOf(index, asked.length))));
  const rows: Row[] = [];
  let isComplete = asked.length === queries.length;
  for (const answer of answers) {
    if (!answer.ok) return answer;
    rows.push(...answer.value.rows);
    isComplete &&= answer.value.complete;
  }
  return { ok: true, value: { groups: group(rows), isComplete } };
};

/** The pages are shared out evenly, what is left over in order. */
const pagesOf = (index: number, queries: number): number =>
  Math.floor(RAW_PAGES / queries) + (index < RAW_PAGES % queries ? 1 : 0);

const keyOf = (row: Row): Pick<Logins, 'userId' | 'subType' | 'application'> => ({
  userId: shortId(text(row.UserId) ?? ''),
  subType: text(row.LoginSubType) ?? '',
  application: text(row.Application) ?? '',
});

const fromGroup = (row: Row): Logins => ({
  ...keyOf(row),
  logins: number(row.logins) ?? 0,
  addresses: number(row.addresses) ?? 0,
  ...timeOf(row.lastLogin),
});

const timeOf = (value: unknown): Pick<Logins, 'lastLogin'> => {
  const time = Date.parse(text(value) ?? '');
  return Number.isNaN(time) ? {} : { lastLogin: new Date(time).toISOString() };
};

const group = (rows: readonly Row[]): Logins[] => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].map(toLogins);
};

/** Newest first, as the query orders them. */
const toLogins = (rows: readonly Row[]): Logins => ({
  ...keyOf(rows[0] ?? {}),
  logins: rows.length,
  addresses: new Set(rows.map((row) => row.SourceIp)).size,
  ...timeOf(rows[0]?.LoginTime),
});
