/** Rows of a table that can be cut. A line below it says how many are left out. */
export type Table = { heading: string; titles: readonly string[]; rows: readonly string[] };

export type Block = { lines: readonly string[] } | { table: Table };

export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const bytes = (text: string): number => Buffer.byteLength(text);

const LONGEST_NOTE = 400;

/**
 * The blocks in their order, within a number of bytes. Text is kept whole, because it's short and says what the rows
 * mean. Rows are kept in the order of the tables.
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
