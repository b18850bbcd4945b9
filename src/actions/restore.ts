import { join } from 'node:path';
import type { OrgDoor } from '../org/door.js';
import { retrieveAll, type RetrievedApps } from '../org/requests/retrieve/retrieveAll.js';
import { sameOrg } from '../posture/names.js';
import { nearNames, selector, unmatchedPatterns } from '../posture/selection.js';
import { saidOf } from '../remediation/deploy/reading.js';
import type { Edited } from '../remediation/edit/edited.js';
import { switchOf } from '../remediation/edit/fingerprint.js';
import { redraftRestore } from '../remediation/edit/restoring.js';
import type { SkipReason } from '../remediation/model/result.js';
import type { Snapshot, SnapshotChange } from '../remediation/model/saved.js';
import { notAsInSnapshot, usersByHand, usersLeftOut } from '../remediation/outcome/notRestored.js';
import { identityUnknown } from '../remediation/plan/identityUnknown.js';
import { planRestore, type RestorePlan, type Restoring } from '../remediation/plan/restorePlan.js';
import type { Originals } from '../remediation/saved/snapshotRead.js';
import { componentKey } from '../values.js';
import { refuseBadPatterns, refuseOldVersion } from './audit/scopeChecks.js';
import type { Reads } from './doors.js';
import { Refusal } from './refusal.js';
import { guardClosing, type Closing } from './remediate/guardClosing.js';
import { awaitItsDeploys, type OnDisk, readRun } from './remediate/itsDeploys.js';
import { type Prepared, validatePlan } from './remediate/prepared.js';

export type RestoreRequest = {
  org: string;
  /** The snapshot folder. */
  snapshot: string;
  apps: readonly string[] | null;
  force: boolean;
  /** Guards for a restore that turns a flow off, as in a remediation. */
  closing?: Closing;
  apiVersion?: string;
};

/** Reads the snapshot and the current components, draws the plan, and validates it. */
export const prepareRestore = async (request: RestoreRequest, doors: OnDisk): Promise<Prepared> => {
  const startedAt = doors.now().toISOString();
  refuseBadPatterns(request.apps);
  const { snapshot, originals } = await openSnapshot(request.snapshot, doors);
  const changes = selected(snapshot.changes, request);
  const components = snapshot.changes.map(({ component }) => component);
  const { aftermath, isRunning } = await readRun(request.snapshot, components, doors);
  const door = await openItsOrg(snapshot, request, doors);
  const { notices, isEndKnown } = await awaitItsDeploys(door, { ...aftermath, components, isRunning }, request, doors);

  doors.progress.step('read-now', changes.length);
  const identities = { keySalt: snapshot.keySalt, ids: aftermath.componentIds };
  const hiddenUsers = await hiddenUsersNow(door, changes, originals, request);
  const drawn = await draw(door, { ...aftermath, changes, identities, hiddenUsers }, request);
  const guarded = await guardClosing(drawn.attempts, door, { ...request, redoes: snapshot.undoes === true }, doors);
  const wanted = { attempts: [...guarded.attempts], skipped: [...drawn.skipped, ...guarded.skipped], notRead: [] };
  const { plan, packages, deploys } = await validatePlan(door, wanted, request.org, doors);

  const leftOut = usersByHand(packages.flat(), changes);
  const keptBack = drawn.skipped.filter(({ reason }) => NEEDS_FORCE.includes(reason));
  return {
    door,
    startedAt,
    plan,
    packages,
    takenOut: keptBack.length + guarded.skipped.length + leftOut.length,
    deploys,
    isDoubted: !isEndKnown,
    ...(!snapshot.undoes && { undoes: true }),
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
    named: request.apps ?? [],
    usersLeftOut: usersLeftOut(packages.flat(), changes),
    ...(guarded.unfitNow && { unfitNow: guarded.unfitNow }),
    ...(guarded.waived && { waived: guarded.waived, isByPlan: true }),
  };
};

/** Requested, but skipped unless --force is used. */
const NEEDS_FORCE: readonly SkipReason[] = ['changed-again', 'made-anew', 'key-changed'];

const openSnapshot = async (
  directory: string,
  { readText, tool }: Reads,
): Promise<{ snapshot: Snapshot; originals: Originals }> => {
  const { readSnapshot } = await import('../remediation/saved/snapshotRead.js');
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
  { openOrg, progress }: Reads,
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

/**
 * The file of these policies doesn't show the Run As user that SOQL shows. If another user was set after the snapshot, it
 * doesn't show that one either, and a restore would replace it.
 */
const hiddenUsersNow = async (
  door: OrgDoor,
  changes: readonly SnapshotChange[],
  originals: Originals,
  { org, force }: RestoreRequest,
): Promise<ReadonlyMap<string, string>> => {
  const hidden = changes.filter(({ component, before }) => {
    const original = originals.get(componentKey(component)) ?? '';
    return before.user !== null && switchOf(component.type, original).user === null;
  });
  if (hidden.length === 0) return new Map();
  const { readPolicyUsers } = await import('../inventory/context/users/policyUsers.js');
  const found = await readPolicyUsers(door, hidden);
  if (found.ok) return found.value;
  if (force) return new Map();
  throw Refusal.from(found.problem, org);
};

type Drawn = RestorePlan & Pick<Restoring, 'files'>;

const draw = async (
  door: OrgDoor,
  {
    changes,
    unchanged,
    identities,
    hiddenUsers,
  }: Pick<Restoring, 'changes' | 'unchanged' | 'identities'> & Required<Pick<Restoring, 'hiddenUsers'>>,
  { org, force }: RestoreRequest,
): Promise<Drawn> => {
  const { files, failure, ...unread } = await retrieveAll(
    door,
    changes.map(({ component }) => component),
  );
  if (failure) throw Refusal.from(failure, org);
  const broken = new Map([...unsaid(changes, { files, ...unread }), ...unread.broken, ...unread.unusable]);
  return { ...planRestore({ changes, files, broken, unchanged, force, identities, hiddenUsers }), files };
};

/** A component that wasn't returned counts as deleted only if the org says so. */
const unsaid = (
  changes: readonly SnapshotChange[],
  { files, messages }: Pick<RetrievedApps, 'files' | 'messages'>,
): [string, { detail: string }][] =>
  changes.flatMap(({ component }): [string, { detail: string }][] => {
    const key = componentKey(component);
    const said = saidOf(component, messages);
    return files.has(key) || said?.why === 'gone' ? [] : [[key, { detail: said?.detail ?? '' }]];
  });

/** The texts of the components that end up with the snapshot's flag and user. */
const leftBy = ({ skipped, files }: Drawn, edited: readonly Edited[]): ReadonlyMap<string, string> => {
  const left = new Map(edited.map(({ change, meant }) => [componentKey(change.component), meant]));
  for (const { reason, component } of skipped) {
    const file = component && files.get(componentKey(component));
    if (file && reason === 'nothing-to-restore') left.set(componentKey(component), file.text);
  }
  return left;
};
