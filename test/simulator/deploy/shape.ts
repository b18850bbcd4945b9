/** What elements a type knows, which may repeat, which it insists on, and since when. */

export type Shape = {
  /** The name that the platform's parser uses for it in its complaints. */
  typeName: string;
  flags: readonly string[];
  texts: readonly string[];
  /** May stand more than once. */
  lists: readonly string[];
  blocks: Readonly<Record<string, Shape>>;
  /** Known, but of no interest here: whatever stands inside is taken. */
  opaque: readonly string[];
  required: readonly string[];
  /** First API version that knows the element; without an entry any version does. */
  since: Readonly<Record<string, number>>;
  /** What an element falls back to when a deploy leaves it out. A flag without an entry falls back to false. */
  defaults: Readonly<Record<string, string>>;
};

const NO_DETAILS = { flags: [], texts: [], lists: [], blocks: {}, opaque: [], required: [], since: {}, defaults: {} };

export function shape(typeName: string, details: Partial<Shape>): Shape {
  return { ...NO_DETAILS, ...details, typeName };
}

export function sameSince(version: number, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, version]));
}
