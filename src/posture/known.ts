/** A thing that was read, or why it could not be. Never a default in place of an answer. */
export type Known<T> = { known: true; value: T } | { known: false; why: string };

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
