import type { Refused } from '../../metadata/edit/proven.js';
import { switchOff } from '../../metadata/edit/switchOff.js';
import { type EditableType, SWITCHES } from '../../metadata/switches.js';
import type { RetrievedFile } from '../../org/door.js';
import { isSameId } from '../../org/names.js';
import { defined } from '../../values.js';
import type { Change } from '../model/result.js';
import { type Candidate, type Drafted, draftWith, hasGrants, isAboutGrants } from './draft.js';
import type { Attempt, Edited } from './edited.js';
import { switchOf } from './fingerprint.js';

/** What is not known of the platform: whether the user has to go or to stay, and whether grants may be sent again. */
export type Variant = { removeUser: boolean; leaveOutGrants: boolean };

const FIRST: Variant = { removeUser: true, leaveOutGrants: false };

const draft = (candidate: Candidate, variant: Variant = FIRST): Drafted => {
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
const variantOf = (change: Pick<Change, 'edits' | 'leftOut'>, type: EditableType): Variant => ({
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

export type Redrafted = { ok: true; edited: Edited } | { ok: false; reason: 'gone' | 'changed-since-plan' };

/** A planned edit made anew on the component as it is now. It has to come out as it was planned. */
export const redraft = (change: Change, file: RetrievedFile | undefined): Redrafted => {
  if (!file) return { ok: false, reason: 'gone' };
  const { control, app, component, atStake } = change;
  const { path, text, id } = file;
  const candidate = { control, app, component, ...defined({ atStake, id }), path, text };
  const drafted = draft(candidate, variantOf(change, component.type));
  return drafted.ok && isSameChange(drafted.edited.change, change)
    ? { ok: true, edited: drafted.edited }
    : { ok: false, reason: 'changed-since-plan' };
};

export const isSameChange = (one: Change, other: Change): boolean =>
  essence(one) === essence(other) && (!one.id || !other.id || isSameId(one.id, other.id));

const essence = ({ control, component, edits, leftOut, hardens, beforeHash }: Change): string =>
  JSON.stringify([
    control,
    component.type,
    component.fullName,
    edits.map(({ path, before, after }) => [path, before, after]),
    leftOut ?? [],
    hardens ?? false,
    beforeHash,
  ]);
