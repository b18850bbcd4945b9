import type { OrgDoor } from '../../../org/door.js';
import { together } from '../../../org/requests/together.js';
import type { App, Usage } from '../../../posture/model.js';
import { appKey } from '../../../posture/names.js';
import { flowApps } from '../../apps/flowApps.js';
import type { Inventory } from '../../model.js';
import type { Logins } from './loginRows.js';
import { findLogins } from './logins.js';
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
  inventory: Inventory,
  app: App,
  days: number,
): Promise<Usage | undefined> => {
  const [lately, ever] = await together([loginsOf(door, inventory, days), loginsOf(door, inventory, KEPT_DAYS)]);
  if (!lately || !ever) return undefined;
  if (useIn(ever, inventory, app, KEPT_DAYS)?.status !== 'seen') return undefined;
  const named = lately.filter(({ subType }) => subType !== '');
  return useIn(named, inventory, app, days);
};

/** Asks again. Valid only for a user who sees the logins of all users. */
export const useNow = async (
  door: OrgDoor,
  inventory: Inventory,
  app: App,
  windowDays: number,
): Promise<Usage | undefined> => {
  const groups = await loginsOf(door, inventory, windowDays);
  return groups ? useIn(groups, inventory, app, windowDays) : { status: 'unknown', windowDays };
};

/** Undefined: not all of them could be read. */
const loginsOf = async (door: OrgDoor, { context }: Inventory, days: number): Promise<Logins[] | undefined> => {
  const userIds = [...context.users.values()].flatMap(({ userId }) => userId ?? []);
  const { groups, shortfall } = await findLogins(door, userIds, days);
  return shortfall ? undefined : groups;
};

const useIn = (groups: Logins[], { subjects, context }: Inventory, app: App, windowDays: number): Usage | undefined =>
  usageOf(flowApps(subjects), context.users, { groups, isComplete: true }, windowDays).get(appKey(app));
