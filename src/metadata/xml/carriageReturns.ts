/** How many units may be copied while carriage returns are taken out: seconds of work, and far more than files need. */
const MOST_COPIED = 1e9;

/**
 * The parser takes carriage returns out of a text or a comment one by one, and copies the whole of it each time. Files
 * with the line ends of Windows have a few in each; a megabyte of them would take minutes.
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

/** What a document type holds can look like the start of anything. No metadata has one: all behind it counts as one node. */
const DOCUMENT_TYPE = '<!DOCTYPE';

const endOfNode = (text: string, start: number): number => {
  if (text.startsWith(DOCUMENT_TYPE, start)) return text.length;
  const [opening, closing] = CLOSED_BY.find(([prefix]) => text.startsWith(prefix, start)) ?? ['', '<'];
  const end = text.indexOf(closing, start + Math.max(1, opening.length));
  return end === -1 ? text.length : end;
};
