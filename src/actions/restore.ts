import { join } from 'node:path';
import { retrieveAll } from '../inventory/retrieving.js';
import type { OrgDoor } from '../org/door.js';
import { sameOrg } from '../posture/orgId.js';
import { nearNames, selector, unmatchedPatterns } from '../posture/selection.js';
import { planRestore, type RestorePlan, type Restoring } from '../remediation/restorePlan.js';
import { readAftermath } from '../remediation/aftermath.js';
import { notAsInSnapshot } from '../remediation/besidesSwitch.js';
import type { Edited } from '../remediation/edited.js';
import { componentKey, type SkipReason } from '../remediation/model.js';
import { redraftRestore } from '../remediation/redraftRestore.js';
import type { Snapshot, SnapshotChange } from '../remediation/snapshotModel.js';
import { readSnapshot, type Originals } from '../remediation/snapshotRead.js';
import { identityUnknown } from '../remediation/identityUnknown.js';
import { usersLeftOut } from '../remediation/usersLeftOut.js';
import { Refusal } from '../refusal.js';
import { refuseBadPatterns } from './appPatterns.js';
import { refuseOldVersion } from './apiVersion.js';
import { guardClosing, type Closing } from './guardClosing.js';
import { awaitItsDeploys } from './itsDeploys.js';
import type { PrepareDoors, Prepared } from './prepare.js';
import { validatePlan } from './validatePlan.js';

export type RestoreRequest = {
  org: string;
  /** The folder. */
  snapshot: string;
  apps: readonly string[] | null;
  force: boolean;
  /** For a restore that turns a flow off, as in a remediation. */
  closing?: Closing;
  apiVersion?: string;
};

/** Snapshot, the components as they are now, plan, validate-only deploys. */
export const prepareRestore = async (request: RestoreRequest, doors: PrepareDoors): Promise<Prepared> => {
  const startedAt = doors.now().toISOString();
  refuseBadPatterns(request.apps);
  const { snapshot, originals } = await openSnapshot(request.snapshot, doors);
  const changes = selected(snapshot.changes, request);
  const aftermath = await readAftermath(
    request.snapshot,
    snapshot.changes.map(({ component }) => component),
    doors.readText,
  );
  const door = await openItsOrg(snapshot, request, doors);
  const { notices, isEndKnown } = await awaitItsDeploys(door, aftermath, request, doors);

  doors.progress.step('read-now', changes.length);
  const identities = { keySalt: snapshot.keySalt, ids: aftermath.componentIds };
  const drawn = await draw(door, { ...aftermath, changes, identities }, request);
  const guarded = await guardClosing(drawn.attempts, door, request, doors);
  const wanted = { attempts: [...guarded.attempts], skipped: [...drawn.skipped, ...guarded.skipped], notRead: [] };
  const { plan, packages, deploys } = await validatePlan(door, wanted, request.org, doors);

  const leftOut = usersLeftOut(packages.flat(), changes);
  const keptBack = drawn.skipped.filter(({ reason }) => NEEDS_FORCE.includes(reason));
  return {
    door,
    startedAt,
    plan,
    packages,
    takenOut: keptBack.length + guarded.skipped.length + leftOut.length,
    deploys,
    isDoubted: !isEndKnown,
    notices: [
      ...guarded.notices,
      ...notices,
      ...leftOut,
      ...identityUnknown(packages.flat(), { ...drawn, changes, identities }),
      ...notAsInSnapshot(changes, { originals, left: leftBy(drawn, packages.flat()) }, ({ original }) =>
        join(request.snapshot, original.file),
      ),
    ],
    redraft: redraftRestore(packages.flat()),
  };
};

/** Wanted, and left alone until somebody insists. */
const NEEDS_FORCE: readonly SkipReason[] = ['changed-again', 'made-anew', 'key-changed'];

const openSnapshot = async (
  directory: string,
  { readText, tool }: Pick<PrepareDoors, 'readText' | 'tool'>,
): Promise<{ snapshot: Snapshot; originals: Originals }> => {
  const read = await readSnapshot(directory, readText);
  if (read.ok) return read;
  const about = read.problem === 'other-schema' ? [read.writtenBy, tool.version] : [read.file];
  throw new Refusal(`snapshot-${read.problem}`, [directory, ...about], { bundle: 'restore' });
};

const selected = (
  changes: readonly SnapshotChange[],
  { apps: patterns, snapshot }: RestoreRequest,
): SnapshotChange[] => {
  const apps = changes.map(({ app }) => app);
  const [pattern] = unmatchedPatterns(patterns, apps);
  if (pattern !== undefined)
    throw new Refusal('unknown-app', [snapshot, pattern, nearNames(pattern, apps).join(', ')], { bundle: 'restore' });
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

type Drawn = RestorePlan & Pick<Restoring, 'files'>;

const draw = async (
  door: OrgDoor,
  { changes, unchanged, identities }: Pick<Restoring, 'changes' | 'unchanged' | 'identities'>,
  { org, force }: RestoreRequest,
): Promise<Drawn> => {
  const { files, failure, ...unread } = await retrieveAll(
    door,
    changes.map(({ component }) => component),
  );
  if (failure) throw Refusal.from(failure, org);
  const broken = new Map([...unread.broken, ...unread.unusable]);
  return { ...planRestore({ changes, files, broken, unchanged, force, identities }), files };
};

/** The texts of the components that have flag and user of the snapshot in the end. */
const leftBy = ({ skipped, files }: Drawn, edited: readonly Edited[]): ReadonlyMap<string, string> => {
  const left = new Map(edited.map(({ change, meant }) => [componentKey(change.component), meant]));
  for (const { reason, component } of skipped) {
    const file = component && files.get(componentKey(component));
    if (file && reason === 'nothing-to-restore') left.set(componentKey(component), file.text);
  }
  return left;
};
