import type { Refused, Spliced } from '../../metadata/edit/proven.js';
import { restoreFlag } from '../../metadata/edit/restoreFlag.js';
import { dropElements, stripSecrets } from '../../metadata/edit/switchOff.js';
import { readsOn } from '../../metadata/read/values.js';
import type { EditableType } from '../../metadata/switches.js';
import { defined } from '../../values.js';
import type { Change } from '../model/result.js';
import type { Edited } from './edited.js';
import { componentHash, keyMarkOf, switchOf, textMarkOf } from './fingerprint.js';

/** A component to edit, with its text as the org returned it. */
export type Candidate = Pick<Change, 'control' | 'app' | 'component' | 'atStake' | 'hardens'> & {
  path: string;
  text: string;
  id?: string;
};

export type Drafted = { ok: true; edited: Edited } | Refused;

/** Lists that only add grants: if a file leaves them out, the org keeps its own. A connected app has no such list. */
const GRANTS: Readonly<Record<EditableType, readonly string[]>> = {
  ConnectedApp: [],
  ExtlClntAppOauthConfigurablePolicies: ['commaSeparatedPermissionSet', 'commaSeparatedProfile'],
};

/** The message of an org that doesn't accept the same grants again. */
export const isAboutGrants = (problem: string): boolean => /\bnames? (?:is|are) already taken\b/i.test(problem);

export const hasGrants = (type: EditableType): boolean => GRANTS[type].length > 0;

/**
 * Creates the file to deploy, without secrets, with one edit, and without grants that the org rejected, and the text
 * that it's expected to return.
 */
export const draftWith = (
  splice: (text: string) => Spliced,
  { control, app, component, atStake, hardens, path, text, id }: Candidate,
  { leaveOutGrants }: { leaveOutGrants: boolean },
): Drafted => {
  const stripped = stripSecrets(text);
  if (!stripped.ok) return stripped;
  const spliced = splice(stripped.text);
  if (!spliced.ok) return spliced;
  if (isOn(component.type, stripped.text) && !canBeRestored(component.type, stripped.text, spliced.text, hardens))
    return { ok: false, problem: 'not-restorable' };
  const lighter = dropElements(spliced.text, leaveOutGrants ? GRANTS[component.type] : []);
  if (!lighter.ok) return lighter;
  const beforeHash = componentHash(text);
  if (beforeHash === undefined) return { ok: false, problem: 'not-proven' };
  const leftOut = [...new Set(lighter.edits.map((edit) => edit.path))].sort();
  const change = {
    ...{ control, app, component, edits: spliced.edits },
    ...(leftOut.length > 0 && { leftOut }),
    beforeHash,
    ...defined({ hardens, atStake, id }),
  };
  const [original, sent, meant] = [stripped.text, lighter.text, spliced.text];
  const marks = { keyMark: keyMarkOf(text), textMark: textMarkOf(text) };
  return { ok: true, edited: { change, path, original, sent, meant, ...marks, ...defined({ id }) } };
};

/** A flag that wasn't on is restored as plain off, even if it was written in an unusual way. */
const isOn = (type: EditableType, text: string): boolean => readsOn(switchOf(type, text).flag);

/** Whether a restore, which knows no more than a snapshot has, could make the original of what an edit leaves. */
const canBeRestored = (type: EditableType, original: string, edited: string, hardens?: true): boolean => {
  const back = restoreFlag(edited, type, switchOf(type, original, hardens));
  return back.ok && componentHash(back.text) === componentHash(original);
};
