import { auditTargets } from './auditTargets.js';
import { chooseOrgs } from './chooseOrgs.js';
import { openBaseline } from './baselineFile.js';
import { conclude } from './conclude.js';
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

  const chosen = await chooseOrgs(request, doors);
  if (chosen.orgs.length < 2)
    doors.progress.expect([
      ...chosen.orgs.flatMap(() => ['connect', 'audit']),
      ...(request.directories.length > 0 ? ['audit'] : []),
    ]);
  const { audited, notices, isInterrupted } = await auditTargets(chosen.orgs, request, doors);
  const doubts = refuseUnknownApps(request.apps, audited);
  const report = conclude(
    {
      targets: audited.map(({ target }) => target),
      notices: [
        waivers.notice,
        ...chosen.notices,
        ...notices,
        ...doubts,
        ...audited.flatMap(({ notices: own }) => own),
      ],
      startedAt,
      finishedAt: doors.now().toISOString(),
      today,
      orgTimes: new Map(
        audited.flatMap(({ target, orgTime }) => (target.org && orgTime ? [[target.org.id, orgTime]] : [])),
      ),
      scope,
      failOn: request.failOn,
      allowIncomplete: request.allowIncomplete,
      waivers,
      baseline,
      isInterrupted,
    },
    doors.tool,
  );
  return { report, inventories: audited.map(({ inventory }) => inventory) };
};
