import type { Known } from '../posture/subject.js';

export const known = <T>(value: T): Known<T> => ({ known: true, value });

export const unknown = (why: string): { known: false; why: string } => ({ known: false, why });

export const mapKnown = <T, U>(from: Known<T>, convert: (value: T) => U): Known<U> =>
  from.known ? known(convert(from.value)) : from;

/** Yes if any is yes, no if all are no, otherwise not known. */
export const anyOf = (parts: ReadonlyArray<Known<boolean>>): Known<boolean> => {
  if (parts.some((part) => part.known && part.value)) return known(true);
  return parts.find((part) => !part.known) ?? known(false);
};

/** No if any is no, yes if all are yes, otherwise not known. */
export const allOf = (parts: ReadonlyArray<Known<boolean>>): Known<boolean> => {
  if (parts.some((part) => part.known && !part.value)) return known(false);
  return parts.find((part) => !part.known) ?? known(true);
};
