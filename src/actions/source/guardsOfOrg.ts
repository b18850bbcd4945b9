import type { OrgDoor } from '../../org/door.js';
import type { ControlId, Finding, OrgIdentity, Step } from '../../posture/model.js';
import { appKey } from '../../posture/names.js';
import { laterDay } from '../../posture/waivers/days.js';
import { failedHiding } from '../../posture/steps.js';
import type { Skip } from '../../remediation/model/result.js';
import { guard, guardOfClosing, type Guarding } from '../../remediation/plan/guards.js';
import { clientsOf } from '../../remediation/plan/ownSession.js';
import { concerns, notReadFor, subjectFinder } from '../../remediation/plan/plan.js';
import { defined } from '../../values.js';
import { audit } from '../audit/audit.js';
import { readWaivers, type WaiverChoice } from '../audit/waiverFile.js';
import type { Reads } from '../doors.js';
import type { WaivedNow } from '../remediate/prepared.js';
import { waivedNow } from '../remediate/waivedMeanwhile.js';

/** The org that the files are deployed to. It's only read. */
export type OrgBeside = {
  org: string;
  controls: readonly ControlId[];
  apps: readonly string[] | null;
  usageDays: number;
  waivers: WaiverChoice;
  includeActive: boolean;
  allowLockout: boolean;
};

export type OrgGuards = {
  identity: OrgIdentity;
  /** Why the file of an app is skipped, given the reason from the files themselves, if there is one. */
  keeps: (finding: Finding, byFiles: Skip | undefined) => Skip | undefined;
  /** Steps that failed in the org and may have kept files out of the plan. */
  notRead: (skipped: readonly Skip[]) => Step[];
  waived: WaivedNow;
  door: Pick<OrgDoor, 'orgTime'>;
};

/** A file isn't in use, but its next deploy stops clients of the app with that name in the org. */
export const guardsOfOrg = async (beside: OrgBeside, doors: Reads): Promise<OrgGuards> => {
  const { org, controls, apps, usageDays, waivers, includeActive, allowLockout } = beside;
  const today = doors.now().toISOString().slice(0, 10);
  const { file } = await readWaivers(waivers, today, doors.readText);
  let door: OrgDoor | undefined;
  const openOrg: Reads['openOrg'] = async (name) => {
    const opened = await doors.openOrg(name);
    if (opened.ok) door = opened.value;
    return opened;
  };
  const { report, inventories } = await audit(
    {
      ...{ orgs: [org], directories: [], root: '.', controls, apps: null, usageDays, waivers },
      ...{ failOn: 'never', allowIncomplete: true },
    },
    { ...doors, openOrg },
  );
  const [[target], [inventory]] = [report.targets, inventories];
  if (!door || !target || !inventory) throw new Error('An audit of one org ended without it.');
  const given: Guarding = {
    target,
    clients: clientsOf(inventory.subjects),
    session: { username: door.identity.username, ...defined({ clientId: door.clientId }) },
    ...{ waivers: file?.waivers ?? [], patterns: apps ?? [], includeActive, allowLockout },
    today: laterDay(today, door.orgTime()),
  };
  const subjectOf = subjectFinder(inventory.subjects);
  const isEveryAppListed = failedHiding(target.coverage, 'apps').length === 0;

  const keeps: OrgGuards['keeps'] = ({ control, app }, byFiles) => {
    if (byFiles && byFiles.reason !== 'hardening-unknown') return byFiles;
    const found = target.findings.find((one) => one.control === control && appKey(one.app) === appKey(app));
    const subject = subjectOf(app);
    if (!found || !subject) {
      const held = isEveryAppListed
        ? undefined
        : guardOfClosing({ app, finding: undefined, subject: undefined }, given);
      return byFiles ?? (held && { control, app, ...held });
    }
    // The org shows what files can't: whether a policy is hardened.
    if (concerns(found) && found.remediation.why !== 'enabled-by-query') {
      const skip = guard(found, subject, given);
      return skip && { ...skip, app };
    }
    if (byFiles || !isOn(found)) return byFiles;
    const held = guardOfClosing({ app, finding: found, subject }, given);
    return held && { control, app, ...held };
  };

  return {
    identity: door.identity,
    keeps,
    notRead: (skipped) => notReadFor(target, skipped),
    waived: waivedNow({ waivers, target, door }, doors),
    door,
  };
};

/** The org may have the flow on, even if the app passes there. An app whose flow is off has no clients to stop. */
const isOn = ({ status, reason }: Finding): boolean => status === 'fail' || reason === 'hardened';
