import { disagreements } from '../../posture/report/disagreements.js';
import { buildReport } from '../../posture/report/report.js';
import { applyWaivers } from '../../posture/waivers/apply.js';
import { defined } from '../../values.js';
import { auditTargets } from './auditTargets.js';
import { against, openBaseline } from './baselineFile.js';
import type { Reads } from '../doors.js';
import type { AuditRequest, AuditOutcome } from './request.js';
import { refuseOldVersion, refuseBadPatterns, refuseUnknownApps } from './scopeChecks.js';
import { readWaivers } from './waiverFile.js';

export const audit = async (request: AuditRequest, doors: Reads): Promise<AuditOutcome> => {
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

  const orgs = new Set(request.orgs).size;
  doors.progress.expect([
    ...Array.from({ length: orgs }, () => ['connect', 'audit']).flat(),
    ...(request.directories.length > 0 ? ['audit'] : []),
  ]);
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
