import { eastAsianWidth } from 'get-east-asian-width';

/** The columns that text takes on a terminal. Expects cleaned text: no controls, and nothing that joins characters. */

const ASCII = /^[ -~]*$/;
const MARK = /^[\p{Mn}\p{Me}]$/u;
const ELLIPSIS = '…';

const characterWidth = (character: string): number =>
  MARK.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0);

export const widthOf = (text: string): number => {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
};

export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** The longest start of the text that fits. At least one character, so that callers make progress. */
const startThatFits = (text: string, width: number): string => {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width && end > 0) break;
    end += character.length;
  }
  return text.slice(0, end);
};

export const cut = (text: string, width: number): string =>
  widthOf(text) <= width ? text : startThatFits(text, width - 1).trimEnd() + ELLIPSIS;

const JOINT = /^.*[_./:,-]/s;

/** Breaks a name after a joining character, which is easier to read, unless most of the line would stay empty. */
const partThatFits = (word: string, width: number): string => {
  const part = startThatFits(word, width);
  const joined = JOINT.exec(part)?.[0] ?? '';
  return widthOf(joined) * 3 >= width ? joined : part;
};

const breakWord = (word: string, width: number): string[] => {
  const parts: string[] = [];
  let rest = word;
  // Measures only as much as fits. Measuring the whole rest each time would take quadratic time for a long word.
  while (startThatFits(rest, width).length < rest.length) {
    const part = partThatFits(rest, width);
    parts.push(part);
    rest = rest.slice(part.length);
  }
  if (rest) parts.push(rest);
  return parts;
};

/**
 * Breaks at spaces, and inside a word only if it's wider than a line. Repeated spaces are kept, because a path may have
 * them.
 */
export const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  // Trailing spaces are removed first, because the expression would try each of them.
  for (const [, gap = '', word = ''] of text.trimEnd().matchAll(/(\s*)(\S+)/g)) {
    const joined = line ? `${line}${/^ +$/.test(gap) ? gap : ' '}${word}` : word;
    if (widthOf(joined) <= width) {
      line = joined;
      continue;
    }
    if (line) lines.push(line);
    const parts = breakWord(word, width);
    line = parts.pop() ?? '';
    lines.push(...parts);
  }
  return line || lines.length === 0 ? [...lines, line] : lines;
};
