import { flowApps } from '../../inventory/apps/flowApps.js';
import { useNow, useWithoutUnnamed } from '../../inventory/context/logins/flowUse.js';
import type { Inventory } from '../../inventory/model.js';
import type { FlowUse } from '../../migration/verifyResult.js';
import type { OrgDoor } from '../../org/door.js';
import type { App, Target, Usage } from '../../posture/model.js';
import { appKey } from '../../posture/names.js';
import { areFlowsShown } from '../../posture/steps.js';
import type { Subject } from '../../posture/subject.js';
import { defined } from '../../values.js';

type Audited = { inventory: Inventory; target: Target };

/** Whether logins through the flow have stopped. If they couldn't be read, they don't count as stopped. */
export const flowUseOf = async (
  door: OrgDoor,
  { app }: Subject,
  { inventory, target }: Audited,
  windowDays: number,
): Promise<FlowUse> => {
  if (!isOn(app, inventory)) return { status: isKnownOff(app, target) ? 'off' : 'unknown', windowDays };
  return settled(inventory.context.usage.get(appKey(app)), door, app, { inventory, target }, windowDays);
};

/** Searches the login history again after a wait. Whether the flow is on isn't read again. */
export const flowUseLater = async (
  before: FlowUse,
  door: OrgDoor,
  { app }: Subject,
  audited: Audited,
): Promise<FlowUse> => {
  if (!isOn(app, audited.inventory) || !isHistoryWhole(audited.target)) return before;
  const { windowDays } = before;
  return settled(await useNow(door, audited.inventory, app, windowDays), door, app, audited, windowDays);
};

const isOn = (app: App, { subjects }: Inventory): boolean =>
  flowApps(subjects).some((one) => appKey(one.app) === appKey(app));

const isKnownOff = (app: App, { coverage, findings }: Target): boolean => {
  const own = findings.filter((finding) => appKey(finding.app) === appKey(app));
  const isOff = own.every(({ status }) => status === 'pass' || status === 'not-applicable');
  return own.length > 0 && isOff && areFlowsShown(app.type, coverage);
};

const isHistoryWhole = ({ coverage }: Target): boolean =>
  coverage.some(({ step, status }) => step === 'query-login-history' && status === 'ok');

const settled = async (
  usage: Usage | undefined,
  door: OrgDoor,
  app: App,
  { inventory, target }: Audited,
  windowDays: number,
): Promise<FlowUse> => {
  const known =
    usage?.status === 'unknown' && isHistoryWhole(target)
      ? ((await useWithoutUnnamed(door, inventory, app, windowDays)) ?? usage)
      : usage;
  return { status: statusOf(known), windowDays, ...countsOf(known) };
};

const statusOf = (usage: Usage | undefined): FlowUse['status'] => {
  if (usage?.status === 'seen') return 'used';
  return usage?.status === 'no-evidence' ? 'stopped' : 'unknown';
};

const countsOf = (usage: Usage | undefined): Pick<FlowUse, 'logins' | 'addresses' | 'lastLogin'> =>
  defined({ logins: usage?.logins, addresses: usage?.addresses, lastLogin: usage?.lastLogin });
