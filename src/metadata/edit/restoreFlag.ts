import { isBoolean } from '../read/values.js';
import { type EditableType, SWITCHES } from '../switches.js';
import { trimBlanks } from '../xml/characters.js';
import { type Spliced, refused } from './proven.js';
import { setValues } from './setValues.js';

/** The state of an app in a snapshot. Null: the element was absent. */
export type Before = { flag: string | null; user: string | null };

/** Writes the flag and user of a snapshot into the current component, and nothing else from the snapshot. */
export function restoreFlag(text: string, type: EditableType, { flag, user }: Before): Spliced {
  if (flag !== null && !isBoolean(flag)) return refused('unreadable-flag');
  const paths = SWITCHES[type];
  return setValues(text, type, [
    { path: paths.flag, value: flag === null ? null : trimBlanks(flag) },
    { path: paths.user, value: user === null ? null : trimBlanks(user) },
  ]);
}
