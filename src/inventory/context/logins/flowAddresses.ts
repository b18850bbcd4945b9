import type { Answer, OrgDoor, Row } from '../../../org/door.js';
import { text } from '../../../org/requests/soql.js';
import { type Known, known, unknown } from '../../../posture/known.js';
import { appKey, shortId } from '../../../posture/names.js';
import type { FlowAddresses } from '../../../posture/subject.js';
import { defined } from '../../../values.js';
import type { CallerPermissions } from '../../apps/callerPermissions.js';
import type { FlowApp } from '../../apps/flowApps.js';
import { mayNotSee, why, type Coverage } from '../../coverage.js';
import type { UserRecord } from '../users/users.js';
import { isWorthAskingAgain, RAW_PAGES } from './loginQueries.js';
import type { Logins } from './loginRows.js';
import { attributed } from './usage.js';

/** From where the flow of each app was used: what login IP ranges have to cover before they are enforced. */

type AddressGroup = Logins & { address: string };

const COLUMNS = 'UserId, LoginSubType, Application, SourceIp';

export const readFlowAddresses = async (
  door: OrgDoor,
  apps: readonly FlowApp[],
  users: ReadonlyMap<string, UserRecord>,
  days: number,
  { maySeeLoginHistory, missingForLoginHistory }: CallerPermissions,
  coverage: Coverage,
): Promise<ReadonlyMap<string, Known<FlowAddresses>>> => {
  const keys = apps.map(({ app }) => appKey(app));
  if (days === 0) return ofAll(keys, unknown('usage-days: 0'));
  // A user without permission to see other users' logins gets only their own, and no error.
  if (!maySeeLoginHistory.known || !maySeeLoginHistory.value)
    return ofAll(keys, unknown(mayNotSee(maySeeLoginHistory, missingForLoginHistory)));
  const answer = await ask(door, days);
  if (!answer.ok) {
    coverage.failed('query-login-history', why(answer.problem));
    return ofAll(keys, unknown(why(answer.problem)));
  }
  const groups = attributed(answer.value.map(toGroup), apps, users);
  const addressesOf = (key: string, wanted: boolean): string[] =>
    [
      ...new Set(
        groups.flatMap(({ logins, keys: taken, isCertain }) =>
          isCertain === wanted && taken.includes(key) ? logins.address : [],
        ),
      ),
    ].sort();
  return new Map(
    keys.map((key) => [key, known({ certain: addressesOf(key, true), doubtful: addressesOf(key, false) })]),
  );
};

const ofAll = <T>(keys: readonly string[], value: Known<T>): ReadonlyMap<string, Known<T>> =>
  new Map(keys.map((key) => [key, value]));

/** Grouped by the org where it does that; row by row as long as these are few. */
const ask = async (door: OrgDoor, days: number): Promise<Answer<Row[]>> => {
  const since = `FROM LoginHistory WHERE LoginTime >= LAST_N_DAYS:${days}`;
  const grouped = await door.query(`SELECT ${COLUMNS}, COUNT(Id) logins ${since} GROUP BY ${COLUMNS}`);
  if (grouped.ok || !isWorthAskingAgain(grouped.problem)) return grouped;
  const rows = await door.queryPages(`SELECT ${COLUMNS} ${since}`, RAW_PAGES);
  if (!rows.ok) return rows;
  return rows.value.complete
    ? { ok: true, value: rows.value.rows }
    : { ok: false, problem: { code: 'too-large', detail: `${RAW_PAGES} pages` } };
};

const toGroup = (row: Row): AddressGroup => ({
  ...defined({ userId: row.UserId === undefined ? undefined : shortId(text(row.UserId) ?? '') }),
  subType: text(row.LoginSubType) ?? '',
  application: text(row.Application) ?? '',
  logins: 1,
  addresses: 1,
  address: text(row.SourceIp) ?? '',
});
