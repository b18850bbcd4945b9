/**
 * White space as XML knows it; a no-break space is content. Loops, because an expression that looks for blanks at the end
 * of a text takes time in the square of a long run of them.
 */

const isBlank = (character: string | undefined): boolean =>
  character === ' ' || character === '\t' || character === '\n' || character === '\r';

export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

/** Where the run of spaces and tabs in front of `offset` begins. */
export function blanksBefore(text: string, offset: number): number {
  let start = offset;
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start -= 1;
  return start;
}

const REFERENCES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** Character data that a parser reads back as exactly this text. */
export const escapeText = (text: string): string =>
  text.replace(/[&<>\r]/g, (character) => REFERENCES[character] ?? '');
