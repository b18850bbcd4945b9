/** For files that come from outside: nothing in them is what it should be before it was looked at. */

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string';

export const isTruth = (value: unknown): value is boolean => typeof value === 'boolean';

export const isListOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem);

export const isMissingOr = (is: (value: unknown) => boolean, value: unknown): boolean =>
  value === undefined || is(value);

export const isNullOr = (is: (value: unknown) => boolean, value: unknown): boolean => value === null || is(value);

/** For JSON: what is nested deep enough overflows whatever walks through it. */
export const unlessBroken = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
};
