/**
 * How many UTF-16 units the parser may copy to remove carriage returns. That takes seconds, and real files need far
 * less.
 */
const MOST_COPIED = 1e9;

/**
 * The parser removes carriage returns one by one and copies the entire text or comment each time. Windows files have a
 * few in each, but a megabyte of them would take minutes.
 */
export const isSlowToNormalize = (text: string): boolean => {
  let copied = 0;
  let next = text.indexOf('\r');
  for (let start = 0; start < text.length && next !== -1;) {
    const end = endOfNode(text, start);
    for (; next !== -1 && next < end; next = text.indexOf('\r', next + 1)) copied += end - start;
    if (copied > MOST_COPIED) return true;
    start = end;
  }
  return false;
};

const CLOSED_BY: ReadonlyArray<readonly [start: string, end: string]> = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

/**
 * A document type can contain anything that looks like the start of a node, and no metadata has one. Everything after
 * it counts as one node.
 */
const DOCUMENT_TYPE = '<!DOCTYPE';

const endOfNode = (text: string, start: number): number => {
  if (text.startsWith(DOCUMENT_TYPE, start)) return text.length;
  const [opening, closing] = CLOSED_BY.find(([prefix]) => text.startsWith(prefix, start)) ?? ['', '<'];
  const end = text.indexOf(closing, start + Math.max(1, opening.length));
  return end === -1 ? text.length : end;
};
