import { defined } from '../defined.js';
import { restoreFlag } from '../metadata/restoreFlag.js';
import type { Refused } from '../metadata/splicing.js';
import type { RetrievedFile } from '../org/door.js';
import { draftWith, hasGrants, isAboutGrants, type Drafted } from './drafting.js';
import type { Attempt } from './edited.js';
import type { SnapshotChange } from './snapshotModel.js';

/** What is not known of the platform: whether it takes a user by deploy, and whether grants may be sent again. */
type Variant = { withUser: boolean; leaveOutGrants: boolean };

const FIRST: Variant = { withUser: true, leaveOutGrants: false };

/** Flag and user of the snapshot in the component as it is now. A refusal decides what, if anything, is tried next. */
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
  const wanted = variant.withUser ? before : { ...before, user: null };
  const candidate = { control, app, component, path, text, ...defined({ id }) };
  return draftWith((stripped) => restoreFlag(stripped, component.type, wanted), candidate, variant);
};

const nextVariant = (variant: Variant, { before, component }: SnapshotChange, problem: string): Variant | undefined => {
  if (isAboutGrants(problem))
    return variant.leaveOutGrants || !hasGrants(component.type) ? undefined : { ...variant, leaveOutGrants: true };
  return variant.withUser && before.user !== null ? { ...variant, withUser: false } : undefined;
};
