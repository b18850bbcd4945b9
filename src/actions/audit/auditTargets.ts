import type { Answer, OrgDoor } from '../../org/door.js';
import type { StoredLogin } from '../../org/logins.js';
import type { OrgProblem } from '../../org/problem.js';
import type { Notice, Target } from '../../posture/model.js';
import { sameOrg, shortId } from '../../posture/names.js';
import { countFindings } from '../../posture/report/report.js';
import { defined } from '../../values.js';
import type { Reads } from '../doors.js';
import { Progress } from '../progress.js';
import { Refusal } from '../refusal.js';
import { type AuditedTarget, auditOrg, type OrgAudit } from './auditOrg.js';
import { auditSource, NO_METADATA } from './auditSource.js';
import { loginOf, type NamedOrg } from './chooseOrgs.js';
import { inLanes } from './inLanes.js';
import { apiLimitProblem, INTERRUPTION, interrupted, problemOf, tooLong } from './notAudited.js';
import type { AuditRequest } from './request.js';
import { versionProblem } from './scopeChecks.js';

export type AuditedTargets = {
  audited: AuditedTarget[];
  notices: Notice[];
  /** What was read until then is there; the rest has this as its error. */
  isInterrupted: boolean;
};

type Run = {
  request: AuditRequest;
  doors: Reads;
  /** Nothing else was asked for, so its failure is the failure of the run. */
  isAlone: boolean;
  /** The orgs of the run by their IDs. Each is audited once, whatever names it has. */
  taken: Set<string>;
  limitMs: number | undefined;
  /** Read once, and only if an org can't be opened, because there can be hundreds. Only its name is lost without them. */
  logins: () => Promise<StoredLogin[]>;
};

const DEFAULT_LANES = 5;

/** Folders are one target together. */
export const auditTargets = async (
  orgs: readonly NamedOrg[],
  request: AuditRequest,
  doors: Reads,
): Promise<AuditedTargets> => {
  const { directories, concurrency = DEFAULT_LANES } = request;
  const isFleet = orgs.length > 1;
  let logins: Promise<StoredLogin[]> | undefined;
  const run: Run = {
    logins: () => (logins ??= doors.storedLogins().catch(() => [])),
    request,
    doors: isFleet ? { ...doors, progress: Progress.off() } : doors,
    isAlone: orgs.flatMap(({ names }) => names).length === 1 && directories.length === 0,
    taken: new Set(),
    limitMs: isFleet ? request.orgLimitMs : undefined,
  };
  let done = 0;
  const parts = await inLanes(orgs, concurrency, async (org) => {
    const startedAt = doors.now().toISOString();
    const part = await auditNamed(org, run);
    done += 1;
    const step = part.audited.some(({ target }) => target.error) ? 'fleet-failed' : 'fleet';
    if (isFleet && !doors.signal.aborted) doors.progress.step(step, org.names[0] ?? '', done, orgs.length);
    return isFleet ? startedThen(part, startedAt) : part;
  });
  const folders = directories.length > 0 ? [await auditFolders(request, doors, orgs.length > 0)] : [];
  const audited = [...parts.flatMap((part) => part.audited), ...folders];
  const isInterrupted = doors.signal.aborted;
  if (isInterrupted && audited.every(({ target }) => target.error))
    throw interrupted(orgs[0]?.names[0] ?? directories.join(', '));
  return { audited, notices: parts.flatMap(({ notices }) => notices), isInterrupted };
};

type Part = { audited: AuditedTarget[]; notices: Notice[] };

/** Hours can lie between the first org and the last. A result of another run, merged later, may be from between them. */
const startedThen = ({ audited, notices }: Part, startedAt: string): Part => ({
  audited: audited.map((one) => ({ ...one, target: { ...one.target, startedAt } })),
  notices,
});

const NOTHING: Part = { audited: [], notices: [] };

/**
 * Uses the first login that works, and reports why those before it didn't. If none works, the org is a failed target.
 */
const auditNamed = async ({ names, storedId }: NamedOrg, run: Run): Promise<Part> => {
  const { doors, limitMs } = run;
  const limit = limitMs === undefined ? undefined : AbortSignal.timeout(limitMs);
  const failed: Array<{ name: string; problem: OrgProblem }> = [];
  for (const [at, name] of names.entries()) {
    if (doors.signal.aborted || limit?.aborted) break;
    doors.progress.step('connect', name);
    const opened = await doors.openOrg(name, undefined, limit);
    if (!opened.ok) {
      failed.push({ name, problem: limit?.aborted ? tooLong(limitMs) : opened.problem });
      continue;
    }
    const own = await auditOnce(name, opened, run, limit);
    const others = names.slice(at + 1);
    // The username moved to another org since the login was stored. That says nothing about the org of the others.
    if (storedId !== undefined && !sameOrg(storedId, opened.value.identity.id))
      return both(own, await auditRest({ names: [...failed.map((one) => one.name), ...others], storedId }, run));
    const notices = [...failed.map((lost) => replaced(lost.name, name, lost.problem)), ...others.map(givenTwice)];
    return both(own, { audited: [], notices });
  }
  return noneWorks(names, failed, run);
};

