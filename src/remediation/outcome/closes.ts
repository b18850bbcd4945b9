import { readsOn } from '../../metadata/read/values.js';
import { SWITCHES } from '../../metadata/switches.js';
import type { Change } from '../model/result.js';

/** Undoing a restore turns a flow off again. */
export const closes = ({ component, edits }: Change): boolean => {
  const flag = SWITCHES[component.type].flag.join('.');
  return edits.some(({ path, after }) => path === flag && !readsOn(after));
};
