import { differences } from '../../metadata/compare.js';
import { type EditableType, SWITCHES } from '../../metadata/switches.js';
import type { Notice } from '../../posture/model.js';
import { appName, userKey } from '../../posture/names.js';
import { componentKey } from '../../values.js';
import type { Edited } from '../edit/edited.js';
import { switchOf } from '../edit/fingerprint.js';
import type { ComponentName, Outcome } from '../model/result.js';
import type { SnapshotChange } from '../model/saved.js';
import { named } from './verify.js';

/** A restore sets only flag and Run As user. This names what else differs, and the file with the earlier state. */

const pathsOfSwitch = (type: EditableType, hardens = false): string[] => {
  const { flag, user, relaxation } = SWITCHES[type];
  return [flag, user, ...(hardens && relaxation ? [relaxation] : [])].map((path) => path.join('.'));
};

/** With the file that shows how the component was, where something is not as meant that no restore puts back. */
export const withOriginal = (
  outcome: Outcome,
  originalOf: (component: ComponentName) => string,
  hardens = false,
): Outcome => {
  const { component, result, problem } = outcome;
  const paths = pathsOfSwitch(component.type, hardens);
  const isBesides = (problem?.differences ?? []).some(({ path }) => !paths.includes(path));
  const isChanged = result === 'altered' || result === 'reverted';
  return isChanged && isBesides ? { ...outcome, original: originalOf(component) } : outcome;
};

const MOST_PATHS = 5;

/** Components, by `Type:fullName`, that still differ from the snapshot after the restore. */
export const notAsInSnapshot = (
  changes: readonly SnapshotChange[],
  { originals, left }: { originals: ReadonlyMap<string, string>; left: ReadonlyMap<string, string> },
  pathOf: (change: SnapshotChange) => string,
): Notice[] =>
  changes.flatMap((change) => {
    const key = componentKey(change.component);
    const [was, is] = [originals.get(key), left.get(key)];
    const found =
      was === undefined || is === undefined
        ? []
        : differences(was, is, pathsOfSwitch(change.component.type, change.before.relaxation !== undefined));
    const paths = Array.isArray(found)
      ? named(
          found.map(({ path }) => path),
          MOST_PATHS,
        )
      : found.problem;
    const data = { component: change.component.fullName, paths, original: pathOf(change) };
    return paths === '' ? [] : [{ code: 'not-as-in-snapshot', app: appName(change.app), data }];
  });

/** Users that the org doesn't accept in a deploy. Their apps get no token until a person sets the user in Setup. */
export const usersByHand = (edited: readonly Edited[], changes: readonly SnapshotChange[]): Notice[] => {
  const users = usersLeftOut(edited, changes);
  return edited.flatMap(({ change: { app, component } }) => {
    const user = users.get(componentKey(component));
    return user === undefined ? [] : [{ code: 'user-by-hand', app: appName(app), data: { user } }];
  });
};

/** The same by `Type:fullName`. */
export const usersLeftOut = (
  edited: readonly Edited[],
  changes: readonly SnapshotChange[],
): ReadonlyMap<string, string> => {
  const byComponent = new Map(changes.map((change) => [componentKey(change.component), change]));
  return new Map(
    edited.flatMap((one): [string, string][] => {
      const key = componentKey(one.change.component);
      const restored = byComponent.get(key);
      const user = restored && userLeftOut(restored, one);
      return user === undefined ? [] : [[key, user]];
    }),
  );
};

/** The user that the snapshot names and that the restored component will not have. */
export const userLeftOut = ({ before, component }: SnapshotChange, { meant }: Edited): string | undefined => {
  if (before.user === null) return undefined;
  const { user } = switchOf(component.type, meant);
  const isOther = before.relaxation !== undefined && user !== null && userKey(user) !== userKey(before.user);
  return user === null || isOther ? before.user : undefined;
};
