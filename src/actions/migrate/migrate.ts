import { exitCode } from '../../exitCodes.js';
import type { AppMigration, MigrationResult } from '../../migration/model.js';
import type { OrgDoor } from '../../org/door.js';
import { failedHiding } from '../../posture/steps.js';
import { defined } from '../../values.js';
import { auditOrg } from '../audit/auditOrg.js';
import { refuseBadPatterns, refuseOldVersion, refuseUnknownApps, versionProblem } from '../audit/scopeChecks.js';
import { openCertificate } from '../keyFiles.js';
import { Refusal } from '../refusal.js';
import { draftApps } from './draftApps.js';
import { refuseFolder } from './outputFolder.js';
import { permissionSetCalled } from './permissionSet.js';
import type { MigrateDoors, MigrateRequest } from './request.js';
import { writeFolders } from './writeFolders.js';

/** Reads an org and writes a folder for each app, with what it needs to move to JWT bearer. Changes nothing in the org. */
export const migrate = async (request: MigrateRequest, doors: MigrateDoors): Promise<MigrationResult> => {
  const startedAt = doors.now().toISOString();
  refuseOldVersion(request.apiVersion, request.controls);
  refuseBadPatterns(request.apps);
  const certificate = request.certificate === undefined ? undefined : await openCertificate(request.certificate, doors);
  await refuseFolder(request.outputDir, doors);
  const door = await open(request, doors);
  const { controls, usageDays, apps: patterns } = request;
  const outcome = await auditOrg(door, { controls, usageDays, apps: patterns });
  refuseInterrupted(request, doors);
  if (!outcome.ok) throw Refusal.from(outcome.problem, request.org);
  const { audited } = outcome;
  refuseUnknownApps(patterns, [audited]);
  const permissionSet =
    request.permissionSet === undefined
      ? undefined
      : await permissionSetCalled(request.permissionSet, door, request.org, audited.target.findings);
  const drafted = await draftApps(door, audited, { certificate, permissionSet, usageDays, now: doors.now() });
  refuseInterrupted(request, doors);

  const base = {
    schemaVersion: 1 as const,
    tool: doors.tool,
    startedAt,
    finishedAt: doors.now().toISOString(),
    org: door.identity,
    outputDir: request.outputDir,
    ...defined({ certificate: certificate?.facts, permissionSet }),
    failedSteps: audited.target.coverage.filter(({ status }) => status === 'failed'),
  };
  const hides = failedHiding(audited.target.coverage, 'apps').length > 0;
  const result = withSummary({ ...base, apps: drafted.map(({ migration }) => migration) }, hides);
  if (result.summary.written > 0) {
    doors.progress.step('write-folders', result.summary.written);
    // Reading the org took minutes, in which another run can have written there.
    await refuseFolder(request.outputDir, doors);
  }
  await writeFolders(drafted, result, doors);
  return result;
};

const open = async ({ org, controls }: MigrateRequest, doors: MigrateDoors): Promise<OrgDoor> => {
  doors.progress.step('connect', org);
  const opened = await doors.openOrg(org);
  if (!opened.ok) throw Refusal.from(opened.problem, org);
  const problem = versionProblem(opened.value.identity.apiVersion, controls);
  if (problem) throw Refusal.from(problem, org);
  doors.progress.step('audit', opened.value.identity.alias ?? opened.value.identity.username);
  return opened.value;
};

const refuseInterrupted = ({ org }: MigrateRequest, { signal }: MigrateDoors): void => {
  if (signal.aborted) throw Refusal.from({ code: 'interrupted', detail: '' }, org);
};

/** `hides`: a list of apps couldn't be read, so a pattern could match more apps than were found. */
const withSummary = (result: Omit<MigrationResult, 'summary'>, hides: boolean): MigrationResult => {
  const { apps } = result;
  const of = (status: AppMigration['status']): number => apps.filter((app) => app.status === status).length;
  const withoutFile = apps.filter(({ problem }) => problem !== undefined).length;
  const counts = { written: of('written'), flowOff: of('flow-off'), notEvaluated: of('not-evaluated'), withoutFile };
  const isIncomplete = counts.notEvaluated + withoutFile > 0 || hides;
  return { ...result, summary: { ...counts, exitCode: exitCode(isIncomplete ? 'partly-written' : 'written') } };
};
