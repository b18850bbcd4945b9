import type { Known } from '../known.js';
import type { FactorState } from '../model.js';

/** The state of one factor. `detail` is short data: names, lists, counts. */
export type Signal = { state: FactorState; detail?: string };

const signal = (state: FactorState, detail?: string): Signal => ({ state, ...(detail ? { detail } : {}) });

export const present = (detail?: string): Signal => signal('present', detail);
export const absent = (detail?: string): Signal => signal('absent', detail);
export const unknown = (why?: string): Signal => signal('unknown', why);

export const fromKnown = <T>(known: Known<T>, read: (value: T) => Signal): Signal =>
  known.known ? read(known.value) : unknown(known.why);

const NAMED_AT_MOST = 12;

/** Names for a `detail`: the first few of a sorted list, and the number of the others. */
export const shortened = (names: readonly string[]): string => {
  const more = names.length - NAMED_AT_MOST;
  return names.slice(0, NAMED_AT_MOST).join(', ') + (more > 0 ? `, +${more}` : '');
};

export const listed = (names: readonly string[]): string => shortened([...new Set(names)].sort());
