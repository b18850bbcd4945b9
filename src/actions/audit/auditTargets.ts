import type { Answer, OrgDoor } from '../../org/door.js';
import type { Notice, Target } from '../../posture/model.js';
import { countFindings } from '../../posture/report/report.js';
import type { Reads } from '../doors.js';
import type { Progress } from '../progress.js';
import { Refusal } from '../refusal.js';
import { auditOrg, type AuditedTarget, type OrgAudit } from './auditOrg.js';
import { auditSource, NO_METADATA } from './auditSource.js';
import type { AuditRequest } from './request.js';
import { versionProblem } from './scopeChecks.js';

export type AuditedTargets = { audited: AuditedTarget[]; notices: Notice[] };

/** Audits one target after the other, and each org once, even if it was given several times or under several names. */
export const auditTargets = async (request: AuditRequest, doors: Reads): Promise<AuditedTargets> => {
  const audited: AuditedTarget[] = [];
  const notices: Notice[] = [];
  for (const org of new Set(request.orgs)) {
    doors.progress.step('connect', org);
    const opened = await doors.openOrg(org);
    const id = opened.ok ? opened.value.identity.id : undefined;
    if (id !== undefined && audited.some(({ target }) => target.org?.id === id))
      notices.push({ code: 'target-given-twice', target: org });
    else audited.push(await auditTarget(org, opened, request, doors));
  }
  if (request.directories.length > 0) audited.push(await auditFolders(request, doors));
  return { audited, notices };
};

/** If an org can't be audited at all, the run ends if it's the only target. Otherwise the org is reported. */
const auditTarget = async (
  org: string,
  opened: Answer<OrgDoor>,
  request: AuditRequest,
  { explain, progress, signal }: Reads,
): Promise<AuditedTarget> => {
  const outcome = opened.ok ? await auditOpened(opened.value, request, progress) : opened;
  if (signal.aborted) throw interrupted(org);
  if (outcome.ok) return outcome.audited;
  if (request.orgs.length === 1 && request.directories.length === 0) throw Refusal.from(outcome.problem, org);
  const target: Target = {
    kind: 'org',
    error: explain(outcome.problem, org),
    findings: [],
    summary: countFindings([]),
    coverage: [],
    ...(opened.ok ? { org: opened.value.identity, requests: opened.value.requests() } : { name: org }),
  };
  return { target, apps: [], notices: [] };
};

const auditOpened = async (door: OrgDoor, request: AuditRequest, progress: Progress): Promise<OrgAudit> => {
  const { apiVersion, alias, username } = door.identity;
  const problem = versionProblem(apiVersion, request.controls);
  if (problem) return { ok: false, problem };
  progress.step('audit', alias ?? username);
  return auditOrg(door, request);
};

const auditFolders = async (request: AuditRequest, doors: Reads): Promise<AuditedTarget> => {
  const names = request.directories.join(', ');
  doors.progress.step('audit', names);
  const audited = await auditFiles(request, doors);
  if (doors.signal.aborted) throw interrupted(names);
  return audited;
};

/** Like an org that can't be audited, a mistyped folder ends the run only if it's the only target. */
const auditFiles = async (request: AuditRequest, doors: Reads): Promise<AuditedTarget> => {
  try {
    return await auditSource(request, doors);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== NO_METADATA || request.orgs.length === 0) throw error;
    const target: Target = {
      kind: 'source',
      source: { directories: [...request.directories] },
      error: doors.explain({ code: NO_METADATA, detail: '' }, String(error.values[0])),
      findings: [],
      summary: countFindings([]),
      coverage: [],
    };
    return { target, apps: [], notices: [] };
  }
};

const interrupted = (target: string): Refusal => Refusal.from({ code: 'interrupted', detail: '' }, target);
