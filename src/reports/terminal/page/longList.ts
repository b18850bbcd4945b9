import { paragraph, type Page } from './page.js';

/** More lines of one kind than this nobody reads: the whole list is what `--json` is for. */
const MOST_ALIKE = 50;

export type LongList<T> = {
  items: readonly T[];
  lines: (item: T) => string[];
  indent: number;
  /** Where the rest can be read; the key of a text. */
  rest: 'more' | 'more.kept' | 'more.will-be-kept';
};

/** For what is all alike, and was either agreed to or went as meant. Anything else has to be told whole. */
export const shortened = <T>({ items, lines, indent, rest }: LongList<T>, page: Page): string[] => {
  const left = items.length - MOST_ALIKE;
  return [
    ...items.slice(0, MOST_ALIKE).flatMap(lines),
    ...(left > 0 ? paragraph(page.texts.say('remediation', rest, left), page, indent) : []),
  ];
};
