import picomatch from 'picomatch';
import { fold } from './names.js';

/** Apps can have hostile names, so a pattern must not take more time than its length times that of the name. */

export type NameTest = (name: string) => boolean;

/** An API name with its namespace has fewer than 100 characters. */
const LONGEST_PATTERN = 300;

const ANY_LETTERS = Symbol('any letters');
const ONE_LETTER = Symbol('one letter');
type Token = string | typeof ANY_LETTERS | typeof ONE_LETTER;

/** Throws if the text isn't a pattern. */
export const nameTest = (pattern: string): NameTest => {
  if (pattern.length > LONGEST_PATTERN) throw new Error('Too long to be the pattern of a name');
  if (/^(?:\\[^]|[^\\[\](){}|!+"])*$/.test(pattern)) {
    const tokens = tokensOf(fold(pattern));
    return (name) => fits(tokens, fold(name));
  }
  return testOfGlob(pattern);
};

/**
 * The names that a set in braces lists. Each was asked for by name, as in a shell, so each must be found. Only a
 * single set, because several sets multiply.
 */
export const alternativesOf = (pattern: string): string[] => {
  const [, before = '', set = '', after = ''] = /^([^\\[\]{}]*)\{([^\\[\]{}]*)\}([^\\[\]{}]*)$/.exec(pattern) ?? [];
  return set.includes(',') ? set.split(',').map((one) => before + one + after) : [pattern];
};

/** The names that a pattern says letter by letter, in a set in braces as well. None if it has a star, for example. */
export const exactNamesIn = (pattern: string): string[] =>
  alternativesOf(pattern)
    .filter((one) => /^(?:\\[^]|[^\\*?[\](){}|!+"])*$/.test(one))
    .map((one) => one.replaceAll(/\\([^])/g, '$1'));

/** The text as stars, question marks, and characters. A backslash makes the next character literal. */
const tokensOf = (pattern: string): Token[] =>
  [...pattern.matchAll(/\\([^])|([^])/g)].map(([, escaped, one = '']): Token => {
    if (escaped !== undefined) return escaped;
    return one === '*' ? ANY_LETTERS : one === '?' ? ONE_LETTER : one;
  });

/**
 * If a character doesn't match, only the last star can match more. Everything before it has already matched at its
 * first possible place.
 */
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

/** Each bracket or brace multiplies the number of ways to match a name. */
const MOST_CHOICES = 3;
/** The maximum length of a file name. */
const LONGEST_TRIED = 255;

/**
 * Brackets and braces become a regular expression, which tries every way to divide the name. A name too long for any
 * app or file isn't tried: it counts as selected, because showing an app too many is better than leaving one out.
 */
const testOfGlob = (pattern: string): NameTest => {
  const choices = pattern.match(/[*{]/g)?.length ?? 0;
  // Rejects repeated groups: no app name needs them, and their time is unlimited.
  if (choices > MOST_CHOICES || /\(|[\]}]\+/.test(pattern)) throw new Error('Takes too long to be tried');
  if (hasLongRange(pattern)) throw new Error('Not a range of single letters or digits');
  const matches = picomatch(withoutSeparators(asCaret(pattern)), { nocase: true, dot: true });
  return (name) => name.length > LONGEST_TRIED || matches(withoutSeparators(name));
};

/**
 * The library takes `{10..20}` for a set of digits, and selects App1 instead of App10. It's right only about ranges of
 * single letters or digits.
 */
const hasLongRange = (pattern: string): boolean => {
  const rest = pattern.replaceAll(/\{(?:\d\.\.\d|[a-z]\.\.[a-z]|[A-Z]\.\.[A-Z])\}/g, '');
  return rest.includes('{') && rest.includes('..');
};

/** `[!x]` is every letter but x, as in a shell. The library takes the exclamation mark for a letter, and selects x. */
const asCaret = (pattern: string): string =>
  pattern.replaceAll(/(\\[^])|\[!/g, (_, escaped: string | undefined) => escaped ?? '[^');

/** The library is for paths: its star stops at a slash, and its exclamation mark at a line end. A label can have both. */
const withoutSeparators = (text: string): string => text.replaceAll(/[/\n\r\u2028\u2029]/g, '\u2044');
