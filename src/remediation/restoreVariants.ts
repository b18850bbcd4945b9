import { restoreFlag } from '../metadata/restoreFlag.js';
import { dropElements, stripSecrets } from '../metadata/splice.js';
import type { Refused } from '../metadata/splicing.js';
import type { RetrievedFile } from '../org/door.js';
import type { Attempt, Edited } from './edited.js';
import { componentHash } from './hash.js';
import type { SnapshotChange } from './snapshotModel.js';
import { switchOf } from './switchOf.js';
import { GRANTED_ALREADY, GRANTS } from './variants.js';

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

/** The user that the snapshot names and that the restored component will not have. */
export const userLeftOut = ({ before, component }: SnapshotChange, { meant }: Edited): string | undefined =>
  before.user !== null && switchOf(component.type, meant).user === null ? before.user : undefined;

type Drafted = { ok: true; edited: Edited } | Refused;

const draft = (
  { control, app, component, before }: SnapshotChange,
  { path, text }: RetrievedFile,
  { withUser, leaveOutGrants }: Variant,
): Drafted => {
  const stripped = stripSecrets(text);
  if (!stripped.ok) return stripped;
  const wanted = withUser ? before : { ...before, user: null };
  const back = restoreFlag(stripped.text, component.type, wanted);
  if (!back.ok) return back;
  const lighter = dropElements(back.text, leaveOutGrants ? GRANTS[component.type] : []);
  if (!lighter.ok) return lighter;
  const beforeHash = componentHash(text);
  if (beforeHash === undefined) return { ok: false, problem: 'not-proven' };
  const leftOut = [...new Set(lighter.edits.map((edit) => edit.path))].sort();
  const change = { control, app, component, edits: back.edits, ...(leftOut.length > 0 && { leftOut }), beforeHash };
  return { ok: true, edited: { change, path, original: stripped.text, sent: lighter.text, meant: back.text } };
};

const nextVariant = (variant: Variant, { before, component }: SnapshotChange, problem: string): Variant | undefined => {
  if (GRANTED_ALREADY.test(problem))
    return variant.leaveOutGrants || GRANTS[component.type].length === 0
      ? undefined
      : { ...variant, leaveOutGrants: true };
  return variant.withUser && before.user !== null ? { ...variant, withUser: false } : undefined;
};
