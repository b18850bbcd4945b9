import { retrieveAll } from '../inventory/retrieving.js';
import type { OrgDoor } from '../org/door.js';
import { sameOrg } from '../posture/orgId.js';
import { nearNames, selector, unmatchedPatterns } from '../posture/selection.js';
import { planRestore, type RestorePlan } from '../remediation/restorePlan.js';
import { redraftRestore, usersLeftOut } from '../remediation/restoreAgain.js';
import type { Snapshot, SnapshotChange } from '../remediation/snapshotModel.js';
import { readSnapshot } from '../remediation/snapshotRead.js';
import { Refusal } from '../refusal.js';
import { refuseOldVersion } from './apiVersion.js';
import type { PrepareDoors, Prepared } from './prepare.js';
import { validatePlan } from './validatePlan.js';

export type RestoreRequest = {
  org: string;
  /** The folder. */
  snapshot: string;
  apps: readonly string[] | null;
  force: boolean;
  apiVersion?: string;
};

/** Snapshot, the components as they are now, plan, validate-only deploys. */
export const prepareRestore = async (request: RestoreRequest, doors: PrepareDoors): Promise<Prepared> => {
  const startedAt = doors.now().toISOString();
  const snapshot = await openSnapshot(request.snapshot, doors);
  const changes = selected(snapshot.changes, request.apps);
  const door = await openItsOrg(snapshot, request, doors);

  doors.progress.step('read-now', changes.length);
  const drawn = await draw(door, changes, request);
  const { plan, packages, deploys } = await validatePlan(door, drawn, request.org, doors);

  const leftOut = usersLeftOut(packages.flat(), changes);
  const changedAgain = drawn.skipped.filter(({ reason }) => reason === 'changed-again');
  return {
    door,
    startedAt,
    plan,
    packages,
    takenOut: changedAgain.length + leftOut.length,
    deploys,
    notices: leftOut,
    redraft: redraftRestore(packages.flat()),
  };
};

const openSnapshot = async (
  directory: string,
  { readText, tool }: Pick<PrepareDoors, 'readText' | 'tool'>,
): Promise<Snapshot> => {
  const read = await readSnapshot(directory, readText);
  if (read.ok) return read.snapshot;
  const about = read.problem === 'other-schema' ? [read.writtenBy, tool.version] : [read.file];
  throw new Refusal(`snapshot-${read.problem}`, [directory, ...about], { bundle: 'restore' });
};

const selected = (changes: readonly SnapshotChange[], patterns: RestoreRequest['apps']): SnapshotChange[] => {
  const apps = changes.map(({ app }) => app);
  const [pattern] = unmatchedPatterns(patterns, apps);
  if (pattern !== undefined) throw new Refusal('unknown-app', [pattern, nearNames(pattern, apps).join(', ')]);
  const isSelected = selector(patterns);
  return changes.filter(({ app }) => isSelected(app));
};

const openItsOrg = async (
  { org, changes }: Snapshot,
  { org: target, snapshot, apiVersion }: RestoreRequest,
  { openOrg, progress }: PrepareDoors,
): Promise<OrgDoor> => {
  progress.step('connect', target);
  const opened = await openOrg(target, apiVersion);
  if (!opened.ok) throw Refusal.from(opened.problem, target);
  const { identity } = opened.value;
  if (!sameOrg(org.id, identity.id))
    throw new Refusal('snapshot-other-org', [snapshot, org.username, org.id, identity.username, identity.id], {
      bundle: 'restore',
    });
  refuseOldVersion(
    identity.apiVersion,
    changes.map(({ control }) => control),
  );
  return opened.value;
};

const draw = async (
  door: OrgDoor,
  changes: readonly SnapshotChange[],
  { org, force }: RestoreRequest,
): Promise<RestorePlan> => {
  const { files, failure, broken } = await retrieveAll(
    door,
    changes.map(({ component }) => component),
  );
  if (failure) throw Refusal.from(failure, org);
  return planRestore({ changes, files, broken, force });
};
