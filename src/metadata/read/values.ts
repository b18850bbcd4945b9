import type { FlagFact, Unparsable } from '../facts.js';
import { trimBlanks } from '../xml/characters.js';
import { parseAs } from '../xml/parse.js';
import {
  type Element,
  elementsAt,
  elementsWithin,
  isLeaf,
  type MetadataDocument,
  ownText,
  valueOf,
} from '../xml/tree.js';

/** Reads a file of one type, or says why it can't be read. */
export function readAs<F>(
  type: string,
  text: string,
  read: (root: Element, document: MetadataDocument) => F,
): F | Unparsable {
  const parsed = parseAs(type, text);
  return parsed.ok ? read(parsed.document.root, parsed.document) : parsed.problem;
}

export const valuesAt = (root: Element, ...path: readonly string[]): string[] => elementsAt(root, path).map(valueOf);

/** The first copy of an element that isn't empty. */
export const firstValue = (root: Element, ...path: readonly string[]): string | undefined =>
  valuesAt(root, ...path).find((value) => value !== '');

/** The value of an element that names something. Undefined if its copies name different things. */
export const onlyValue = (root: Element, ...path: readonly string[]): string | undefined =>
  differingValues(root, path) ? undefined : firstValue(root, ...path);

/**
 * The value of each copy of an element: those in its place ('' if there is none), and those with its name in another
 * place, case, or namespace, whose effect is unknown.
 */
function copiesOf(root: Element, path: readonly string[]): string[] {
  const copies = elementsAt(root, path);
  const strays = strayCopies(root, path, copies);
  const nothingAtItsPlace = copies.length === 0 && strays.length > 0;
  return [...(nothingAtItsPlace ? [''] : copies.flatMap(saidBy)), ...strays.flatMap(saidBy)];
}

/** An element with child elements, or one that is nil and still has text, has more than one value. */
const saidBy = (element: Element): string[] => {
  const values = [...elementsWithin(element)].map(valueOf);
  return element.nil ? ['', ...values] : values;
};

/** The values of an element whose copies differ in more than case and white space, or undefined. */
export function differingValues(root: Element, path: readonly string[]): string[] | undefined {
  const values = new Map(copiesOf(root, path).map((value) => [value.trim().toLowerCase(), value]));
  return values.size > 1 ? [...values.values()] : undefined;
}

/**
 * The raw word of an enumeration, null if the element is absent. If copies differ, the words are joined. The result
 * isn't a word of the platform, so it can't count as proof.
 */
export function wordAt(root: Element, ...path: readonly string[]): string | null {
  const words = new Set(copiesOf(root, path));
  if (words.size < 2) return [...words][0] ?? null;
  // An empty copy must stay visible next to a valid word.
  return [...words].map((word) => word || '(empty)').join(' ');
}

/** The four spellings of XML Schema. Any other case or word isn't a boolean. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

export const isBoolean = (value: string): boolean => BOOLEANS.has(trimBlanks(value));

/** An absent element has its default, which is off. */
export const readsOff = (value: string | null): boolean => value === null || BOOLEANS.get(trimBlanks(value)) === false;

export const readsOn = (value: string | null): boolean => value !== null && BOOLEANS.get(trimBlanks(value)) === true;

export const booleanOf = (element: Element): boolean | undefined =>
  isLeaf(element) ? BOOLEANS.get(valueOf(element)) : undefined;

export const saysOn = (element: Element): boolean => booleanOf(element) === true;

export const isUnreadable = (element: Element): boolean => element.nil || booleanOf(element) === undefined;

/** The flag in its place, and elements of its name elsewhere in the file. */
export const flagAt = (root: Element, path: readonly string[]): FlagFact => {
  const copies = elementsAt(root, path);
  const fact = flagFact(copies);
  if (fact.state === 'on' || fact.state === 'unreadable') return fact;
  const nil = above(root, path).find((element) => element.nil);
  if (nil) return { ...fact, state: 'unreadable', offset: nil.start };
  const stray = strayCopies(root, path, copies).find((copy) => isUnreadable(copy) || saysOn(copy));
  return stray ? { ...fact, state: 'unreadable', stray: ownText(stray), offset: stray.start } : fact;
};

/** The elements around a flag. One that is nil says nothing of it, whether it contains one or not. */
const above = (root: Element, path: readonly string[]): Element[] => [
  root,
  ...path.slice(1).flatMap((_, at) => elementsAt(root, path.slice(0, at + 1))),
];

/**
 * Elements with the flag's name in another place or case. Their effect is unknown, so only a value of false is
 * harmless.
 */
export const strayCopies = (root: Element, path: readonly string[], copies: readonly Element[]): Element[] => {
  const name = caseless(path.at(-1) ?? '');
  return [...elementsWithin(root)].filter((element) => localName(element) === name && !copies.includes(element));
};

/** Without case, and without a namespace that is not the platform's. */
const localName = ({ name }: Element): string => caseless(name.slice(name.lastIndexOf('}') + 1));

/** A dotless i, an I with its dot and a long s have a case that lower case alone does not undo. */
const caseless = (name: string): string => name.toUpperCase().toLowerCase().replaceAll('\u0307', '');

/**
 * A copy that is on decides, then one that can't be read. A nil copy that contains `true` counts as on, so that no app
 * passes because of it.
 */
export function flagFact(copies: readonly Element[]): FlagFact {
  const deciding = copies.find(saysOn) ?? copies.find(isUnreadable) ?? copies[0];
  if (deciding === undefined) return { state: 'absent', value: null };
  return { state: stateOf(deciding), value: ownText(deciding), offset: deciding.start };
}

function stateOf(copy: Element): FlagFact['state'] {
  if (saysOn(copy)) return 'on';
  return isUnreadable(copy) ? 'unreadable' : 'off';
}
