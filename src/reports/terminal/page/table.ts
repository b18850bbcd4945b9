import type { Ink } from './paint.js';
import { cut, pad, widthOf, wrap } from './width.js';

/** Columns side by side in a given width. A cell takes the lines that it needs, up to a limit unless it is a whole one. */

export type Cell = { text: string; ink?: Ink; whole?: boolean };
export type Table = { titles: readonly string[]; titleInk: Ink; rows: readonly (readonly Cell[])[] };

const GAP = '  ';
/** Room for each name, address and reason there is. Only hostile text is longer, and must not fill the screen. */
const LINES_A_CELL = 8;

type Column = { wanted: number; width: number };

/** What a narrow column leaves over goes to the wider ones. */
const share = (columns: readonly Column[], room: number): void => {
  let left = room;
  let waiting = columns.length;
  for (const column of [...columns].sort((one, other) => one.wanted - other.wanted)) {
    column.width = Math.max(1, Math.min(column.wanted, Math.floor(left / waiting)));
    left -= column.width;
    waiting -= 1;
  }
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

export const layOut = ({ titles, titleInk, rows }: Table, width: number): string[] => {
  const columns = titles.map((title): Column => ({ wanted: widthOf(title), width: 0 }));
  for (const row of rows) {
    row.forEach((cell, at) => {
      const column = columns[at];
      if (column) column.wanted = Math.max(column.wanted, widthOf(cell.text));
    });
  }
  share(columns, width - GAP.length * (columns.length - 1));
  const header = titles.map((text): Cell => ({ text, ink: titleInk }));
  return [header, ...rows].flatMap((row) => linesOfRow(row, columns));
};
