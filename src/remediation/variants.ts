import { defined } from '../defined.js';
import { switchOff } from '../metadata/splice.js';
import type { Refused } from '../metadata/splicing.js';
import { SWITCHES, type EditableType } from '../metadata/switches.js';
import { draftWith, hasGrants, isAboutGrants, type Candidate, type Drafted } from './drafting.js';
import type { Attempt, Edited } from './edited.js';
import type { Change } from './model.js';
import { switchOf } from './switchOf.js';

/** What is not known of the platform: whether the user has to go or to stay, and whether grants may be sent again. */
export type Variant = { removeUser: boolean; leaveOutGrants: boolean };

const FIRST: Variant = { removeUser: true, leaveOutGrants: false };

export const draft = (candidate: Candidate, variant: Variant = FIRST): Drafted => {
  const drafted = draftWith((text) => switchOff(text, candidate.component.type, variant), candidate, variant);
  if (!drafted.ok || variant.removeUser || switchOf(candidate.component.type, candidate.text).user === null)
    return drafted;
  return { ok: true, edited: { ...drafted.edited, change: { ...drafted.edited.change, keepsUser: true } } };
};

/** The smallest edit first; a refusal decides what is tried next. */
export const attemptOf = (
  candidate: Candidate,
  variant: Variant = FIRST,
  refusedAtFirst?: string,
): Attempt | Refused => {
  const drafted = draft(candidate, variant);
  if (!drafted.ok) return drafted;
  const { edited } = drafted;
  return {
    edited,
    ...defined({ refusedAtFirst }),
    otherwise: (problem) => {
      const next = nextVariant(variant, edited, problem);
      const attempt =
        next && attemptOf(candidate, next, next.removeUser ? refusedAtFirst : (refusedAtFirst ?? problem));
      return attempt && 'edited' in attempt ? attempt : undefined;
    },
  };
};

/** The very variant that a plan names. */
export const variantOf = (change: Pick<Change, 'edits' | 'leftOut'>, type: EditableType): Variant => ({
  removeUser: removesUser(change, type),
  leaveOutGrants: change.leftOut !== undefined,
});

const nextVariant = (variant: Variant, { change }: Edited, problem: string): Variant | undefined => {
  const { type } = change.component;
  if (isAboutGrants(problem))
    return variant.leaveOutGrants || !hasGrants(type) ? undefined : { ...variant, leaveOutGrants: true };
  return removesUser(change, type) ? { ...variant, removeUser: false } : undefined;
};

const removesUser = ({ edits }: Pick<Change, 'edits'>, type: EditableType): boolean =>
  edits.some(({ path }) => path === SWITCHES[type].user.join('.'));
