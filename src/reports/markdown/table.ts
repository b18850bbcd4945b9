/** Rows that need not all fit: how many are left out is said below. */
export type Table = { heading: string; titles: readonly string[]; rows: readonly string[] };

export type Block = { lines: readonly string[] } | { table: Table };

export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const bytes = (text: string): number => Buffer.byteLength(text);

const LONGEST_NOTE = 400;

/**
 * Blocks as they come, within so many bytes. What is no table is kept whole: it is short, and says what the rows are
 * worth. Rows go in the order of the tables, so that those that come first are shown first.
 */
export const withinBytes = (blocks: readonly Block[], most: number, leftOut: (count: number) => string): string => {
  const fixed = blocks.map((block) => ('table' in block ? headOf(block.table) : block.lines.join('\n')));
  let room = most - fixed.reduce((sum, text) => sum + bytes(text) + LONGEST_NOTE, 0);
  const texts = blocks.map((block, at) => {
    if (!('table' in block)) return fixed[at];
    const { rows } = block.table;
    const shown = rows.findIndex((line) => {
      room -= bytes(line) + 1;
      return room < 0;
    });
    const kept = shown < 0 ? rows : rows.slice(0, shown);
    const left = rows.length - kept.length;
    return [fixed[at], ...kept, ...(left === 0 ? [] : ['', leftOut(left)])].join('\n');
  });
  return `${texts.filter((text) => text !== undefined && text !== '').join('\n\n')}\n`;
};

const headOf = ({ heading, titles }: Table): string =>
  [heading, '', row(titles), row(titles.map(() => '---'))].join('\n');
