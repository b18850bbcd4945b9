import { to18 } from '../ids.js';
import type { Comparable } from './condition.js';
import type { Path } from './paths.js';

/** Ids are the same with 15 and with 18 characters, and their case matters. */
export function key(value: Comparable, { field }: Path): Comparable {
  if (typeof value !== 'string') return value;
  return field.type === 'id' || field.type === 'reference'
    ? [...to18(value)].map(guardCase).join('')
    : value.toLowerCase();
}

/** Comparisons of text ignore case; ids must not. */
const guardCase = (character: string): string => (/[A-Z]/.test(character) ? `^${character}` : character);

export function literal(raw: string): Comparable {
  const quoted = /^'(.*)'$/s.exec(raw);
  if (quoted)
    return (quoted[1] ?? '').replaceAll(
      /\\(.)/g,
      (_, escaped: string) => ({ n: '\n', r: '\r', t: '\t' })[escaped] ?? escaped,
    );
  const word = raw.toUpperCase();
  if (word === 'NULL') return null;
  if (word === 'TRUE' || word === 'FALSE') return word === 'TRUE';
  return Number.isNaN(Number(raw)) ? raw : Number(raw);
}
