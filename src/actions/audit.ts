import { defined } from '../defined.js';
import type { SourceDoors } from '../inventory/fromSource.js';
import type { Inventory } from '../inventory/model.js';
import type { Answer, OrgDoor } from '../org/door.js';
import type { OrgProblem } from '../org/errors.js';
import { countFindings } from '../posture/counts.js';
import { disagreements } from '../posture/disagreements.js';
import type { AuditReport, FailOn, Target } from '../posture/model.js';
import { buildReport } from '../posture/report.js';
import { nearNames, unmatchedPatterns } from '../posture/selection.js';
import { applyWaivers } from '../posture/waivers.js';
import type { Progress } from '../progress.js';
import { Refusal } from '../refusal.js';
import { refuseOldVersion } from './apiVersion.js';
import { auditSource } from './auditSource.js';
import { auditOrg, type AuditedTarget, type OrgAudit, type Scope } from './auditOrg.js';
import { against, openBaseline } from './baselineFile.js';
import { readWaivers, type WaiverChoice } from './waiverFile.js';

export type AuditRequest = Scope & {
  /** Usernames or aliases. */
  orgs: readonly string[];
  /** Folders of source, one target together; names in the result are relative to `root`. */
  directories: readonly string[];
  root: string;
  failOn: FailOn;
  allowIncomplete: boolean;
  apiVersion?: string;
  waivers: WaiverChoice;
  baseline?: string;
};

export type AuditDoors = SourceDoors & {
  openOrg: (target: string) => Promise<Answer<OrgDoor>>;
  /** The sentences of a problem, for the one place of the result that holds sentences. */
  explain: (problem: OrgProblem, target: string) => NonNullable<Target['error']>;
  now: () => Date;
  signal: AbortSignal;
  progress: Progress;
  tool: AuditReport['tool'];
};

export type AuditOutcome = {
  report: AuditReport;
  /** What was read of each target, in the order that was asked for. It holds the retrieved texts and stays in memory. */
  inventories: readonly (Inventory | undefined)[];
};

export const audit = async (request: AuditRequest, doors: AuditDoors): Promise<AuditOutcome> => {
  const startedAt = doors.now().toISOString();
  const today = startedAt.slice(0, 10);
  refuseOldVersion(request.apiVersion, request.controls);
  const waivers = await readWaivers(request.waivers, today, doors.readText);
  const baseline = request.baseline === undefined ? undefined : await openBaseline(request.baseline, doors.readText);

  const audited = await auditEach(request, doors);
  refuseUnknownApps(request, audited);

  const scope = {
    controls: [...request.controls],
    apps: request.apps && [...request.apps],
    usageDays: request.usageDays,
  };
  const found = audited.map(({ target }) => target);
  const waived = waivers.file
    ? applyWaivers(found, waivers.file, { scope, today, path: waivers.path ?? '' })
    : { targets: found, notices: [] };
  const compared = baseline ? against(baseline, waived.targets, scope) : { targets: waived.targets, notices: [] };
  const report = buildReport({
    tool: doors.tool,
    startedAt,
    finishedAt: doors.now().toISOString(),
    scope,
    targets: compared.targets,
    notices: [
      waivers.notice,
      ...waived.notices,
      ...compared.notices,
      ...audited.flatMap(({ notices }) => notices),
      ...disagreements(compared.targets),
    ],
    failOn: request.failOn,
    allowIncomplete: request.allowIncomplete,
    waiverFile: waivers.path,
    ...defined({ baseline: baseline?.path }),
  });
  return { report, inventories: audited.map(({ inventory }) => inventory) };
};

const auditEach = async (request: AuditRequest, doors: AuditDoors): Promise<AuditedTarget[]> => {
  const audited: AuditedTarget[] = [];
  for (const org of request.orgs) audited.push(await auditTarget(org, request, doors));
  if (request.directories.length > 0) audited.push(await auditFolders(request, doors));
  return audited;
};

/** An org that cannot be audited at all ends the run where it is the only one, and is reported where there are more. */
const auditTarget = async (org: string, request: AuditRequest, doors: AuditDoors): Promise<AuditedTarget> => {
  const { openOrg, explain, progress, signal } = doors;
  progress.step('connect', org);
  const opened = await openOrg(org);
  const outcome = opened.ok ? await auditOpened(opened.value, request, progress) : opened;
  if (signal.aborted) throw Refusal.from({ code: 'interrupted', detail: '' }, org);
  if (outcome.ok) return outcome.audited;
  if (request.orgs.length === 1 && request.directories.length === 0) throw Refusal.from(outcome.problem, org);
  const target: Target = {
    kind: 'org',
    error: explain(outcome.problem, org),
    findings: [],
    summary: countFindings([]),
    coverage: [],
    ...(opened.ok ? { org: opened.value.identity, requests: opened.value.requests() } : {}),
  };
  return { target, apps: [], notices: [] };
};

const auditFolders = async (request: AuditRequest, doors: AuditDoors): Promise<AuditedTarget> => {
  const names = request.directories.join(', ');
  doors.progress.step('audit', names);
  const audited = await auditSource(request, doors);
  if (doors.signal.aborted) throw Refusal.from({ code: 'interrupted', detail: '' }, names);
  return audited;
};

const auditOpened = (door: OrgDoor, request: AuditRequest, progress: Progress): Promise<OrgAudit> => {
  const { apiVersion, alias, username } = door.identity;
  refuseOldVersion(apiVersion, request.controls);
  progress.step('audit', alias ?? username);
  return auditOrg(door, request);
};

/** Only where every list was read can it be said that no app has the name. */
export const refuseUnknownApps = (
  { apps: patterns }: Pick<AuditRequest, 'apps'>,
  audited: readonly AuditedTarget[],
): void => {
  const isWhole = audited.every(({ target }) => !target.error && !target.coverage.some(isUnreadList));
  const apps = audited.flatMap(({ apps }) => apps);
  const [pattern] = unmatchedPatterns(patterns, apps);
  if (isWhole && pattern !== undefined)
    throw new Refusal('unknown-app', [pattern, nearNames(pattern, apps).join(', ')]);
};

const isUnreadList = ({ step, status }: Target['coverage'][number]): boolean =>
  status === 'failed' && step.startsWith('list-');
