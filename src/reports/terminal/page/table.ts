import type { Ink } from './paint.js';
import { cut, pad, widthOf, wrap } from './width.js';

/**
 * Columns side by side in a given width. A cell wraps to as many lines as it needs, up to a limit unless it's marked as
 * whole.
 */

export type Cell = { text: string; ink?: Ink; whole?: boolean };
export type Table = { titles: readonly string[]; titleInk: Ink; rows: readonly (readonly Cell[])[] };

const GAP = '  ';
/** Enough for real names, addresses, and reasons. Hostile text is longer, and must not fill the screen. */
const LINES_A_CELL = 8;

/** `least`: the width of the longest word, so that names and addresses aren't broken if possible. */
type Column = { wanted: number; least: number; width: number };

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const longestWord = (text: string): number => Math.max(...text.split(' ').map(widthOf));

/** Gives the room that narrow columns don't need to the wider ones. */
const share = (columns: readonly Column[], room: number): void => {
  let left = room;
  let waiting = columns.length;
  for (const column of [...columns].sort((one, other) => one.wanted - other.wanted)) {
    column.width = Math.max(1, Math.min(column.wanted, Math.floor(left / waiting)));
    left -= column.width;
    waiting -= 1;
  }
  const tight = columns.filter(({ width, least }) => width < least);
  if (tight.length === 0 || sum(columns.map(({ least }) => least)) > room) return;
  for (const column of tight) column.width = column.least;
  share(
    columns.filter((column) => !tight.includes(column)),
    room - sum(tight.map(({ least }) => least)),
  );
};

const linesOfCell = ({ text, whole = false }: Cell, width: number): string[] => {
  const lines = wrap(text, width);
  if (whole || lines.length <= LINES_A_CELL) return lines;
  const kept = lines.slice(0, LINES_A_CELL - 1);
  return [...kept, cut(text.slice(kept.join(' ').length).trimStart(), width)];
};

const linesOfRow = (cells: readonly Cell[], columns: readonly Column[]): string[] => {
  const blocks = cells.map((cell, at) => linesOfCell(cell, columns[at]?.width ?? 1));
  const height = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell, at) => {
        const text = pad(blocks[at]?.[line] ?? '', columns[at]?.width ?? 1);
        return cell.ink ? cell.ink(text) : text;
      })
      .join(GAP)
      .trimEnd(),
  );
};

const columnsOf = ({ titles, rows }: Pick<Table, 'titles' | 'rows'>): Column[] => {
  const columns = titles.map((title): Column => ({ wanted: widthOf(title), least: longestWord(title), width: 0 }));
  for (const row of rows) {
    row.forEach((cell, at) => {
      const column = columns[at];
      if (!column) return;
      column.wanted = Math.max(column.wanted, widthOf(cell.text));
      column.least = Math.max(column.least, longestWord(cell.text));
    });
  }
  return columns;
};

/** The width at which no cell has to wrap. */
export const wantedWidth = (table: Pick<Table, 'titles' | 'rows'>): number => {
  const columns = columnsOf(table);
  return sum(columns.map(({ wanted }) => wanted)) + GAP.length * (columns.length - 1);
};

export const layOut = ({ titles, titleInk, rows }: Table, width: number): string[] => {
  const columns = columnsOf({ titles, rows });
  share(columns, width - GAP.length * (columns.length - 1));
  const header = titles.map((text): Cell => ({ text, ink: titleInk }));
  return [header, ...rows].flatMap((row) => linesOfRow(row, columns));
};
