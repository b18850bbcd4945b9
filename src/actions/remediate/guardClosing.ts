import { readsOff } from '../../metadata/read/values.js';
import type { OrgDoor } from '../../org/door.js';
import { controls } from '../../posture/controls/all.js';
import type { Notice } from '../../posture/model.js';
import { appKey } from '../../posture/names.js';
import { laterDay } from '../../posture/waivers/days.js';
import type { Attempt } from '../../remediation/edit/edited.js';
import { switchOf } from '../../remediation/edit/fingerprint.js';
import { type Skip, skipOf } from '../../remediation/model/result.js';
import { closes } from '../../remediation/outcome/closes.js';
import { guardOfClosing } from '../../remediation/plan/guards.js';
import { clientsOf } from '../../remediation/plan/ownSession.js';
import { subjectFinder } from '../../remediation/plan/plan.js';
import { defined } from '../../values.js';
import { audit } from '../audit/audit.js';
import { readWaivers, type WaiverChoice } from '../audit/waiverFile.js';
import type { Reads } from '../doors.js';
import { Progress } from '../progress.js';
import type { UnfitNow, WaivedNow } from './prepared.js';
import { usedMeanwhile } from './usedMeanwhile.js';
import { waivedNow } from './waivedMeanwhile.js';

export type Closing = {
  waivers: WaiverChoice;
  includeActive: boolean;
  allowLockout: boolean;
};

export type Guarded = {
  attempts: readonly Attempt[];
  skipped: readonly Skip[];
  notices: readonly Notice[];
  /** Both are absent where nothing is turned off. */
  waived?: WaivedNow;
  unfitNow?: UnfitNow;
};

const STRICT: Closing = { waivers: { kind: 'off' }, includeActive: false, allowLockout: false };

/** The age of the oldest login in the login history. */
const USAGE_DAYS = 180;

/**
 * A restore that undoes another restore turns flows off and stops clients, as a remediation does. So the same guards
 * can skip an app. Only such a restore audits the org.
 */
export const guardClosing = async (
  attempts: readonly Attempt[],
  door: OrgDoor,
  { org, apps, closing = STRICT }: { org: string; apps: readonly string[] | null; closing?: Closing },
  doors: Reads,
): Promise<Guarded> => {
  if (!attempts.some(isClosing)) return { attempts, skipped: [], notices: [] };
  const { waivers, ...takenUpon } = closing;
  const today = doors.now().toISOString().slice(0, 10);
  const { file } = await readWaivers(waivers, today, doors.readText);
  doors.progress.step('audit', door.identity.alias ?? door.identity.username);
  const { report, inventories } = await audit(
    {
      ...{ orgs: [org], directories: [], root: '.', controls: controls.map(({ id }) => id), apps: null },
      ...{ usageDays: USAGE_DAYS, failOn: 'never', allowIncomplete: true, waivers },
    },
    { ...doors, openOrg: () => Promise.resolve({ ok: true, value: door }), progress: Progress.off() },
  );
  const [[target], [inventory]] = [report.targets, inventories];
  if (!target || !inventory) throw new Error('An audit of one org ended without it.');
  const find = subjectFinder(inventory.subjects);
  const given = {
    target,
    clients: clientsOf(inventory.subjects),
    session: { username: door.identity.username, ...defined({ clientId: door.clientId }) },
    ...{ waivers: file?.waivers ?? [], patterns: apps ?? [], ...takenUpon },
    today: laterDay(today, door.orgTime()),
  };
  const kept: Attempt[] = [];
  const skipped: Skip[] = [];
  for (const attempt of attempts) {
    const { change } = attempt.edited;
    const finding = target.findings.find(
      ({ control, app }) => control === change.control && appKey(app) === appKey(change.app),
    );
    const skip = isClosing(attempt) ? guardOfClosing(finding, find(change.app), given) : undefined;
    if (skip) skipped.push(skipOf(change, skip.reason, skip.detail));
    else kept.push(attempt);
  }
  const waivedSince = waivedNow({ waivers, target, door }, doors);
  return {
    ...{ attempts: kept, skipped, notices: report.notices, waived: onlyClosing(waivedSince) },
    ...(!closing.includeActive && { unfitNow: usedMeanwhile(inventory, door) }),
  };
};

/** A waiver says that a flow may stay on. It doesn't speak against turning one on. */
const onlyClosing =
  (waived: WaivedNow): WaivedNow =>
  async () => {
    const skipFor = await waived();
    return (change) => (closes(change) ? skipFor(change) : undefined);
  };

const isClosing = ({ edited: { change, original, meant } }: Attempt): boolean => {
  const { type } = change.component;
  return !readsOff(switchOf(type, original).flag) && readsOff(switchOf(type, meant).flag);
};
