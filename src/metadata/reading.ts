import type { Unparsable } from './facts.js';
import { parseAs } from './parse.js';
import { type Element, elementsAt, valueOf } from './tree.js';

/** Reads a file of one type, or tells why it cannot be. */
export function readAs<F>(type: string, text: string, read: (root: Element) => F): F | Unparsable {
  const parsed = parseAs(type, text);
  return parsed.ok ? read(parsed.document.root) : parsed.problem;
}

export const valuesAt = (root: Element, ...path: readonly string[]): string[] => elementsAt(root, path).map(valueOf);

/** Where a file holds an element several times over, the first copy that says anything. */
export const firstValue = (root: Element, ...path: readonly string[]): string | undefined =>
  valuesAt(root, ...path).find((value) => value !== '');

/**
 * An enumeration's raw word, null where the element is absent. Copies that disagree give their words together, which
 * is no word of the platform: nobody knows which one it takes, so none may count as proof.
 */
export function wordAt(root: Element, ...path: readonly string[]): string | null {
  const words = new Set(valuesAt(root, ...path));
  return words.size === 0 ? null : [...words].join(' ');
}
