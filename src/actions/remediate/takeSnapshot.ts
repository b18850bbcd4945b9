import { isDeepStrictEqual } from 'node:util';
import type { OrgIdentity } from '../../posture/model.js';
import { isKeyless, KEY_SALT, switchOf } from '../../remediation/edit/fingerprint.js';
import type { Switch } from '../../remediation/model/saved.js';
import { savedOrg } from '../../remediation/saved/shape.js';
import {
  createSnapshot,
  isOrgId,
  type SnapshotFolder,
  type SnapshotRequest,
} from '../../remediation/saved/snapshot.js';
import { componentKey, defined } from '../../values.js';
import type { Reads, Writes } from '../doors.js';
import { Refusal } from '../refusal.js';
import type { Prepared } from './prepared.js';

export type TakenSnapshot = SnapshotFolder & {
  /** Whether everything that a restore needs is still there and unchanged. */
  isWhole: () => Promise<boolean>;
};

/** Nothing is deployed without a snapshot, or with one that a restore couldn't use. */
export const takeSnapshot = async (
  below: string,
  org: OrgIdentity,
  { packages, hiddenUsers, undoes }: Pick<Prepared, 'packages' | 'hiddenUsers' | 'undoes'>,
  { now, tool, disk, readText }: Reads & Writes,
): Promise<TakenSnapshot> => {
  const request = {
    tool,
    createdAt: now().toISOString(),
    org: savedOrg(org),
    apiVersion: org.apiVersion,
    keySalt: KEY_SALT,
    ...defined({ undoes }),
    changes: packages
      .flat()
      .map(({ change: { control, app, component, hardens, beforeHash }, original, meant, id, keyMark }) => ({
        control,
        app,
        component,
        before: withUser(switchOf(component.type, original, hardens), hiddenUsers?.get(componentKey(component))),
        after: switchOf(component.type, meant, hardens),
        beforeHash,
        ...defined({ id, keyMark: isKeyless(keyMark) ? undefined : keyMark }),
        original,
      })),
  };
  if (!isOrgId(org.id)) throw new Refusal('snapshot-no-org-id', [String(org.id)], { bundle: 'remediation' });
  const answer = await createSnapshot(below, request, disk);
  if (!answer.ok) throw new Refusal('snapshot-not-written', [below, answer.code], { bundle: 'remediation' });
  const folder = answer.value;
  const problem = await problemOf(folder, request, readText);
  if (problem === undefined) return { ...folder, isWhole: async () => !(await problemOf(folder, request, readText)) };
  await folder.discard();
  throw new Refusal('snapshot-not-readable', [folder.directory, problem], { bundle: 'remediation' });
};

const withUser = (before: Switch, hidden: string | undefined): Switch => ({
  ...before,
  user: before.user ?? hidden ?? null,
});

/** Reads the snapshot as a restore does, and returns the file whose content differs from what was written. */
const problemOf = async (
  folder: SnapshotFolder,
  { org, apiVersion, createdAt, changes }: SnapshotRequest,
  readText: Reads['readText'],
): Promise<string | undefined> => {
  if (!(await folder.isInPlace())) return folder.directory;
  const { readSnapshot } = await import('../../remediation/saved/snapshotRead.js');
  const read = await readSnapshot(folder.directory, readText);
  if (!read.ok) return read.file;
  const { snapshot, originals } = read;
  const kept = {
    ...{ org: snapshot.org, apiVersion: snapshot.apiVersion, createdAt: snapshot.createdAt },
    changes: snapshot.changes.map((change) => ({ ...change, original: originals.get(componentKey(change.component)) })),
  };
  const meant: unknown = JSON.parse(JSON.stringify({ org, apiVersion, createdAt, changes }));
  return isDeepStrictEqual(kept, meant) ? undefined : folder.directory;
};
