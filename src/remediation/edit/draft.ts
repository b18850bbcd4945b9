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

/** Only adds grants, so that an org keeps those that a file does not name. No list of a connected app is like that. */
const GRANTS: Readonly<Record<EditableType, readonly string[]>> = {
  ConnectedApp: [],
  ExtlClntAppOauthConfigurablePolicies: ['commaSeparatedPermissionSet', 'commaSeparatedProfile'],
};

/** What an org says that does not want to be sent grants again. */
export const isAboutGrants = (problem: string): boolean => /\bnames? (?:is|are) already taken\b/i.test(problem);

export const hasGrants = (type: EditableType): boolean => GRANTS[type].length > 0;

/** Secrets out, one splice, and no grants where they were refused: the file to send, and what it has to come back as. */
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

/** What is off is put back as nothing more than off, in whatever odd form it was before. */
const isOn = (type: EditableType, text: string): boolean => readsOn(switchOf(type, text).flag);

/** Whether a restore, which knows no more than a snapshot has, could make the original of what an edit leaves. */
const canBeRestored = (type: EditableType, original: string, edited: string, hardens?: true): boolean => {
  const back = restoreFlag(edited, type, switchOf(type, original, hardens));
  return back.ok && componentHash(back.text) === componentHash(original);
};
