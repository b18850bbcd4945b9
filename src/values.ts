/** The same object without its undefined properties, so that an optional property is either there or not. */
export const defined = <T extends Record<string, unknown>>(
  properties: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** `Type:fullName`: how a component is named, and by what files of it are found. */
export const componentKey = ({ type, fullName }: Readonly<{ type: string; fullName: string }>): string =>
  `${type}:${fullName}`;

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

/** Undefined where the text is no JSON, which has no such value itself. */
export const jsonIn = (text: string): unknown => unlessBroken((): unknown => JSON.parse(text));

/** DEL and C1 controls, what turns the reading direction, and the line ends that only Unicode knows. */
const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** How commands to the agent of a pipeline begin, which reads what is shown. */
const TO_AN_AGENT = /##(?=\w*\[)/g;

/**
 * The same JSON for whoever parses it. JSON itself escapes the oldest control characters alone: the others would reach a
 * terminal, or an editor in which somebody reads a plan before approving it.
 */
export const visibleJson = (json: string): string =>
  json
    .replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(TO_AN_AGENT, '#\\u0023');
