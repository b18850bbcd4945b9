import type { Git } from '../../files/repository/git.js';
import type { ControlId, Notice, OrgIdentity, Target } from '../../posture/model.js';
import type { Subject } from '../../posture/subject.js';
import { applyWaivers } from '../../posture/waivers/apply.js';
import { laterDay } from '../../posture/waivers/days.js';
import type { Waiver, WaiverRun } from '../../posture/waivers/model.js';
import type { SourceEdit } from '../../remediation/edit/sourceEdit.js';
import type { Plan, Skip } from '../../remediation/model/result.js';
import { guard, type Guarding } from '../../remediation/plan/guards.js';
import { notReadFor, concerns } from '../../remediation/plan/plan.js';
import { defined } from '../../values.js';
import type { AuditedTarget } from '../audit/auditOrg.js';
import { auditSource } from '../audit/auditSource.js';
import { refuseBadPatterns, refuseUnknownApps } from '../audit/scopeChecks.js';
import { readWaivers, type WaiverChoice, type Waivers } from '../audit/waiverFile.js';
import type { Reads } from '../doors.js';
import type { UnfitNow, WaivedNow } from '../remediate/prepared.js';
import { waivedNow } from '../remediate/waivedMeanwhile.js';
import { componentsOf } from './componentsOf.js';
import { draftAll, type Drafted, type FileToEdit } from './draftSource.js';
import type { OrgGuards } from './guardsOfOrg.js';

export type SourceRemediation = {
  directories: readonly string[];
  /** The working directory. */
  root: string;
  controls: readonly ControlId[];
  apps: readonly string[] | null;
  waivers: WaiverChoice;
};

/** `orgGuards`: guards from the org that the files are deployed to, if there is one. */
export type BesideOrg = Reads & { orgGuards?: () => Promise<OrgGuards> };

/** Checked edits, with everything needed to make and undo them. Nothing was changed so far. */
export type PreparedSource = {
  startedAt: string;
  source: NonNullable<Target['source']>;
  /** The org whose guards were used. */
  org?: OrgIdentity;
  plan: Plan;
  edits: readonly SourceEdit[];
  /** All edits in one diff. */
  diff: string;
  /** The folder that patches are applied in. */
  base: string;
  notices: Notice[];
  /** Apps as in `--app`. */
  named: readonly string[];
  auditAgain: () => Promise<{ target: Target; notices: Notice[] }>;
  waived: WaivedNow;
  /** Only with an org. */
  unfitNow?: UnfitNow;
};

/** Audits, draws the plan, and makes each edit in memory. */
export const prepareSource = async (request: SourceRemediation, doors: BesideOrg): Promise<PreparedSource> => {
  const startedAt = doors.now().toISOString();
  const machineDay = startedAt.slice(0, 10);
  refuseBadPatterns(request.apps);
  const waivers = await readWaivers(request.waivers, machineDay, doors.readText);
  const read = async (): Promise<Seen> => {
    const { controls, apps, directories, root } = request;
    const scope = { controls: [...controls], apps: apps && [...apps], usageDays: 0 };
    const audited = await auditSource({ ...scope, directories, root }, doors);
    return { audited, scope, doubts: refuseUnknownApps(request.apps, [audited]) };
  };

  doors.progress.step('audit', request.directories.join(', '));
  const seen = await read();
  const beside = await doors.orgGuards?.();
  const today = laterDay(machineDay, beside?.door.orgTime());
  const { target, subjects, notices } = judged(seen, waivers, today);
  const given = { waivers: waivers.file?.waivers ?? [], today, patterns: request.apps ?? [] };
  const chosen = choose(target, subjects, { ...given, keeps: beside?.keeps });
  const drafted = await draftAll(chosen.files, request.root, doors);
  const changes = drafted.edits.map(({ change }) => change);
  const skipped = [...chosen.skipped, ...drafted.skipped];
  return {
    startedAt,
    source: target.source ?? { directories: [...request.directories] },
    ...defined({ org: beside?.identity }),
    plan: { changes, skipped, notRead: [...notReadFor(target, skipped), ...(beside?.notRead(skipped) ?? [])] },
    edits: drafted.edits,
    diff: drafted.edits.map(({ diff }) => diff).join(''),
    base: drafted.base,
    notices: [
      ...notices,
      ...(await uncommitted(drafted, doors.git)),
      ...(beside || changes.length === 0 ? [] : [NOBODY_ASKED]),
    ],
    named: request.apps ?? [],
    auditAgain: async () => judged(await read(), waivers, today),
    waived: waivedFor(request, target, beside, doors),
    ...defined({ unfitNow: beside?.unfitNow }),
  };
};

/** Files don't show use and logins. */
const NOBODY_ASKED: Notice = { code: 'deploy-stops-clients' };

/** A waiver may apply to the org alone. */
const waivedFor = (
  { waivers }: SourceRemediation,
  target: Target,
  beside: OrgGuards | undefined,
  doors: Reads,
): WaivedNow => {
  const waived = waivedNow({ waivers, target, ...defined({ door: beside?.door }) }, doors);
  return async () => {
    const [byFiles, byOrg] = [await waived(), await beside?.waived()];
    return (change) => byFiles(change) ?? byOrg?.(change);
  };
};

type Seen = { audited: AuditedTarget; scope: WaiverRun['scope']; doubts: Notice[] };

const judged = ({ audited, scope, doubts }: Seen, waivers: Waivers, today: string): SourceAudit => {
  const { targets, notices } = waivers.file
    ? applyWaivers([audited.target], waivers.file, { scope, today, path: waivers.path ?? '' })
    : { targets: [audited.target], notices: [] };
  return {
    target: targets[0] ?? audited.target,
    subjects: audited.inventory?.subjects ?? [],
    notices: [waivers.notice, ...doubts, ...notices, ...audited.notices],
  };
};

type SourceAudit = { target: Target; subjects: readonly Subject[]; notices: Notice[] };
type Given = {
  waivers: readonly Waiver[];
  today: string;
  patterns: readonly string[];
  keeps: OrgGuards['keeps'] | undefined;
};

/** Guards about use and logins can't work with files alone. They run if an org was named. */
const choose = (
  target: Target,
  subjects: readonly Subject[],
  { keeps, ...given }: Given,
): { files: FileToEdit[]; skipped: Skip[] } => {
  const guarding: Guarding = {
    ...given,
    target,
    clients: new Map(),
    session: { username: '' },
    includeActive: true,
    allowLockout: true,
  };
  const byFile = new Map(subjects.map((subject) => [subject.app.file, subject]));
  const files: FileToEdit[] = [];
  const skipped: Skip[] = [];
  for (const finding of target.findings.filter(concerns)) {
    const subject = byFile.get(finding.app.file);
    if (!subject) throw new Error(`Nothing was read of ${finding.id}`);
    const byFiles = guard(finding, subject, guarding);
    const components = componentsOf(subject);
    const skip = keeps ? keeps({ finding, components }, byFiles) : byFiles;
    if (skip) skipped.push(skip);
    else files.push(...components.map((component) => ({ finding, component })));
  }
  return { files, skipped };
};

/** A file with uncommitted changes is edited too: the patch that undoes this run doesn't touch them. */
const uncommitted = async ({ edits }: Drafted, git: Git): Promise<Notice[]> => {
  const modified = await git.modified(edits.map(({ path, before }) => ({ path, bytes: before })));
  return edits
    .filter(({ path }) => modified.has(path))
    .map(({ change: { app } }) => ({
      code: 'source-modified-in-git',
      ...(app.file === undefined ? {} : { file: app.file }),
    }));
};
