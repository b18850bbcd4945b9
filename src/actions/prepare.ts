import { defined } from '../defined.js';
import type { Answer, OrgDoor, RetrievedFile } from '../org/door.js';
import type { ControlId, Notice, Target } from '../posture/model.js';
import { onlyApproved, type Approved } from '../remediation/approved.js';
import type { Edited } from '../remediation/edited.js';
import type { Guarding } from '../remediation/guards.js';
import type { Change, Deploy, Plan } from '../remediation/model.js';
import { notReadFor } from '../remediation/notRead.js';
import { drawPlan, type Read } from '../remediation/plan.js';
import type { SavedPlan } from '../remediation/planFile.js';
import { redraft, type Redrafted } from '../remediation/redraft.js';
import { clientsOf } from '../remediation/session.js';
import { audit, type AuditDoors, type AuditRequest } from './audit.js';
import { openPlan, refusePlanOfOtherOrg } from './savedPlan.js';
import { validatePlan } from './validatePlan.js';
import { waivedNow, type WaivedNow } from './waivedMeanwhile.js';
import { readWaivers, type WaiverChoice } from './waiverFile.js';

export type RemediateRequest = {
  org: string;
  controls: readonly ControlId[];
  apps: readonly string[] | null;
  usageDays: number;
  waivers: WaiverChoice;
  includeActive: boolean;
  allowLockout: boolean;
  apiVersion?: string;
  /** File of a plan to be kept to exactly. It brings its own controls, apps and API version. */
  plan?: string;
};

export type PrepareDoors = Omit<AuditDoors, 'openOrg'> & {
  openOrg: (target: string, apiVersion: string | undefined) => Promise<Answer<OrgDoor>>;
};

/** Changes that the org has validated, and everything that is needed to carry them out. Nothing was changed so far. */
export type Prepared = {
  door: OrgDoor;
  startedAt: string;
  plan: Plan;
  packages: readonly (readonly Edited[])[];
  takenOut: number;
  deploys: Deploy[];
  notices: Notice[];
  /** Something of an earlier run may still come, and change what this one finds. */
  isDoubted?: boolean;
  /** A change made anew on its component as it is by now. It has to come out as it was planned. */
  redraft: (change: Change, file: RetrievedFile | undefined) => Redrafted;
  /** The same audit once more. Absent where none came before. */
  auditAgain?: () => Promise<Target>;
  /** Absent where waivers have no say. */
  waived?: WaivedNow;
  /** Somebody approved exactly these changes. */
  isByPlan?: boolean;
};

type DrawnPlan = Approved & Pick<Plan, 'notRead'>;

export type PreparedPlan = Prepared & { scope: SavedPlan['scope'] };

/** Audit, plan, validate-only deploys. */
export const prepare = async (request: RemediateRequest, doors: PrepareDoors): Promise<PreparedPlan> => {
  const startedAt = doors.now().toISOString();
  const approved = request.plan === undefined ? undefined : await openPlan(request.plan, doors);
  const scope = approved?.scope ?? { controls: [...request.controls], apps: request.apps && [...request.apps] };
  const waivers = await readWaivers(request.waivers, startedAt.slice(0, 10), doors.readText);

  let opened: Answer<OrgDoor> | undefined;
  const openOnce = async (target: string): Promise<Answer<OrgDoor>> => {
    opened ??= await doors.openOrg(target, approved?.apiVersion ?? request.apiVersion);
    if (opened.ok && approved) refusePlanOfOtherOrg(approved, opened.value.identity, request.plan ?? '');
    return opened;
  };
  const auditOnce = () => audit(auditRequest(request, scope, approved), { ...doors, openOrg: openOnce });
  const { report, inventories } = await auditOnce();
  const [[target], [inventory]] = [report.targets, inventories];
  if (!opened?.ok || !target || !inventory) throw new Error('An audit of one org ended without it.');
  const door = opened.value;

  const drawn = draw(target, inventory, approved, {
    target,
    clients: clientsOf(inventory.subjects),
    session: { username: door.identity.username, ...defined({ clientId: door.clientId }) },
    waivers: waivers.file?.waivers ?? [],
    today: report.startedAt.slice(0, 10),
    patterns: scope.apps ?? [],
    includeActive: request.includeActive,
    allowLockout: request.allowLockout,
  });
  const { plan, packages, deploys } = await validatePlan(door, drawn, request.org, doors);
  return {
    door,
    startedAt,
    plan,
    packages,
    takenOut: drawn.takenOut,
    deploys,
    notices: report.notices,
    redraft,
    auditAgain: async () => onlyTarget((await auditOnce()).report.targets),
    waived: waivedNow({
      waivers: request.waivers,
      today: report.startedAt.slice(0, 10),
      target,
      readText: doors.readText,
    }),
    isByPlan: approved !== undefined,
    scope,
  };
};

/** A plan names its components itself: what could not be read besides them matters only to a plan of today. */
const draw = (target: Target, read: Read, approved: SavedPlan | undefined, given: Guarding): DrawnPlan => {
  const drawn = drawPlan(target.findings, read, given);
  const today = { ...drawn, notRead: notReadFor(target, drawn.skipped) };
  if (!approved) return { ...today, takenOut: 0 };
  const kept = onlyApproved(today, approved, read);
  return { ...kept, notRead: kept.takenOut === 0 ? [] : today.notRead };
};

/** A plan names its components itself: a pattern of it that matches no app any more is no reason to do nothing. */
const auditRequest = (
  request: RemediateRequest,
  scope: SavedPlan['scope'],
  approved: SavedPlan | undefined,
): AuditRequest => ({
  orgs: [request.org],
  directories: [],
  root: '.',
  controls: scope.controls,
  apps: approved ? null : scope.apps,
  usageDays: request.usageDays,
  failOn: 'never',
  allowIncomplete: true,
  waivers: request.waivers,
  ...defined({ apiVersion: approved?.apiVersion ?? request.apiVersion }),
});

const onlyTarget = (targets: readonly Target[]): Target => {
  const [target] = targets;
  if (!target) throw new Error('An audit of one org ended without it.');
  return target;
};
