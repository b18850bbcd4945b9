import { paragraph, type Page } from './page.js';

/** Longer lists of similar lines aren't read. `--json` has all of them. */
const MOST_ALIKE = 50;

export type LongList<T> = {
  items: readonly T[];
  lines: (item: T) => string[];
  indent: number;
  /** Where to read the rest. The key of a text. */
  rest: 'more' | 'more.kept' | 'more.will-be-kept';
};

/** For similar lines about changes that were confirmed or went as planned. Everything else has to be shown in full. */
export const shortened = <T>({ items, lines, indent, rest }: LongList<T>, page: Page): string[] => {
  const left = items.length - MOST_ALIKE;
  return [
    ...items.slice(0, MOST_ALIKE).flatMap(lines),
    ...(left > 0 ? paragraph(page.texts.say('remediation', rest, left), page, indent) : []),
  ];
};
