import type { Notice } from '../posture/model.js';
import { appName } from '../posture/names.js';
import type { Edited } from './edited.js';
import { componentKey } from './model.js';
import type { SnapshotChange } from './snapshotModel.js';
import { switchOf } from './switchOf.js';

/** Users that the org does not take by deploy: their apps get no token until somebody sets them by hand. */
export const usersLeftOut = (edited: readonly Edited[], changes: readonly SnapshotChange[]): Notice[] => {
  const byComponent = new Map(changes.map((change) => [componentKey(change.component), change]));
  return edited.flatMap((one) => {
    const restored = byComponent.get(componentKey(one.change.component));
    const user = restored && userLeftOut(restored, one);
    return user === undefined ? [] : [{ code: 'user-by-hand', app: appName(one.change.app), data: { user } }];
  });
};

/** The user that the snapshot names and that the restored component will not have. */
export const userLeftOut = ({ before, component }: SnapshotChange, { meant }: Edited): string | undefined =>
  before.user !== null && switchOf(component.type, meant).user === null ? before.user : undefined;
