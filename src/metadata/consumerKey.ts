import { parseMetadata } from './parse.js';
import { elementsWithin, valueOf } from './tree.js';

/** The consumer keys that a file names, each once and in no order that means anything. They must not leave the memory. */
export function consumerKeysOf(text: string): string[] {
  const parsed = parseMetadata(text);
  if (!parsed.ok) return [];
  const named = [...elementsWithin(parsed.document.root)].filter(({ name }) => name === 'consumerKey').map(valueOf);
  return [...new Set(named)].filter((value) => value !== '').sort();
}
