import type { OrgDoor } from '../../org/door.js';
import { comparable } from '../../org/names.js';
import type { App, ControlId, Finding, OrgIdentity, Step } from '../../posture/model.js';
import { appKey, fold } from '../../posture/names.js';
import type { Subject } from '../../posture/subject.js';
import { laterDay } from '../../posture/waivers/days.js';
import { failedHiding } from '../../posture/steps.js';
import type { ComponentName, Skip } from '../../remediation/model/result.js';
import { guard, guardOfClosing, type Guarding } from '../../remediation/plan/guards.js';
import { clientsOf } from '../../remediation/plan/ownSession.js';
import { concerns, notReadFor, subjectFinder } from '../../remediation/plan/plan.js';
import { componentKey, defined } from '../../values.js';
import { audit } from '../audit/audit.js';
import { readWaivers, type WaiverChoice } from '../audit/waiverFile.js';
import type { Reads } from '../doors.js';
import type { UnfitNow, WaivedNow } from '../remediate/prepared.js';
import { usedMeanwhile } from '../remediate/usedMeanwhile.js';
import { waivedNow } from '../remediate/waivedMeanwhile.js';
import { componentsOf } from './componentsOf.js';

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
  keeps: (
    of: { finding: Finding; components: readonly ComponentName[] },
    byFiles: Skip | undefined,
  ) => Skip | undefined;
  /** Steps that failed in the org and may have kept files out of the plan. */
  notRead: (skipped: readonly Skip[]) => Step[];
  waived: WaivedNow;
  /** Absent with `--include-active`. */
  unfitNow?: UnfitNow;
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
  const changedBy = appsChangedBy(inventory.subjects);
  const waivedInOrg = waivedNow({ waivers, target, door }, doors);
  const usedInOrg = usedMeanwhile(inventory, door);
  const findingOf = ({ control }: Pick<Finding, 'control'>, own: App): Finding | undefined =>
    target.findings.find((one) => one.control === control && appKey(one.app) === appKey(own));

  const keeps: OrgGuards['keeps'] = ({ finding, components }, byFiles) => {
    if (byFiles && byFiles.reason !== 'hardening-unknown') return byFiles;
    const skips = changedBy(finding.app, components).map((own) => keptFor(finding, own, byFiles));
    return skips.find((skip) => skip !== undefined);
  };

  const keptFor = ({ control, app }: Finding, own: App, byFiles: Skip | undefined): Skip | undefined => {
    const found = findingOf({ control }, own);
    const subject = subjectOf(own);
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
    waived: async () => {
      const skipFor = await waivedInOrg();
      return (change) => {
        const own = changedBy(change.app, [change.component]);
        const skip = own.map((app) => skipFor({ ...change, app })).find((one) => one !== undefined);
        return skip && { ...skip, app: change.app };
      };
    },
    ...(!includeActive && {
      unfitNow: async () => {
        const against = await usedInOrg();
        return (
          against &&
          ((change) =>
            changedBy(change.app, [change.component])
              .filter((own) => isOn(findingOf(change, own)))
              .flatMap((own) => against({ ...change, app: own }))
              .map((skip) => ({ ...skip, app: change.app })))
        );
      },
    }),
    door,
  };
};

/**
 * The apps of the org that a deploy of these components changes. A policy of a packaged app can name it without its
 * prefix, and a file can have another name in it than the org's component, so the components count as well. Where there
 * is none, it's the app that the file names.
 */
const appsChangedBy = (subjects: readonly Subject[]): ((app: App, components: readonly ComponentName[]) => App[]) => {
  const owners = Map.groupBy(
    subjects.flatMap((subject) => componentsOf(subject).map((component) => ({ app: subject.app, component }))),
    ({ component }) => keyOf(component),
  );
  const apps = subjects.map(({ app }) => app);
  const byName = new Map(apps.map((app) => [appKey(app), app]));
  const byBareName = Map.groupBy(apps.filter(mayGoWithoutPrefix), ({ type, name }) => appKey({ type, name }));
  return (app, components) => {
    const own = byName.get(appKey(app));
    const named = own ? [own] : (byBareName.get(appKey(app)) ?? []);
    const all = [...named, ...components.flatMap((one) => owners.get(keyOf(one)) ?? []).map((owner) => owner.app)];
    return all.length > 0 ? [...new Map(all.map((one) => [appKey(one), one])).values()] : [app];
  };
};

/** The policy of a packaged app, and what is in the org's own namespace. An installed connected app needs its prefix. */
const mayGoWithoutPrefix = ({ type, namespace, managed }: App): boolean =>
  namespace !== undefined && (type === 'ExternalClientApplication' || !managed);

const keyOf = (component: ComponentName): string => fold(comparable(componentKey(component)));

/** The org may have the flow on, even if the app passes there. An app whose flow is off has no clients to stop. */
const isOn = (finding: Finding | undefined): boolean => finding?.status === 'fail' || finding?.reason === 'hardened';
