import type { OrgDoor } from '../../../org/door.js';
import { together } from '../../../org/requests/together.js';
import type { App, Usage } from '../../../posture/model.js';
import { appKey } from '../../../posture/names.js';
import { flowApps } from '../../apps/flowApps.js';
import type { Inventory } from '../../model.js';
import { groupedLogins } from './loginQueries.js';
import type { Logins } from './loginRows.js';
import { usageOf } from './usage.js';

/** An org keeps its login history for this long. */
const KEPT_DAYS = 180;

/**
 * A JWT bearer login has no subtype, and a login without one may come from any flow. So after a client has moved to
 * JWT, the use of its app would stay unknown. But if the org shows the flow's subtype in other logins of the same app,
 * those without a subtype belong to another flow. Valid only if the login history was read completely.
 */
export const useWithoutUnnamed = async (
  door: OrgDoor,
  { subjects, context }: Inventory,
  app: App,
  days: number,
): Promise<Usage | undefined> => {
  const by = ['UserId', 'LoginSubType', 'Application'];
  const [lately, ever] = await together([groupedLogins(door, by, days), groupedLogins(door, by, KEPT_DAYS)]);
  if (!lately.ok || !ever.ok) return undefined;
  const apps = flowApps(subjects);
  const useIn = (groups: Logins[], windowDays: number): Usage | undefined =>
    usageOf(apps, context.users, { groups, isComplete: true }, windowDays).get(appKey(app));
  if (useIn(ever.value, KEPT_DAYS)?.status !== 'seen') return undefined;
  return useIn(
    lately.value.filter(({ subType }) => subType !== ''),
    days,
  );
};
