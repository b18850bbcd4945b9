import type { OrgDoor } from '../../org/door.js';
import type { Target } from '../../posture/model.js';
import { laterDay } from '../../posture/waivers/days.js';
import { hasEnded, matchOf } from '../../posture/waivers/match.js';
import { type Change, skipOf } from '../../remediation/model/result.js';
import { readWaivers, type WaiverChoice } from '../audit/waiverFile.js';
import type { Reads } from '../doors.js';
import type { Prepared, WaivedNow } from './prepared.js';

/** `door` is absent for files without an org. */
type Given = { waivers: WaiverChoice; target: Target; door?: Pick<OrgDoor, 'orgTime'> };

/**
 * An app may have been waived while the run audited and asked. If the file now has a mistake, the run ends here too.
 */
export const waivedNow =
  ({ waivers, target, door }: Given, { now, readText }: Pick<Reads, 'now' | 'readText'>): WaivedNow =>
  async () => {
    const today = laterDay(now().toISOString().slice(0, 10), door?.orgTime());
    const { file } = await readWaivers(waivers, today, readText);
    return (change) => {
      const match = matchOf(file?.waivers ?? [], change, target, today);
      return match && !hasEnded(match) ? skipOf(change, 'waived', match.entry.expires) : undefined;
    };
  };

/** Right before the first write. A saved plan then becomes smaller than approved, and the result says so. */
export const withoutWaived = async (prepared: Prepared): Promise<Prepared> => {
  const { plan, packages, takenOut, waived, isByPlan = false } = prepared;
  if (!waived) return prepared;
  const skipFor = await waived();
  const skipped = plan.changes.flatMap((change) => skipFor(change) ?? []);
  if (skipped.length === 0) return prepared;
  const isLeft = (change: Change): boolean => skipFor(change) === undefined;
  return {
    ...prepared,
    plan: { ...plan, changes: plan.changes.filter(isLeft), skipped: [...plan.skipped, ...skipped] },
    packages: packages
      .map((edited) => edited.filter(({ change }) => isLeft(change)))
      .filter((edited) => edited.length > 0),
    takenOut: takenOut + (isByPlan ? skipped.length : 0),
  };
};
