import { defined } from '../defined.js';
import type { SourceDoors } from '../inventory/fromSource.js';
import type { Inventory } from '../inventory/model.js';
import type { Answer, OrgDoor } from '../org/door.js';
import { disagreements } from '../posture/disagreements.js';
import type { AuditReport, FailOn, Target } from '../posture/model.js';
import { buildReport } from '../posture/report.js';
import { applyWaivers } from '../posture/waivers.js';
import type { Progress } from '../progress.js';
import { refuseOldVersion } from './apiVersion.js';
import { refuseBadPatterns, refuseUnknownApps } from './appPatterns.js';
import type { Scope } from './auditOrg.js';
import { auditTargets } from './auditTargets.js';
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
  explain: (problem: { code: string; detail: string }, target: string) => NonNullable<Target['error']>;
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
  refuseBadPatterns(request.apps);
  const waivers = await readWaivers(request.waivers, today, doors.readText);
  const scope = {
    controls: [...request.controls],
    apps: request.apps && [...request.apps],
    usageDays: request.usageDays,
  };
  const baseline =
    request.baseline === undefined ? undefined : await openBaseline(request.baseline, scope, doors.readText);

  const { audited, notices } = await auditTargets(request, doors);
  const doubts = refuseUnknownApps(request.apps, audited);
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
      ...notices,
      ...doubts,
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
