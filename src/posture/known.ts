/** A value that was read, or why it couldn't be read. Never a default in place of an answer. */
export type Known<T> = { known: true; value: T } | { known: false; why: string };

export const known = <T>(value: T): Known<T> => ({ known: true, value });

export const unknown = (why: string): { known: false; why: string } => ({ known: false, why });

export const mapKnown = <T, U>(from: Known<T>, convert: (value: T) => U): Known<U> =>
  from.known ? known(convert(from.value)) : from;

/** True if any is true, false if all are false, otherwise unknown. */
export const anyOf = (parts: ReadonlyArray<Known<boolean>>): Known<boolean> => {
  if (parts.some((part) => part.known && part.value)) return known(true);
  return parts.find((part) => !part.known) ?? known(false);
};

/** False if any is false, true if all are true, otherwise unknown. */
export const allOf = (parts: ReadonlyArray<Known<boolean>>): Known<boolean> => {
  if (parts.some((part) => part.known && !part.value)) return known(false);
  return parts.find((part) => !part.known) ?? known(true);
};
