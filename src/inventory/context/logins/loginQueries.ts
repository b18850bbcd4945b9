import type { Answer, OrgDoor, Row } from '../../../org/door.js';
import type { OrgProblem, ProblemCode } from '../../../org/problem.js';
import { inChunks, queryEach } from '../../../org/requests/soql.js';
import { together } from '../../../org/requests/together.js';
import { countedLogins, countLogins, type Logins } from './loginRows.js';

export type UserLogins = { groups: Logins[]; isComplete: boolean };

export const RAW_PAGES = 10;

/** The org rejected the query itself (too many groups, a field that can't be grouped), so another query may work. */
const WORTH_ASKING_AGAIN: readonly ProblemCode[] = ['invalid-query', 'too-large', 'org-failed', 'unknown'];
export const isWorthAskingAgain = ({ code }: OrgProblem): boolean => WORTH_ASKING_AGAIN.includes(code);

/** Logins of these users, or of all users. */
export const groupedLogins = async (
  door: OrgDoor,
  by: readonly string[],
  days: number,
  userIds?: readonly string[],
): Promise<Answer<Logins[]>> => {
  const soql = (whose: string): string =>
    `SELECT ${by.join(', ')}, COUNT(Id) logins, MAX(LoginTime) lastLogin, COUNT_DISTINCT(SourceIp) addresses ` +
    `FROM LoginHistory WHERE LoginTime >= LAST_N_DAYS:${days}${whose} GROUP BY ${by.join(', ')}`;
  const queries = userIds ? inChunks(userIds, (list) => soql(` AND UserId IN (${list})`)) : [soql('')];
  const answer = await queryEach(door, queries);
  return answer.ok ? { ok: true, value: answer.value.map(countedLogins) } : answer;
};

/** Grouped by the org if possible, or else counted row by row. */
export const loginsOfUsers = async (
  door: OrgDoor,
  userIds: readonly string[],
  days: number,
): Promise<Answer<UserLogins>> => {
  const grouped = await groupedLogins(door, ['UserId', 'LoginSubType', 'Application'], days, userIds);
  if (grouped.ok) return { ok: true, value: { groups: grouped.value, isComplete: true } };
  if (!isWorthAskingAgain(grouped.problem)) return grouped;
  return askRaw(
    door,
    inChunks(userIds, (list) => rawQuery(list, days)),
  );
};

const rawQuery = (list: string, days: number): string =>
  'SELECT UserId, LoginSubType, Application, LoginTime, SourceIp FROM LoginHistory ' +
  `WHERE LoginTime >= LAST_N_DAYS:${days} AND UserId IN (${list}) ORDER BY LoginTime DESC`;

const askRaw = async (door: OrgDoor, queries: readonly string[]): Promise<Answer<UserLogins>> => {
  const asked = queries.slice(0, RAW_PAGES);
  const answers = await together(asked.map((soql, index) => door.queryPages(soql, pagesOf(index, asked.length))));
  const rows: Row[] = [];
  let isComplete = asked.length === queries.length;
  for (const answer of answers) {
    if (!answer.ok) return answer;
    rows.push(...answer.value.rows);
    isComplete &&= answer.value.complete;
  }
  return { ok: true, value: { groups: countLogins(rows), isComplete } };
};

/** Divides the pages evenly. The first queries get the remainder. */
const pagesOf = (index: number, queries: number): number =>
  Math.floor(RAW_PAGES / queries) + (index < RAW_PAGES % queries ? 1 : 0);
