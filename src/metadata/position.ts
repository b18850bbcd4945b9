export type Position = { line: number; column: number };

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Where an offset stands, line and column counting from 1, columns in UTF-16 units. Lines end where git and pull
 * requests end them, at a line feed; a byte order mark takes no column.
 */
export function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const unseen = lineStart === 0 && before.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  return { line: lineFeeds(before) + 1, column: offset - lineStart - unseen + 1 };
}

function lineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
