import { isBoolean } from '../read/values.js';
import { type EditableType, SWITCHES } from '../switches.js';
import { trimBlanks } from '../xml/characters.js';
import { type Spliced, refused } from './proven.js';
import { setValues } from './setValues.js';

/** What a snapshot says of one app. Null: the element was not there. */
export type Before = { flag: string | null; user: string | null };

/** Splices a snapshot's flag and execution user into the component as it is now, and nothing else of the snapshot. */
export function restoreFlag(text: string, type: EditableType, { flag, user }: Before): Spliced {
  if (flag !== null && !isBoolean(flag)) return refused('unreadable-flag');
  const paths = SWITCHES[type];
  return setValues(text, type, [
    { path: paths.flag, value: flag === null ? null : trimBlanks(flag) },
    { path: paths.user, value: user === null ? null : trimBlanks(user) },
  ]);
}
