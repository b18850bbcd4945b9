import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Git } from '../files/git.js';
import type { FileAnswer } from '../files/read.js';
import type { SourceDoors } from '../inventory/fromSource.js';
import type { ControlId, Finding, Notice, Target } from '../posture/model.js';
import type { NoticeCode } from '../posture/notices.js';
import type { Subject } from '../posture/subject.js';
import { applyWaivers } from '../posture/waivers.js';
import type { Waiver } from '../posture/waiversModel.js';
import type { Progress } from '../progress.js';
import { guard, type Guarding } from '../remediation/guards.js';
import type { ComponentName, Plan, Skip } from '../remediation/model.js';
import { draftEdit, type SourceEdit } from '../remediation/sourceEdit.js';
import { LIMITS } from '../metadata/parse.js';
import { refuseUnknownApps } from './audit.js';
import { auditSource } from './auditSource.js';
import { readWaivers, type WaiverChoice } from './waiverFile.js';

export type SourceRemediation = {
  directories: readonly string[];
  /** Where the run was started. */
  root: string;
  controls: readonly ControlId[];
  apps: readonly string[] | null;
  waivers: WaiverChoice;
};

export type PrepareSourceDoors = SourceDoors & {
  /** Links resolved. */
  realPath: (path: string) => Promise<FileAnswer<string>>;
  git: Git;
  now: () => Date;
  progress: Progress;
};

/** Edits that are proven, and everything that is needed to make and to undo them. Nothing was changed so far. */
export type PreparedSource = {
  startedAt: string;
  source: NonNullable<Target['source']>;
  plan: Plan;
  edits: readonly SourceEdit[];
  /** All edits as one diff. */
  diff: string;
  /** The folder that patches are applied in. */
  base: string;
  notices: Notice[];
  auditAgain: () => Promise<Target>;
};

/** Audit, plan, and each edit made in memory. */
export const prepareSource = async (request: SourceRemediation, doors: PrepareSourceDoors): Promise<PreparedSource> => {
  const startedAt = doors.now().toISOString();
  const today = startedAt.slice(0, 10);
  const waivers = await readWaivers(request.waivers, today, doors.readText);
  const audit = async (): Promise<SourceAudit> => {
    const { controls, apps, directories, root } = request;
    const scope = { controls: [...controls], apps: apps && [...apps], usageDays: 0 };
    const audited = await auditSource({ ...scope, directories, root }, doors);
    refuseUnknownApps(request, [audited]);
    const { targets, notices } = waivers.file
      ? applyWaivers([audited.target], waivers.file, { scope, today, path: waivers.path ?? '' })
      : { targets: [audited.target], notices: [] };
    return {
      target: targets[0] ?? audited.target,
      subjects: audited.inventory?.subjects ?? [],
      notices: [waivers.notice, ...notices, ...audited.notices],
    };
  };

  doors.progress.step('audit', request.directories.join(', '));
  const { target, subjects, notices } = await audit();
  const chosen = choose(target, subjects, {
    waivers: waivers.file?.waivers ?? [],
    today,
    patterns: request.apps ?? [],
  });
  const drafted = await draftAll(chosen.files, request.root, doors);
  const changes = drafted.edits.map(({ change }) => change);
  return {
    startedAt,
    source: target.source ?? { directories: [...request.directories] },
    plan: { changes, skipped: [...chosen.skipped, ...drafted.skipped] },
    edits: drafted.edits,
    diff: drafted.edits.map(({ diff }) => diff).join(''),
    base: drafted.base,
    notices: [...notices, ...(await uncommitted(drafted, doors.git))],
    auditAgain: async () => (await audit()).target,
  };
};

type SourceAudit = { target: Target; subjects: readonly Subject[]; notices: Notice[] };
type FileToEdit = { finding: Finding; component: ComponentName };
type Given = { waivers: readonly Waiver[]; today: string; patterns: readonly string[] };

/** Guards that ask an org about use and log-ins have nothing to ask here: a file is not in use. */
const choose = (
  target: Target,
  subjects: readonly Subject[],
  given: Given,
): { files: FileToEdit[]; skipped: Skip[] } => {
  const guarding: Guarding = {
    ...given,
    target,
    clients: new Set(),
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
    const skip = guard(finding, subject, guarding);
    if (skip) skipped.push(skip);
    else files.push(...componentsOf(subject).map((component) => ({ finding, component })));
  }
  return { files, skipped };
};

/** Everything else is as it should be, or does not have the flow. */
const concerns = ({ status }: Finding): boolean =>
  status === 'fail' || status === 'waived' || status === 'not-evaluated';

const componentsOf = (subject: Subject): ComponentName[] =>
  subject.kind === 'ConnectedApp'
    ? [{ type: 'ConnectedApp', fullName: subject.metadata.fullName }]
    : subject.policies.map(({ fullName }) => ({ type: 'ExtlClntAppOauthConfigurablePolicies', fullName }));

type Drafted = { base: string; isInRepository: boolean; edits: SourceEdit[]; skipped: Skip[] };

const draftAll = async (
  files: readonly FileToEdit[],
  root: string,
  { realPath, readBytes, git }: PrepareSourceDoors,
): Promise<Drafted> => {
  const skipped: Skip[] = [];
  const skip = ({ finding: { control, app } }: FileToEdit, reason: Skip['reason'], detail: string): void => {
    skipped.push({ control, app, reason, detail });
  };
  const located: (FileToEdit & { path: string })[] = [];
  for (const file of files) {
    const real = await realPath(resolve(root, file.finding.app.file ?? ''));
    if (real.ok) located.push({ ...file, path: real.value });
    else skip(file, 'gone', real.code);
  }
  const together = commonFolder(located.map(({ path }) => path)) ?? root;
  const topLevel = await git.topLevel(together);
  const base = topLevel === undefined ? together : resolve(topLevel);

  const edits: SourceEdit[] = [];
  for (const { path, ...file } of located) {
    const read = await readBytes(path, LIMITS.length);
    if (!read.ok) {
      skip(file, 'gone', read.code);
      continue;
    }
    const { control, app } = file.finding;
    const patchPath = relative(base, path).split(sep).join('/');
    const drafted = draftEdit({ control, app, component: file.component, path, patchPath }, read.value);
    if (drafted.ok) edits.push(drafted.edit);
    else skip(file, 'not-editable', drafted.problem);
  }
  return { base, isInRepository: topLevel !== undefined, edits, skipped };
};

/** The innermost folder that holds all of them. */
const commonFolder = (paths: readonly string[]): string | undefined => {
  const [first, ...others] = paths.map(dirname);
  return others.reduce((common, folder) => {
    let shared = common;
    while (shared !== undefined && shared !== folder && !folder.startsWith(join(shared, sep))) shared = dirname(shared);
    return shared;
  }, first);
};

/** What was not committed is edited all the same: a patch that undoes this run leaves it alone. */
const uncommitted = async ({ base, isInRepository, edits }: Drafted, git: Git): Promise<Notice[]> => {
  const modified = isInRepository ? await git.modified(base) : new Set<string>();
  return edits
    .filter(({ patchPath }) => modified.has(patchPath))
    .map(({ change: { app } }) => ({
      code: 'source-modified-in-git' satisfies NoticeCode,
      ...(app.file === undefined ? {} : { file: app.file }),
    }));
};
