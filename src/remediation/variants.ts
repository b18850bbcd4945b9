import { dropElements, stripSecrets, switchOff } from '../metadata/splice.js';
import type { Refusal, Refused } from '../metadata/splicing.js';
import { SWITCHES, type EditableType } from '../metadata/switches.js';
import type { Attempt, Edited } from './edited.js';
import { componentHash } from './hash.js';
import type { Change } from './model.js';

/** A component whose flow is to be switched off, with its text as the org gave it. */
export type Candidate = Pick<Change, 'control' | 'app' | 'component'> & { path: string; text: string };

/** What is not known of the platform: whether the user has to go or to stay, and whether grants may be sent again. */
export type Variant = { removeUser: boolean; leaveOutGrants: boolean };

const FIRST: Variant = { removeUser: true, leaveOutGrants: false };

/** Only adds grants, so that an org keeps those that a file does not name. No list of a connected app is like that. */
export const GRANTS: Readonly<Record<EditableType, readonly string[]>> = {
  ConnectedApp: [],
  ExtlClntAppOauthConfigurablePolicies: ['commaSeparatedPermissionSet', 'commaSeparatedProfile'],
};

export type Drafted = { ok: true; edited: Edited } | Refused;

export const draft = ({ control, app, component, path, text }: Candidate, variant: Variant = FIRST): Drafted => {
  const stripped = stripSecrets(text);
  if (!stripped.ok) return stripped;
  const off = switchOff(stripped.text, component.type, { removeUser: variant.removeUser });
  if (!off.ok) return off;
  const lighter = dropElements(off.text, variant.leaveOutGrants ? GRANTS[component.type] : []);
  if (!lighter.ok) return lighter;
  const beforeHash = componentHash(text);
  if (beforeHash === undefined) return { ok: false, problem: 'not-proven' satisfies Refusal };
  const leftOut = [...new Set(lighter.edits.map((edit) => edit.path))].sort();
  const change = { control, app, component, edits: off.edits, ...(leftOut.length > 0 ? { leftOut } : {}), beforeHash };
  return { ok: true, edited: { change, path, original: stripped.text, sent: lighter.text, meant: off.text } };
};

/** The smallest edit first; a refusal decides what is tried next. */
export const attemptOf = (candidate: Candidate, variant: Variant = FIRST): Attempt | Refused => {
  const drafted = draft(candidate, variant);
  if (!drafted.ok) return drafted;
  const { edited } = drafted;
  return {
    edited,
    otherwise: (problem) => {
      const next = nextVariant(variant, edited, problem);
      const attempt = next && attemptOf(candidate, next);
      return attempt && 'edited' in attempt ? attempt : undefined;
    },
  };
};

/** The very variant that a plan names. */
export const variantOf = (
  { edits, leftOut }: Pick<Edited['change'], 'edits' | 'leftOut'>,
  type: EditableType,
): Variant => ({
  removeUser: edits.some(({ path }) => path === SWITCHES[type].user.join('.')),
  leaveOutGrants: leftOut !== undefined,
});

export const GRANTED_ALREADY = /\bnames? (?:is|are) already taken\b/i;

const nextVariant = (variant: Variant, { change }: Edited, problem: string): Variant | undefined => {
  const { type } = change.component;
  if (GRANTED_ALREADY.test(problem))
    return variant.leaveOutGrants || GRANTS[type].length === 0 ? undefined : { ...variant, leaveOutGrants: true };
  const removesUser = change.edits.some(({ path }) => path === SWITCHES[type].user.join('.'));
  return removesUser ? { ...variant, removeUser: false } : undefined;
};
