import { clean } from '../words/safe/clean.js';

/** Builds Markdown. Text from an org is always code, so that none of it becomes markup. */

/** One more backtick than any row of them in the text, so that the text can't end the code. */
const ticksFor = (text: string, least: number): string => {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([row]) => row.length));
  return '`'.repeat(Math.max(least, longest + 1));
};

export const code = (text: string): string => {
  const shown = clean(text) || ' ';
  const ticks = ticksFor(shown, 1);
  const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${ticks}${space}${shown}${space}${ticks}`;
};

/** A bar ends a cell, even in code. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

export const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string =>
  [titles, titles.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

export const block = (language: string, lines: readonly string[]): string => {
  const body = lines.join('\n');
  const fence = ticksFor(body, 3);
  return `${fence}${language}\n${body}\n${fence}`;
};

export const bullets = (points: readonly string[]): string => points.map((point) => `- ${point}`).join('\n');

export const page = (sections: readonly (string | undefined)[]): string =>
  `${sections.filter((section) => section !== undefined && section !== '').join('\n\n')}\n`;
