import { exitCode } from '../../exitCodes.js';
import type { DeployRequest, OrgDoor } from '../../org/door.js';
import { comparable, isSameId } from '../../org/names.js';
import type { OrgProblem } from '../../org/problem.js';
import type { Notice } from '../../posture/model.js';
import { isOpen } from '../../remediation/deploy/otherDeploys.js';
import type { ComponentName } from '../../remediation/model/result.js';
import type { RunMark } from '../../remediation/model/saved.js';
import type { Aftermath, Sending } from '../../remediation/saved/snapshotRead.js';
import { componentKey } from '../../values.js';
import type { Reads, Writes } from '../doors.js';
import { Refusal } from '../refusal.js';

/**
 * A deploy that the run of the snapshot may have started and that hasn't ended. A restore must not start before: it
 * would find nothing to do, and the deploy would end afterwards.
 */

export type OnDisk = Reads & Pick<Writes, 'disk'>;

export type Restoration = { org: string; snapshot: string; force: boolean };

/** `components`: all that the run may have sent. */
type Run = Aftermath & { components: readonly ComponentName[]; isRunning: boolean | 'unknown' };

/**
 * What the run left, and whether it still runs. The files of a run that has ended are final, so they're read after that
 * is known.
 */
export const readRun = async (
  snapshot: string,
  components: readonly ComponentName[],
  doors: OnDisk,
): Promise<Pick<Run, 'isRunning'> & { aftermath: Aftermath }> => {
  const { readText, processes } = doors;
  const { readAftermath } = await import('../../remediation/saved/snapshotRead.js');
  const read = (): Promise<Aftermath> => readAftermath(snapshot, components, readText);
  const aftermath = await read();
  if (!aftermath.unfinished) return { aftermath, isRunning: false };
  const { run } = aftermath.unfinished;
  const state = run ? await processes.stateOf(run) : 'elsewhere';
  if (state === 'running') return { aftermath, isRunning: true };
  // What the run wrote after a copy was made is only in its own folder.
  if (state === 'ended' && run && (await isOriginal(snapshot, run, doors)))
    return { aftermath: await read(), isRunning: false };
  return { aftermath, isRunning: 'unknown' };
};

/** A copy has the content that its author wanted, but can't have the system's number of the folder. */
export const isOriginal = async (
  directory: string,
  { folder }: RunMark,
  { disk, realPath }: OnDisk,
): Promise<boolean> => {
  const path = await realPath(directory);
  const id = path.ok ? await disk.folderId(path.value) : path;
  return id.ok && id.value === folder;
};

/** Whether it's known how each of its deploys ended. A user who knows it can use `--force`. */
export const awaitItsDeploys = async (
  door: OrgDoor,
  aftermath: Run,
  restoration: Restoration,
  doors: Reads,
): Promise<{ notices: Notice[]; isEndKnown: boolean }> => {
  const run = runOf(aftermath);
  if (aftermath.isRunning === true && !restoration.force)
    throw new Refusal('run-still-running', [restoration.snapshot, run.pid], { bundle: 'restore' });
  const left: Notice[] = aftermath.isRunning === false ? [] : [{ code: 'run-end-unknown', data: run }];
  try {
    const notices: Notice[] = [...left];
    for (const id of aftermath.open) {
      const isKnown = await awaitNamed(door, id, restoration, doors);
      if (!isKnown) notices.push({ code: whyUnknown(aftermath, door, doors), data: { deploy: id } });
    }
    if (aftermath.unnamed)
      notices.push(...(await awaitUnnamed(door, { ...aftermath, unnamed: aftermath.unnamed }, restoration, doors)));
    const isHidden = notices.some(({ code }) => code === 'deploy-hidden');
    return { notices, isEndKnown: left.length === 0 && !isHidden };
  } catch (error) {
    if (!restoration.force || !(error instanceof Refusal) || error.bundle !== 'restore') throw error;
    return { notices: [...left, { code: 'deploy-end-unknown' }], isEndKnown: false };
  }
};

const runOf = ({ unfinished }: Aftermath): { pid: number | string; host: string } => {
  const { pid = '?', host = '?' } = unfinished?.run ?? {};
  return { pid, host };
};

/** False: the org doesn't know it. */
const awaitNamed = async (
  door: OrgDoor,
  id: string,
  { org, snapshot, force }: Restoration,
  { progress }: Reads,
): Promise<boolean> => {
  let status = await door.deployStatus(id);
  if (status.ok && !status.value.done && !force) {
    progress.step('its-deploys', id);
    status = await door.awaitDeploy(id);
  }
  if (status.ok && status.value.done) return true;
  if (status.ok || status.problem.code === 'wait-ended') throw stillRunning(id, snapshot, org);
  if (status.problem.code === 'interrupted') throw Refusal.from(status.problem, org);
  if (!isForgotten(status.problem)) throw endUnknown(id, snapshot, status.problem);
  return awaitForgotten(door, id, { org, snapshot, force });
};

/** The org doesn't know the job. Records of deploys are kept in another place, so these are queried too. */
const awaitForgotten = async (door: OrgDoor, id: string, { org, snapshot, force }: Restoration): Promise<boolean> => {
  const found = await door.deployRequests({ id });
  if (found.ok && found.value.some(isOpen)) {
    const ended = force ? found : await door.awaitDeployRequests({ id }, (all) => !all.some(isOpen));
    if (!ended.ok && ended.problem.code !== 'wait-ended') throw Refusal.from(ended.problem, org);
    if (!ended.ok || ended.value.some(isOpen)) throw stillRunning(id, snapshot, org);
  }
  return found.ok && found.value.length > 0;
};

