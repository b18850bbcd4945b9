import { trimBlanks } from './blanks.js';
import type { FlagFact } from './facts.js';
import { type Element, isLeaf, ownText, valueOf } from './tree.js';

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
