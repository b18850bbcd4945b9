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

/** Reads a file of one type, or tells why it cannot be. */
export function readAs<F>(
  type: string,
  text: string,
  read: (root: Element, document: MetadataDocument) => F,
): F | Unparsable {
  const parsed = parseAs(type, text);
  return parsed.ok ? read(parsed.document.root, parsed.document) : parsed.problem;
}

export const valuesAt = (root: Element, ...path: readonly string[]): string[] => elementsAt(root, path).map(valueOf);

/** Where a file holds an element several times over, the first copy that says anything. */
export const firstValue = (root: Element, ...path: readonly string[]): string | undefined =>
  valuesAt(root, ...path).find((value) => value !== '');

/** The value of an element that names something: nothing, where its copies name different things. */
export const onlyValue = (root: Element, ...path: readonly string[]): string | undefined =>
  differingValues(root, path) ? undefined : firstValue(root, ...path);

/**
 * What each copy of an element says: those at its place, where none says nothing, and those that go by its name in another
 * place, case or namespace, of which nobody knows what the platform makes.
 */
function copiesOf(root: Element, path: readonly string[]): string[] {
  const copies = elementsAt(root, path);
  const strays = strayCopies(root, path, copies);
  const nothingAtItsPlace = copies.length === 0 && strays.length > 0;
  return [...(nothingAtItsPlace ? [''] : copies.flatMap(saidBy)), ...strays.flatMap(saidBy)];
}

/** One that holds further elements, or calls itself nil and holds a text, says more than one thing. */
const saidBy = (element: Element): string[] => {
  const values = [...elementsWithin(element)].map(valueOf);
  return element.nil ? ['', ...values] : values;
};

/** The values of an element whose copies differ, in case and white space alone not counting; otherwise undefined. */
export function differingValues(root: Element, path: readonly string[]): string[] | undefined {
  const values = new Map(copiesOf(root, path).map((value) => [value.trim().toLowerCase(), value]));
  return values.size > 1 ? [...values.values()] : undefined;
}

/**
 * An enumeration's raw word, null where the element is absent. Copies that disagree give their words together, which
 * is no word of the platform: nobody knows which one it takes, so none may count as proof.
 */
export function wordAt(root: Element, ...path: readonly string[]): string | null {
  const words = new Set(copiesOf(root, path));
  if (words.size < 2) return [...words][0] ?? null;
  // An empty copy must not vanish beside a word that is one of the platform's.
  return [...words].map((word) => word || '(empty)').join(' ');
}

/** XML schema's four spellings; any other case or word is no boolean. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

export const isBoolean = (value: string): boolean => BOOLEANS.has(trimBlanks(value));

/** An element that is not there has its default, which is off. */
export const readsOff = (value: string | null): boolean => value === null || BOOLEANS.get(trimBlanks(value)) === false;

export const readsOn = (value: string | null): boolean => value !== null && BOOLEANS.get(trimBlanks(value)) === true;

export const booleanOf = (element: Element): boolean | undefined =>
  isLeaf(element) ? BOOLEANS.get(valueOf(element)) : undefined;

export const saysOn = (element: Element): boolean => booleanOf(element) === true;

export const isUnreadable = (element: Element): boolean => element.nil || booleanOf(element) === undefined;

/** The flag at its place, and what goes by its name elsewhere in the file. */
export const flagAt = (root: Element, path: readonly string[]): FlagFact => {
  const copies = elementsAt(root, path);
  const fact = flagFact(copies);
  if (fact.state === 'on' || fact.state === 'unreadable') return fact;
  const stray = strayCopies(root, path, copies).find((copy) => isUnreadable(copy) || saysOn(copy));
  return stray ? { ...fact, state: 'unreadable', stray: ownText(stray), offset: stray.start } : fact;
};

/** Nobody knows what the platform makes of a flag in another place or another case: only one that is off changes nothing. */
export const strayCopies = (root: Element, path: readonly string[], copies: readonly Element[]): Element[] => {
  const name = caseless(path.at(-1) ?? '');
  return [...elementsWithin(root)].filter((element) => localName(element) === name && !copies.includes(element));
};

/** Without case, and without a namespace that is not the platform's. */
const localName = ({ name }: Element): string => caseless(name.slice(name.lastIndexOf('}') + 1));

/** A dotless i, an I with its dot and a long s have a case that lower case alone does not undo. */
const caseless = (name: string): string => name.toUpperCase().toLowerCase().replaceAll('\u0307', '');

/** One copy that is on decides, then one that cannot be read. A nil copy that holds `true` is on: nothing passes by it. */
export function flagFact(copies: readonly Element[]): FlagFact {
  const deciding = copies.find(saysOn) ?? copies.find(isUnreadable) ?? copies[0];
  if (deciding === undefined) return { state: 'absent', value: null };
  return { state: stateOf(deciding), value: ownText(deciding), offset: deciding.start };
}

function stateOf(copy: Element): FlagFact['state'] {
  if (saysOn(copy)) return 'on';
  return isUnreadable(copy) ? 'unreadable' : 'off';
}
