import type { RenderOptions, Texts } from '../../render.js';
import { type Ink, type Paint, paintFor } from './paint.js';
import { cut, pad, widthOf, wrap } from './width.js';

/** The input of every section of the text report, and the forms that its lines can have. */

export type Page = { texts: Texts; width: number; paint: Paint };
export type Field = readonly [label: string, value: string];

/** A paragraph. Lines after the first are indented to its text, not to its marker. */
export const paragraph = (text: string, page: Page, indent = 0, marker = ''): string[] => {
  const hang = ' '.repeat(indent + widthOf(marker));
  return wrap(text, page.width - hang.length).map((line, at) => (at === 0 ? ' '.repeat(indent) + marker : hang) + line);
};

export const heading = (text: string, page: Page, ink: Ink = page.paint.bold): string[] =>
  wrap(text, page.width).map(ink);

export const subheading = (text: string, page: Page): string[] => paragraph(text, page, 2).map(page.paint.bold);

/** Labels on the left, values beside them. */
export const fields = (rows: readonly Field[], page: Page, indent = 2): string[] => {
  const labelWidth = Math.max(0, ...rows.map(([label]) => widthOf(label))) + 2;
  const room = page.width - indent - labelWidth;
  return rows.flatMap(([label, value]) =>
    wrap(value, room).map(
      (line, at) => ' '.repeat(indent) + page.paint.dim(pad(at === 0 ? label : '', labelWidth)) + line,
    ),
  );
};

/** As many names as fit into a number of lines, and the number of the others. */
export const someNames = (
  names: readonly string[],
  page: Page,
  indent: number,
  most = Infinity,
  more = 'names.more',
): string[] => {
  const room = (page.width - indent) * most - 20;
  let used = 0;
  const shown: string[] = [];
  for (const name of names) {
    const short = cut(name, page.width - indent - 2);
    used += widthOf(short) + 2;
    if (used > room && shown.length > 0) break;
    shown.push(short);
  }
  const left = names.length - shown.length;
  const list = shown.join(', ');
  return paragraph(left > 0 ? page.texts.say('report', more, list, left) : list, page, indent);
};

/** A table isn't readable on a narrower page, and the terminal's own line breaks are better. */
const NARROWEST = 40;

export const pageOf = (texts: Texts, { width, color }: RenderOptions): Page => ({
  texts,
  width: Math.max(NARROWEST, width),
  paint: paintFor(color),
});

export const joined = (sections: readonly (readonly string[])[]): string =>
  `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;

const CONTINUED = ' \\';

/** A long command continues on the next line after a backslash, so that it can still be copied as a whole. */
export const commandLines = (words: readonly string[], page: Page, indent: number): string[] => {
  const room = page.width - indent - CONTINUED.length;
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || widthOf(`${last} ${word}`) > room) lines.push(lines.length === 0 ? word : `  ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line, at) => ' '.repeat(indent) + page.paint.cyan(line) + (at < lines.length - 1 ? CONTINUED : ''));
};