const noneWorks = async (
  names: readonly string[],
  [first, ...rest]: readonly { name: string; problem: OrgProblem }[],
  run: Run,
): Promise<Part> => {
  const name = first?.name ?? names[0] ?? '';
  const problem = run.doors.signal.aborted || !first ? INTERRUPTION : first.problem;
  return {
    audited: [await auditTarget(name, { ok: false, problem }, run)],
    notices: rest.map(({ name: other, problem: why }) => ({
      code: 'login-failed-too',
      target: other,
      data: { why: why.code },
    })),
  };
};

const auditRest = (rest: NamedOrg, run: Run): Promise<Part> =>
  rest.names.length === 0 ? Promise.resolve(NOTHING) : auditNamed(rest, run);

const auditOnce = async (
  name: string,
  opened: Answer<OrgDoor> & { ok: true },
  run: Run,
  limit: AbortSignal | undefined,
): Promise<Part> => {
  const id = shortId(opened.value.identity.id);
  if (run.taken.has(id)) return { audited: [], notices: [givenTwice(name)] };
  run.taken.add(id);
  return { audited: [await auditTarget(name, opened, run, limit)], notices: [] };
};

const both = (one: Part, other: Part): Part => ({
  audited: [...one.audited, ...other.audited],
  notices: [...one.notices, ...other.notices],
});

const givenTwice = (target: string): Notice => ({ code: 'target-given-twice', target });

const replaced = (target: string, login: string, { code }: OrgProblem): Notice => ({
  code: 'login-replaced',
  target,
  data: { login, why: code },
});

/** An org that cannot be audited at all ends the run where it is the only one, and is reported where there are more. */
const auditTarget = async (
  name: string,
  opened: Answer<OrgDoor>,
  run: Run,
  limit?: AbortSignal,
): Promise<AuditedTarget> => {
  const { request, doors, isAlone } = run;
  const outcome = opened.ok ? await auditOpened(opened.value, request, doors.progress) : opened;
  const isCut = doors.signal.aborted;
  const isLate = limit?.aborted === true;
  if (isAlone && isCut) throw interrupted(name);
  if (outcome.ok && !isCut && !isLate) return request.isLarge ? withoutInventory(outcome.audited) : outcome.audited;
  const problem = problemOf(outcome, { isCut, isLate }, run);
  if (isAlone) throw Refusal.from(problem, name);
  const target: Target = {
    kind: 'org',
    error: doors.explain(problem, name),
    findings: [],
    summary: countFindings([]),
    coverage: [],
    ...(opened.ok ? { org: opened.value.identity, requests: opened.value.requests() } : await whose(name, run)),
  };
  return { target, apps: [], notices: [] };
};

/** The alias that was given can be another org's on another machine, and later on this one. */
const whose = async (name: string, { logins }: Run): Promise<Pick<Target, 'name' | 'orgId' | 'username'>> => {
  const { orgId, username } = loginOf(name, await logins()) ?? {};
  return { name, ...defined({ orgId, username }) };
};

/** A copy, because a text that was cut out of a retrieved file keeps the whole file in memory. */
const withoutInventory = ({ target, apps, notices, orgTime }: AuditedTarget): AuditedTarget =>
  structuredClone({ target, apps, notices, ...defined({ orgTime }) });

const auditOpened = async (door: OrgDoor, request: AuditRequest, progress: Progress): Promise<OrgAudit> => {
  const { apiVersion, alias, username } = door.identity;
  const problem =
    versionProblem(apiVersion, request.controls) ??
    (request.sparesSpent ? apiLimitProblem(door.allowance()) : undefined);
  if (problem) return { ok: false, problem };
  progress.step('audit', alias ?? username);
  return auditOrg(door, request);
};

const auditFolders = async (request: AuditRequest, doors: Reads, isBesideOrgs: boolean): Promise<AuditedTarget> => {
  const names = request.directories.join(', ');
  if (!doors.signal.aborted) doors.progress.step('audit', names);
  const audited = await auditFiles(request, doors, isBesideOrgs);
  if (!doors.signal.aborted) return audited;
  if (!isBesideOrgs) throw interrupted(names);
  return failedFolders(request, doors.explain(INTERRUPTION, names));
};

/** Like an org that cannot be audited, a mistyped folder ends the run only where nothing else was asked for. */
const auditFiles = async (request: AuditRequest, doors: Reads, isBesideOrgs: boolean): Promise<AuditedTarget> => {
  try {
    return await auditSource(request, doors);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== NO_METADATA || !isBesideOrgs) throw error;
    return failedFolders(request, doors.explain({ code: NO_METADATA, detail: '' }, String(error.values[0])));
  }
};

const failedFolders = ({ directories }: AuditRequest, error: NonNullable<Target['error']>): AuditedTarget => {
  const target: Target = {
    kind: 'source',
    source: { directories: [...directories] },
    error,
    findings: [],
    summary: countFindings([]),
    coverage: [],
  };
  return { target, apps: [], notices: [] };
};
