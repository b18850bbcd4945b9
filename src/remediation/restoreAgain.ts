import type { Notice } from '../posture/model.js';
import { appName } from '../posture/names.js';
import type { RetrievedFile } from '../org/door.js';
import type { Edited } from './edited.js';
import { componentHash } from './hash.js';
import { componentKey, type Change } from './model.js';
import type { Redrafted } from './redraft.js';
import { userLeftOut } from './restoreVariants.js';
import type { SnapshotChange } from './snapshotModel.js';

/** A component that still means what it meant is restored with the very text that the org has validated. */
export const redraftRestore = (validated: readonly Edited[]): ((change: Change, file?: RetrievedFile) => Redrafted) => {
  const byComponent = new Map(validated.map((edited) => [componentKey(edited.change.component), edited]));
  return (change, file) => {
    if (!file) return { ok: false, reason: 'gone' };
    const edited = byComponent.get(componentKey(change.component));
    return edited && componentHash(file.text) === change.beforeHash
      ? { ok: true, edited }
      : { ok: false, reason: 'changed-since-plan' };
  };
};

/** Users that the org does not take by deploy: their apps get no token until somebody sets them by hand. */
export const usersLeftOut = (edited: readonly Edited[], changes: readonly SnapshotChange[]): Notice[] => {
  const byComponent = new Map(changes.map((change) => [componentKey(change.component), change]));
  return edited.flatMap((one) => {
    const restored = byComponent.get(componentKey(one.change.component));
    const user = restored && userLeftOut(restored, one);
    return user === undefined ? [] : [{ code: 'user-by-hand', app: appName(one.change.app), data: { user } }];
  });
};
