/** The same object without its undefined properties, so that an optional property is either present or absent. */
export const defined = <T extends Record<string, unknown>>(
  properties: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** `Type:fullName`: the name of a component, and the key of its files. */
export const componentKey = ({ type, fullName }: Readonly<{ type: string; fullName: string }>): string =>
  `${type}:${fullName}`;

/** For files from outside: no member can be trusted to have its type before it's checked. */

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

/** For JSON: deeply nested values overflow every function that walks through them. */
export const unlessBroken = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
};

/** Undefined if the text isn't JSON. JSON itself has no undefined. */
export const jsonIn = (text: string): unknown => unlessBroken((): unknown => JSON.parse(text));

/** DEL and C1 controls, characters that change the reading direction, and the line ends of Unicode. */
const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** How commands to the agent of a pipeline begin, which reads what is shown. */
const TO_AN_AGENT = /##(?=\w*\[)/g;

/**
 * The same JSON for a parser. JSON escapes only the oldest control characters. The others would reach a terminal, or
 * the editor in which a person reads a plan before approving it.
 */
export const visibleJson = (json: string): string =>
  json
    .replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(TO_AN_AGENT, '#\\u0023');
