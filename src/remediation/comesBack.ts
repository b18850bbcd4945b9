import { restoreFlag } from '../metadata/restoreFlag.js';
import type { EditableType } from '../metadata/switches.js';
import { componentHash } from './hash.js';
import { switchOf } from './switchOf.js';

/** Whether a restore, which knows one flag and one user, could make the original of what an edit leaves. */
export const comesBack = (type: EditableType, original: string, edited: string): boolean => {
  const back = restoreFlag(edited, type, switchOf(type, original));
  return back.ok && componentHash(back.text) === componentHash(original);
};
