import type { Target } from '../model.js';
import { targetName } from '../names.js';

export type TargetOfFile = { file: string; target: Target };
/** `before`: its name in its own file. */
export type Named = TargetOfFile & { before: string };

/** In a notice, two targets with one name would look like one, and a viewer would take their results for one. */
export const distinguished = (targets: readonly TargetOfFile[]): Named[] => {
  const byName = Map.groupBy(targets, ({ target }) => targetName(target));
  return targets.map((one) => {
    const before = targetName(one.target);
    const twins = byName.get(before) ?? [];
    return twins.length < 2
      ? { ...one, before }
      : { ...one, before, target: { ...one.target, from: placeOf(one, twins) } };
  });
};

/** A result that was merged before can hold several of them. */
const placeOf = (one: TargetOfFile, twins: readonly TargetOfFile[]): string => {
  const at = twins.filter(({ file }) => file === one.file).indexOf(one);
  return [one.file, one.target.from, at > 0 ? at + 1 : undefined].filter((part) => part !== undefined).join(', ');
};
