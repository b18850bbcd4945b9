import picomatch from 'picomatch';
import { fold } from './names.js';

/** Whoever names an app chooses what a pattern is tried on: no pattern may take longer than its length times the name's. */

export type NameTest = (name: string) => boolean;

/** An API name with its namespace has less than a hundred. */
const LONGEST_PATTERN = 300;

const ANY_LETTERS = Symbol('any letters');
const ONE_LETTER = Symbol('one letter');
type Token = string | typeof ANY_LETTERS | typeof ONE_LETTER;

/** Throws where it is no pattern. */
export const nameTest = (pattern: string): NameTest => {
  if (pattern.length > LONGEST_PATTERN) throw new Error('Too long to be the pattern of a name');
  if (/^(?:\\[^]|[^\\[\](){}|!+"])*$/.test(pattern)) {
    const tokens = tokensOf(fold(pattern));
    return (name) => fits(tokens, fold(name));
  }
  return testOfGlob(pattern);
};

/** Stars, question marks, letters, and letters behind a backslash. */
const tokensOf = (pattern: string): Token[] =>
  [...pattern.matchAll(/\\([^])|([^])/g)].map(([, escaped, one = '']): Token => {
    if (escaped !== undefined) return escaped;
    return one === '*' ? ANY_LETTERS : one === '?' ? ONE_LETTER : one;
  });

/** Where a letter does not fit, only the last star is worth another try: what stands before it has found its first place. */
const fits = (tokens: readonly Token[], name: string): boolean => {
  let at = 0;
  let next = 0;
  let star = -1;
  let takenByStar = 0;
  while (at < name.length) {
    const token = tokens[next];
    if (token === ANY_LETTERS) {
      star = next;
      takenByStar = at;
      next += 1;
    } else if (token === ONE_LETTER || token === name[at]) {
      next += 1;
      at += 1;
    } else if (star === -1) return false;
    else {
      takenByStar += 1;
      at = takenByStar;
      next = star + 1;
    }
  }
  return tokens.slice(next).every((token) => token === ANY_LETTERS);
};

/** Each of them multiplies the ways to try a name. */
const MOST_CHOICES = 3;
/** As long as a file's name can be. */
const LONGEST_TRIED = 255;

/**
 * Brackets and braces become an expression, that tries every way to share a name out among them. A name that no app and no
 * file can have is not tried but selected: it is rather shown to somebody who did not ask than left out.
 */
const testOfGlob = (pattern: string): NameTest => {
  const choices = pattern.match(/[*{]/g)?.length ?? 0;
  // Repeated groups: no name of an app needs them, and they take time without bounds.
  if (choices > MOST_CHOICES || /\(|[\]}]\+/.test(pattern)) throw new Error('Takes too long to be tried');
  const matches = picomatch(pattern, { nocase: true, dot: true });
  return (name) => name.length > LONGEST_TRIED || matches(name);
};
