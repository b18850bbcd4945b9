import type { OrgDoor } from '../../../org/door.js';
import { text } from '../../../org/requests/soql.js';
import { unknown, known, type Known } from '../../../posture/known.js';
import type { App } from '../../../posture/model.js';
import { appKey } from '../../../posture/names.js';
import { defined } from '../../../values.js';
import { flowApps } from '../../apps/flowApps.js';
import { why } from '../../coverage.js';
import type { Inventory } from '../../model.js';
import { countedLogins } from './loginRows.js';
import { usageOf } from './usage.js';

/** An address from which an app's logins through the flow came. */
export type LoginSource = { address: string; logins: number; lastLogin?: string };

/** By `appKey`: the addresses of each app whose flow is on, the most frequent first. */
export const readLoginSources = async (
  door: OrgDoor,
  { subjects, context }: Inventory,
  days: number,
): Promise<Known<(app: App) => LoginSource[]>> => {
  const by = 'UserId, LoginSubType, Application, SourceIp';
  const answer = await door.query(
    `SELECT ${by}, COUNT(Id) logins, MAX(LoginTime) lastLogin FROM LoginHistory ` +
      `WHERE LoginTime >= LAST_N_DAYS:${days} GROUP BY ${by}`,
  );
  if (!answer.ok) return unknown(why(answer.problem));
  const apps = flowApps(subjects);
  const sources = new Map<string, LoginSource[]>();
  for (const [address, rows] of Map.groupBy(answer.value, (row) => text(row.SourceIp) ?? '')) {
    const history = { groups: rows.map(countedLogins), isComplete: true };
    for (const [key, { status, logins = 0, lastLogin }] of usageOf(apps, context.users, history, days))
      if (status === 'seen')
        sources.set(key, [...(sources.get(key) ?? []), { address, logins, ...defined({ lastLogin }) }]);
  }
  return known((app) => (sources.get(appKey(app)) ?? []).sort(byLogins));
};

const byLogins = (one: LoginSource, other: LoginSource): number =>
  other.logins - one.logins ||
  (other.lastLogin ?? '').localeCompare(one.lastLogin ?? '') ||
  (one.address < other.address ? -1 : 1);
