import { eastAsianWidth } from 'get-east-asian-width';

/** Columns that text takes on a terminal. Expects cleaned text: no controls, nothing that joins characters. */

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

/** The longest start of the text that fits. At least one character, so that callers get ahead. */
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

/** Names are easier to read when they break where they are joined, unless that wastes most of the line. */
const partThatFits = (word: string, width: number): string => {
  const part = startThatFits(word, width);
  const joined = JOINT.exec(part)?.[0] ?? '';
  return widthOf(joined) * 3 >= width ? joined : part;
};

const breakWord = (word: string, width: number): string[] => {
  const parts: string[] = [];
  let rest = word;
  // Only ever as much as fits is measured: the whole rest, each time, would be the square of a long word.
  while (startThatFits(rest, width).length < rest.length) {
    const part = partThatFits(rest, width);
    parts.push(part);
    rest = rest.slice(part.length);
  }
  if (rest) parts.push(rest);
  return parts;
};

/** Breaks at spaces, and inside a word only where it is wider than a line. Blanks in a row stay: a path may have them. */
export const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  // Without the blanks at its end, which no word follows: the expression would try each of them.
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
