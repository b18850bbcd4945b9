import { flowApps } from '../../inventory/apps/flowApps.js';
import { useWithoutUnnamed } from '../../inventory/context/logins/flowUse.js';
import type { Inventory } from '../../inventory/model.js';
import type { FlowUse } from '../../migration/verifyResult.js';
import type { OrgDoor } from '../../org/door.js';
import type { Target, Usage } from '../../posture/model.js';
import { appKey } from '../../posture/names.js';
import type { Subject } from '../../posture/subject.js';
import { defined } from '../../values.js';

/** Whether the flow's own log-ins have stopped. What could not be seen did not stop. */
export const flowUseOf = async (
  door: OrgDoor,
  subject: Subject,
  inventory: Inventory,
  { coverage, findings }: Target,
  windowDays: number,
): Promise<FlowUse> => {
  const key = appKey(subject.app);
  const isOn = flowApps(inventory.subjects).some(({ app }) => appKey(app) === key);
  if (!isOn) {
    const own = findings.filter(({ app }) => appKey(app) === key);
    const isOff = own.length > 0 && own.every(({ status }) => status === 'pass' || status === 'not-applicable');
    return { status: isOff ? 'off' : 'unknown', windowDays };
  }
  const usage = inventory.context.usage.get(key);
  const isHistoryWhole = coverage.some(({ step, status }) => step === 'query-login-history' && status === 'ok');
  const settled =
    usage?.status === 'unknown' && isHistoryWhole
      ? ((await useWithoutUnnamed(door, inventory, subject.app, windowDays)) ?? usage)
      : usage;
  return { status: statusOf(settled), windowDays, ...countsOf(settled) };
};

const statusOf = (usage: Usage | undefined): FlowUse['status'] => {
  if (usage?.status === 'seen') return 'used';
  return usage?.status === 'no-evidence' ? 'stopped' : 'unknown';
};

const countsOf = (usage: Usage | undefined): Pick<FlowUse, 'logins' | 'addresses' | 'lastLogin'> =>
  defined({ logins: usage?.logins, addresses: usage?.addresses, lastLogin: usage?.lastLogin });
