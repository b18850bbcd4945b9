import { defined } from '../defined.js';
import type { RetrievedFile } from '../org/door.js';
import type { Edited } from './edited.js';
import type { Change } from './model.js';
import { draft, variantOf } from './variants.js';

export type Redrafted = { ok: true; edited: Edited } | { ok: false; reason: 'gone' | 'changed-since-plan' };

/** A planned edit made anew on the component as it is now. It has to come out as it was planned. */
export const redraft = (change: Change, file: RetrievedFile | undefined): Redrafted => {
  if (!file) return { ok: false, reason: 'gone' };
  const { control, app, component, atStake } = change;
  const { path, text, id } = file;
  const candidate = { control, app, component, ...defined({ atStake, id }), path, text };
  const drafted = draft(candidate, variantOf(change, component.type));
  return drafted.ok && isSame(drafted.edited.change, change)
    ? { ok: true, edited: drafted.edited }
    : { ok: false, reason: 'changed-since-plan' };
};

const isSame = (one: Change, other: Change): boolean => essence(one) === essence(other);

const essence = ({ control, component, edits, leftOut, beforeHash }: Change): string =>
  JSON.stringify([
    control,
    component.type,
    component.fullName,
    edits.map(({ path, before, after }) => [path, before, after]),
    leftOut ?? [],
    beforeHash,
  ]);
