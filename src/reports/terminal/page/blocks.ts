import { type Field, fields, type Page, paragraph } from './page.js';
import { layOut, type Table, wantedWidth } from './table.js';
import { cut } from './width.js';

/**
 * A table if every row fits on a line. Otherwise, each row becomes a name with its facts below it, as failing apps are
 * shown: in narrow columns, each line would have one word.
 */
export const tableOrBlocks = (table: Table, labels: readonly string[], page: Page): string[] => {
  const room = page.width - 2;
  return wantedWidth(table) <= room
    ? layOut(table, room).map((line) => `  ${line}`)
    : table.rows.flatMap((cells) => block(cells, labels, page));
};

/** Real names, addresses, and reasons are shorter. Hostile text isn't, and must not fill the screen. */
const LONGEST_VALUE = 300;

const block = ([name, ...facts]: Table['rows'][number], labels: readonly string[], page: Page): string[] => [
  ...paragraph(name?.text ?? '', page, 2).map(page.paint.bold),
  ...fields(
    facts.flatMap(({ text }, at): Field[] => (text === '' ? [] : [[labels[at] ?? '', cut(text, LONGEST_VALUE)]])),
    page,
    4,
  ),
];