/** An org keeps its deploys for days. One that is unknown sooner may be hidden from this user, and still be waiting. */
const SHORTEST_KEPT = 24 * 60 * 60 * 1000;

const whyUnknown = ({ openSince = {} }: Run, door: OrgDoor, { now }: Reads): 'deploy-forgotten' | 'deploy-hidden' =>
  ageOf(openSince, door.orgTime(), now).milliseconds > SHORTEST_KEPT ? 'deploy-forgotten' : 'deploy-hidden';

const FORGOTTEN: readonly (string | undefined)[] = ['INVALID_CROSS_REFERENCE_KEY', 'INVALID_ID_FIELD'];

const isForgotten = ({ errorCode }: OrgProblem): boolean => FORGOTTEN.includes(errorCode?.replace(/^\w+:/, ''));

/** No request to deploy can take longer to arrive. */
const LATEST_ARRIVAL = 10 * 60 * 1000;

const awaitUnnamed = async (
  door: OrgDoor,
  { ids, unnamed, components }: Pick<Run, 'ids' | 'components'> & Required<Pick<Run, 'unnamed'>>,
  { org, snapshot, force }: Restoration,
  { now, progress }: Reads,
): Promise<Notice[]> => {
  const check = await checkIn(door, unnamed.checks, snapshot, org);
  const isCandidate = (one: DeployRequest): boolean =>
    !one.checkOnly && one.createdById === check.createdById && !ids.some((id) => isSameId(id, one.id));
  const openIn = (all: readonly DeployRequest[]): DeployRequest[] =>
    all.filter((one) => isCandidate(one) && isOpen(one));
  const since = { since: check.createdAt };
  const found = await door.deployRequests(since);
  if (!found.ok) throw notShown(snapshot, found.problem, org);
  const [open] = openIn(found.value);
  if (open) {
    progress.step('its-deploys', open.id);
    const ended = force ? found : await door.awaitDeployRequests(since, (all) => openIn(all).length === 0);
    if (!ended.ok && ended.problem.code === 'interrupted') throw Refusal.from(ended.problem, org);
    if (!ended.ok || openIn(ended.value).length > 0) throw stillRunning(open.id, snapshot, org);
  }
  if (await isAnyOf(components, door, found.value.filter(isCandidate))) return [];
  const age = ageOf(unnamed, door.orgTime(), now);
  if (!(age.milliseconds > LATEST_ARRIVAL))
    throw new Refusal('deploy-may-arrive', [snapshot, LATEST_ARRIVAL / 60_000], { bundle: 'restore' });
  return age.isByOrg ? [] : [{ code: 'time-by-machine', data: { minutes: LATEST_ARRIVAL / 60_000 } }];
};

/** More deploys than can start while one response is on its way. */
const MOST_CANDIDATES = 20;

/**
 * A user who deploys by pipelines has deploys of other things as well, and some of them contain the same components. One
 * of those has ended, and ours may still arrive: it names these components and no others.
 */
const isAnyOf = async (
  components: readonly ComponentName[],
  door: OrgDoor,
  candidates: readonly DeployRequest[],
): Promise<boolean> => {
  const keys = new Set(components.map(keyOf));
  for (const { id } of candidates.slice(-MOST_CANDIDATES)) {
    const status = await door.deployStatus(id);
    const all = status.ok ? [...status.value.successes, ...status.value.failures] : [];
    const named = all.filter(({ componentType }) => componentType !== '');
    const isOurs = named.every(({ componentType, fullName }) => keys.has(keyOf({ type: componentType, fullName })));
    if (named.length > 0 && isOurs) return true;
  }
  return false;
};

const keyOf = ({ type, fullName }: { type: string; fullName: string }): string =>
  componentKey({ type, fullName: comparable(fullName) });

/**
 * How long ago it was sent. The clocks of two machines can differ by hours, so the org's time is used if it's
 * available.
 */
const ageOf = (
  { at = '', orgAt = '' }: Sending,
  orgNow: string | undefined,
  now: Reads['now'],
): { milliseconds: number; isByOrg: boolean } => {
  const byOrg = Date.parse(orgNow ?? '') - Date.parse(orgAt);
  return Number.isNaN(byOrg)
    ? { milliseconds: now().getTime() - Date.parse(at), isByOrg: false }
    : { milliseconds: byOrg, isByOrg: true };
};

/**
 * A caller who sees a validation of that run also sees its deploys. The validation gives their user and the org's own
 * time.
 */
const checkIn = async (
  door: OrgDoor,
  checks: readonly string[],
  snapshot: string,
  org: string,
): Promise<DeployRequest> => {
  const id = checks.at(-1);
  if (id === undefined) throw notShown(snapshot, { code: 'unknown', detail: '' }, org);
  const found = await door.deployRequests({ id });
  if (!found.ok) throw notShown(snapshot, found.problem, org);
  const check = found.value.find((one) => isSameId(one.id, id));
  if (!check || check.createdById === '') throw notShown(snapshot, { code: 'not-permitted', detail: '' }, org);
  return check;
};

const notShown = (snapshot: string, problem: OrgProblem, org: string): Refusal =>
  problem.code === 'interrupted'
    ? Refusal.from(problem, org)
    : new Refusal('deploys-not-shown', [snapshot, problem.detail || problem.code], { bundle: 'restore' });

const endUnknown = (id: string, snapshot: string, { detail, code }: OrgProblem): Refusal =>
  new Refusal('deploy-end-unknown', [id, snapshot, detail || code], { bundle: 'restore' });

const stillRunning = (id: string, snapshot: string, org: string): Refusal =>
  new Refusal('deploy-still-running', [id, snapshot, id, org], {
    bundle: 'restore',
    exitCode: exitCode('still-running'),
  });
