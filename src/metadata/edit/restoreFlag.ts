import { isBoolean } from '../read/values.js';
import { type EditableType, SWITCHES } from '../switches.js';
import { trimBlanks } from '../xml/characters.js';
import { type Spliced, refused } from './proven.js';
import { setValues } from './setValues.js';

/** What a snapshot says of one app. Null: the element was not there. */
export type Before = {
  flag: string | null;
  user: string | null;
  /** Undefined: it is left as it is. */
  relaxation?: string | null;
};

/** Sets the flag, the Run As user and, if it's given, the IP relaxation of a snapshot in the current component. */
export function restoreFlag(text: string, type: EditableType, { flag, user, relaxation }: Before): Spliced {
  if (flag !== null && !isBoolean(flag)) return refused('unreadable-flag');
  const paths = SWITCHES[type];
  return setValues(text, type, [
    { path: paths.flag, value: flag === null ? null : trimBlanks(flag) },
    { path: paths.user, value: user === null ? null : trimBlanks(user) },
    ...(relaxation === undefined || paths.relaxation === undefined
      ? []
      : [{ path: paths.relaxation, value: relaxation === null ? null : trimBlanks(relaxation) }]),
  ]);
}
