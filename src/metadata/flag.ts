import { trimBlanks } from './blanks.js';
import type { FlagFact } from './facts.js';
import { type Element, elementsAt, elementsWithin, isLeaf, ownText, valueOf } from './tree.js';

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
const strayCopies = (root: Element, path: readonly string[], copies: readonly Element[]): Element[] => {
  const name = path.at(-1)?.toLowerCase();
  return [...elementsWithin(root)].filter(
    (element) => element.name.toLowerCase() === name && !copies.includes(element),
  );
};

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
