import type { Answer, OrgDoor } from '../../org/door.js';
import type { Target } from '../../posture/model.js';
import { redraft } from '../../remediation/edit/hardening.js';
import type { Plan } from '../../remediation/model/result.js';
import type { SavedPlan } from '../../remediation/model/saved.js';
import { onlyApproved, type Approved } from '../../remediation/plan/approved.js';
import type { Guarding } from '../../remediation/plan/guards.js';
import { clientsOf } from '../../remediation/plan/ownSession.js';
import { drawHardening, type Harden, type ReadAround } from '../../remediation/plan/hardenPlan.js';
import { hiddenUsers } from '../../remediation/plan/hiddenUsers.js';
import { notReadFor, drawPlan } from '../../remediation/plan/plan.js';
import { laterDay } from '../../posture/waivers/days.js';
import { defined } from '../../values.js';
import { audit } from '../audit/audit.js';
import type { AuditOutcome, AuditRequest } from '../audit/request.js';
import { readWaivers } from '../audit/waiverFile.js';
import type { Reads } from '../doors.js';
import { Progress } from '../progress.js';
import { validatePlan, type RemediateRequest, type PreparedPlan } from './prepared.js';
import { openPlan, refusePlanOfOtherOrg } from './savedPlan.js';
import { unfitNow } from './unfitNow.js';
import { usedMeanwhile } from './usedMeanwhile.js';
import { waivedNow } from './waivedMeanwhile.js';

type Kind = { approved: SavedPlan | undefined; harden: Harden | undefined };

type Audited = {
  door: OrgDoor;
  report: AuditOutcome['report'];
  target: Target;
  inventory: NonNullable<AuditOutcome['inventories'][number]>;
};

type DrawnPlan = Approved & Pick<Plan, 'notRead'>;

/** Audits, draws the plan, and validates it. */
export const prepare = async (request: RemediateRequest, doors: Reads): Promise<PreparedPlan> => {
  const startedAt = doors.now().toISOString();
  const approved = request.plan === undefined ? undefined : await openPlan(request.plan, doors);
  const scope = approved?.scope ?? { controls: [...request.controls], apps: request.apps && [...request.apps] };
  const harden = approved ? approved.harden : request.harden;
  const waivers = await readWaivers(request.waivers, startedAt.slice(0, 10), doors.readText);

  let opened: Answer<OrgDoor> | undefined;
  const openOnce = async (target: string): Promise<Answer<OrgDoor>> => {
    opened ??= await doors.openOrg(target, approved?.apiVersion ?? request.apiVersion);
    if (opened.ok && approved) refusePlanOfOtherOrg(approved, opened.value.identity, request.plan ?? '');
    return opened;
  };
  const auditOnce = (progress: Progress) =>
    audit(auditRequest(request, scope, { approved, harden }), { ...doors, openOrg: openOnce, progress });
  const read = async (progress: Progress): Promise<Audited> => {
    const { report, inventories } = await auditOnce(progress);
    const [[target], [inventory]] = [report.targets, inventories];
    if (!opened?.ok || !target || !inventory) throw new Error('An audit of one org ended without it.');
    return { door: opened.value, report, target, inventory };
  };
  const guarding = ({ door, report, target, inventory }: Audited): Guarding => ({
    target,
    clients: clientsOf(inventory.subjects),
    session: { username: door.identity.username, ...defined({ clientId: door.clientId }) },
    waivers: waivers.file?.waivers ?? [],
    today: laterDay(report.startedAt.slice(0, 10), door.orgTime()),
    patterns: scope.apps ?? [],
    includeActive: request.includeActive,
    allowLockout: request.allowLockout,
  });
  const audited = await read(doors.progress);
  const { door, report, target, inventory } = audited;

  const drawn = draw(target, inventory, { approved, harden, now: new Date(report.startedAt) }, guarding(audited));
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
    named: scope.apps ?? [],
    auditAgain: async () => onlyTarget((await auditOnce(Progress.off())).report.targets),
    hiddenUsers: hiddenUsers(inventory),
    around: { context: inventory.context, coverage: target.coverage },
    waived: waivedNow({ waivers: request.waivers, door, target }, doors),
    isByPlan: approved !== undefined,
    scope,
    ...(!harden && !request.includeActive && { unfitNow: usedMeanwhile(inventory, door) }),
    ...(harden && {
      harden,
      unfitNow: unfitNow(async () => {
        const again = await read(Progress.off());
        return drawHardening(again.target.findings, again.inventory, guarding(again), harden);
      }),
    }),
  };
};

/** A plan names its components itself: what could not be read besides them matters only to a plan of today. */
const draw = (
  target: Target,
  read: ReadAround,
  { approved, harden, now }: Kind & { now: Date },
  given: Guarding,
): DrawnPlan => {
  const drawn = harden
    ? drawHardening(target.findings, read, given, harden)
    : drawPlan(target.findings, read, given, now);
  const today = { ...drawn, notRead: notReadFor(target, drawn.skipped) };
  if (!approved) return { ...today, takenOut: 0 };
  const kept = onlyApproved(today, approved, read);
  return { ...kept, notRead: kept.takenOut === 0 ? [] : today.notRead };
};

/** A saved plan names its components, so a pattern in it that no longer matches an app is no error. */
const auditRequest = (
  request: RemediateRequest,
  scope: SavedPlan['scope'],
  { approved, harden }: Kind,
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
  ...(harden && { hardening: { users: harden.executionUser === undefined ? [] : [harden.executionUser] } }),
});

const onlyTarget = (targets: readonly Target[]): Target => {
  const [target] = targets;
  if (!target) throw new Error('An audit of one org ended without it.');
  return target;
};
