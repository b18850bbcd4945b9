import type { Refused } from '../../metadata/edit/proven.js';
import { restoreFlag } from '../../metadata/edit/restoreFlag.js';
import type { RetrievedFile } from '../../org/door.js';
import { componentKey, defined } from '../../values.js';
import type { Change } from '../model/result.js';
import type { SnapshotChange, Switch } from '../model/saved.js';
import { type Drafted, draftWith, hasGrants, isAboutGrants } from './draft.js';
import type { Attempt, Edited } from './edited.js';
import { componentHash, hasItsKey, switchOf } from './fingerprint.js';
import type { Redrafted } from './switchingOff.js';

/**
 * Two things about the platform are unknown: whether it accepts a user in a deploy, and whether it accepts the same
 * grants again.
 */
type Variant = { withUser: boolean; leaveOutGrants: boolean };

const FIRST: Variant = { withUser: true, leaveOutGrants: false };

/**
 * Writes flag and user of the snapshot into the current component. If the org rejects that, its message decides what is
 * tried next.
 */
export const restoreAttempt = (change: SnapshotChange, now: RetrievedFile, variant = FIRST): Attempt | Refused => {
  const drafted = draft(change, now, variant);
  if (!drafted.ok) return drafted;
  return {
    edited: drafted.edited,
    otherwise: (problem) => {
      const next = nextVariant(variant, change, problem);
      const attempt = next && restoreAttempt(change, now, next);
      return attempt && 'edited' in attempt && attempt.edited.change.edits.length > 0 ? attempt : undefined;
    },
  };
};

const draft = (change: SnapshotChange, { path, text, id }: RetrievedFile, variant: Variant): Drafted => {
  const { control, app, component, before } = change;
  const hardens = before.relaxation === undefined ? undefined : (true as const);
  // An app whose flow stays on keeps the user that it has rather than none.
  const otherUser = hardens ? switchOf(component.type, text).user : null;
  const wanted = {
    ...before,
    ...(variant.withUser ? {} : { user: otherUser }),
    ...relaxationOf(before, component, text),
  };
  const candidate = { control, app, component, path, text, ...defined({ id, hardens }) };
  return draftWith((stripped) => restoreFlag(stripped, component.type, wanted), candidate, variant);
};

/** An org shows the default of an element that is taken out, so there would be nothing to verify: what is there stays. */
const relaxationOf = (
  { relaxation }: SnapshotChange['before'],
  { type }: SnapshotChange['component'],
  text: string,
): Pick<Switch, 'relaxation'> =>
  relaxation === null ? defined({ relaxation: switchOf(type, text, true).relaxation }) : {};

const nextVariant = (variant: Variant, { before, component }: SnapshotChange, problem: string): Variant | undefined => {
  if (isAboutGrants(problem))
    return variant.leaveOutGrants || !hasGrants(component.type) ? undefined : { ...variant, leaveOutGrants: true };
  return variant.withUser && before.user !== null ? { ...variant, withUser: false } : undefined;
};

/** If the component still has the meaning that was validated, the validated text itself is deployed. */
export const redraftRestore = (validated: readonly Edited[]): ((change: Change, file?: RetrievedFile) => Redrafted) => {
  const byComponent = new Map(validated.map((edited) => [componentKey(edited.change.component), edited]));
  return (change, file) => {
    if (!file) return { ok: false, reason: 'gone' };
    const edited = byComponent.get(componentKey(change.component));
    return edited && componentHash(file.text) === change.beforeHash && isSameApp(edited, file)
      ? { ok: true, edited }
      : { ok: false, reason: 'changed-since-plan' };
  };
};

const isSameApp = (edited: Edited, { id, text }: RetrievedFile): boolean =>
  hasItsKey(edited, text) && (edited.id === undefined || id === undefined || edited.id === id);
