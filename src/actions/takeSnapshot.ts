import type { Disk } from '../files/disk.js';
import type { OrgIdentity } from '../posture/model.js';
import type { Edited } from '../remediation/edited.js';
import { savedOrg } from '../remediation/savedShape.js';
import { createSnapshot, type SnapshotFolder } from '../remediation/snapshot.js';
import { switchOf } from '../remediation/switchOf.js';
import { Refusal } from '../refusal.js';

export type SnapshotDoors = { now: () => Date; tool: { name: string; version: string }; disk: Disk };

/** Without it nothing is deployed. */
export const takeSnapshot = async (
  below: string,
  org: OrgIdentity,
  edited: readonly Edited[],
  { now, tool, disk }: SnapshotDoors,
): Promise<SnapshotFolder> => {
  const request = {
    tool,
    createdAt: now().toISOString(),
    org: savedOrg(org),
    apiVersion: org.apiVersion,
    changes: edited.map(({ change: { control, app, component, beforeHash }, original, meant }) => ({
      control,
      app,
      component,
      before: switchOf(component.type, original),
      after: switchOf(component.type, meant),
      beforeHash,
      original,
    })),
  };
  const answer = await createSnapshot(below, request, disk);
  if (!answer.ok) throw new Refusal('snapshot-not-written', [below, answer.code], { bundle: 'remediation' });
  return answer.value;
};
