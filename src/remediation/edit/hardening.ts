import type { Refused } from '../../metadata/edit/proven.js';
import { restoreFlag } from '../../metadata/edit/restoreFlag.js';
import { SWITCHES } from '../../metadata/switches.js';
import type { RetrievedFile } from '../../org/door.js';
import { defined } from '../../values.js';
import type { Change } from '../model/result.js';
import { type Candidate, type Drafted, draftWith, hasGrants, isAboutGrants } from './draft.js';
import type { Attempt } from './edited.js';
import { switchOf } from './fingerprint.js';
import { isSameChange, redraft as redraftOff, type Redrafted } from './switchingOff.js';

/** The IP relaxation and Run As user in a policy whose flow stays on: the same edit as that of a restore. */

/** What is to be set. Missing: it stays as it is. */
export type Hardened = { user?: string; relaxation?: string };

type Variant = { leaveOutGrants: boolean };

const wantedIn = (text: string, hardened: Hardened): ReturnType<typeof switchOf> => ({
  ...switchOf('ExtlClntAppOauthConfigurablePolicies', text, true),
  ...hardened,
});

const draft = (candidate: Candidate, hardened: Hardened, variant: Variant): Drafted => {
  const { type } = candidate.component;
  const splice = (text: string): ReturnType<typeof restoreFlag> => restoreFlag(text, type, wantedIn(text, hardened));
  return draftWith(splice, { ...candidate, hardens: true }, variant);
};

/** Undefined: everything that this tool would set is set. */
export const hardeningAttempt = (
  candidate: Candidate,
  hardened: Hardened,
  variant: Variant = { leaveOutGrants: false },
): Attempt | Refused | undefined => {
  const drafted = draft(candidate, hardened, variant);
  if (!drafted.ok) return drafted;
  if (drafted.edited.change.edits.length === 0) return undefined;
  return {
    edited: drafted.edited,
    otherwise: (problem) => {
      const mayGoWithout = isAboutGrants(problem) && !variant.leaveOutGrants && hasGrants(candidate.component.type);
      const attempt = mayGoWithout ? hardeningAttempt(candidate, hardened, { leaveOutGrants: true }) : undefined;
      return attempt && 'edited' in attempt ? attempt : undefined;
    },
  };
};

/** Makes a planned change again, of either kind. */
export const redraft = (change: Change, file: RetrievedFile | undefined): Redrafted => {
  if (!change.hardens) return redraftOff(change, file);
  if (!file) return { ok: false, reason: 'gone' };
  const { control, app, component, atStake } = change;
  const { path, text, id } = file;
  const candidate = { control, app, component, ...defined({ atStake, id }), path, text };
  const drafted = draft(candidate, hardenedBy(change), { leaveOutGrants: change.leftOut !== undefined });
  return drafted.ok && isSameChange(drafted.edited.change, change)
    ? { ok: true, edited: drafted.edited }
    : { ok: false, reason: 'changed-since-plan' };
};

const hardenedBy = ({ edits, component }: Change): Hardened => {
  const { user, relaxation = [] } = SWITCHES[component.type];
  const setAt = (path: readonly string[]): string | undefined =>
    edits.find((edit) => edit.path === path.join('.'))?.after ?? undefined;
  return defined({ user: setAt(user), relaxation: setAt(relaxation) });
};

/** Everything that a planned change was to set is there. */
export const isSetAlready = ({ edits, component }: Change, text: string): boolean => {
  const { user, relaxation = [] } = SWITCHES[component.type];
  const now = switchOf(component.type, text, true);
  const values: Record<string, string | null> = {
    [user.join('.')]: now.user,
    [relaxation.join('.')]: now.relaxation ?? null,
  };
  return edits.every(({ path, after }) => (values[path] ?? '').toLowerCase() === (after ?? '').toLowerCase());
};
