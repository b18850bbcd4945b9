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

/** The values of an element whose copies differ, in case and white space alone not counting; otherwise undefined. */
export function differingValues(root: Element, path: readonly string[]): string[] | undefined {
  const values = new Map(valuesAt(root, ...path).map((value) => [value.trim().toLowerCase(), value]));
  return values.size > 1 ? [...values.values()] : undefined;
}

/**
 * An enumeration's raw word, null where the element is absent. Copies that disagree give their words together, which
 * is no word of the platform: nobody knows which one it takes, so none may count as proof.
 */
export function wordAt(root: Element, ...path: readonly string[]): string | null {
  const words = new Set(valuesAt(root, ...path));
  if (words.size < 2) return [...words][0] ?? null;
  // An empty copy must not vanish beside a word that is one of the platform's.
  return [...words].map((word) => word || '(empty)').join(' ');
}
