import type { OrgDoor } from '../../org/door.js';
import { together } from '../../org/requests/together.js';
import type { App, Usage } from '../../posture/model.js';
import { appKey } from '../../posture/names.js';
import { flowApps } from '../apps/flowApps.js';
import type { Inventory } from '../model.js';
import { groupedLogins } from './loginQueries.js';
import type { Logins } from './loginRows.js';
import { usageOf } from './usage.js';

/** As long as an org keeps its login history. */
const KEPT_DAYS = 180;

/**
 * A log-in by JWT bearer has no sub-type, and one without may be of any flow: once a client has moved, an app's use is
 * unknown for good. But where the org names the flow in other log-ins of this very app, those without are of another one.
 * To be asked only where the login history was read whole.
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
