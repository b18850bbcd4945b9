import type { RenderOptions, Texts } from '../../render.js';
import { type Ink, type Paint, paintFor } from './paint.js';
import { cut, pad, widthOf, wrap } from './width.js';

/** What every section of the text report is given, and the few shapes that its lines take. */

export type Page = { texts: Texts; width: number; paint: Paint };
export type Field = readonly [label: string, value: string];

/** A paragraph; lines after the first begin below its text, not below its marker. */
export const paragraph = (text: string, page: Page, indent = 0, marker = ''): string[] => {
  const hang = ' '.repeat(indent + widthOf(marker));
  return wrap(text, page.width - hang.length).map((line, at) => (at === 0 ? ' '.repeat(indent) + marker : hang) + line);
};

export const heading = (text: string, page: Page, ink: Ink = page.paint.bold): string[] =>
  wrap(text, page.width).map(ink);

export const subheading = (text: string, page: Page): string[] => paragraph(text, page, 2).map(page.paint.bold);

/** Labels to the left, values beside them. */
export const fields = (rows: readonly Field[], page: Page, indent = 2): string[] => {
  const labelWidth = Math.max(0, ...rows.map(([label]) => widthOf(label))) + 2;
  const room = page.width - indent - labelWidth;
  return rows.flatMap(([label, value]) =>
    wrap(value, room).map(
      (line, at) => ' '.repeat(indent) + page.paint.dim(pad(at === 0 ? label : '', labelWidth)) + line,
    ),
  );
};

/** As many names as fit into so many lines, then how many more there are. */
export const someNames = (names: readonly string[], page: Page, indent: number, most = Infinity): string[] => {
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
  return paragraph(left > 0 ? page.texts.say('report', 'names.more', list, left) : list, page, indent);
};

/** Narrower than this no table is readable: the terminal's own line breaks do better. */
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

/** Too long for one line, it goes on after a backslash, so that it can still be copied whole. */
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
