import { parseXml, XmlError } from '@rgrove/parse-xml';
import type { Unparsable } from '../facts.js';
import { buildTree, CONFLICT_MARKER, Defect } from './buildTree.js';
import { isSlowToNormalize } from './carriageReturns.js';
import type { MetadataDocument } from './tree.js';

/** `length` is in UTF-16 units of the decoded text. The number of bytes is limited where files are read. */
export type Limits = { length: number; depth: number };

/** The parser needs about 100 MB for 5 MB of text. Metadata is never nested even ten levels deep. */
export const LIMITS: Limits = { length: 5 * 1024 * 1024, depth: 200 };

export type Parsed = { ok: true; document: MetadataDocument } | { ok: false; problem: Unparsable };

const PARSER_OPTIONS = {
  includeOffsets: true,
  preserveCdata: true,
  preserveComments: true,
  preserveDocumentType: true,
  preserveXmlDeclaration: true,
} as const;

/** Parses any text as Metadata API XML. Never throws: the result says what couldn't be read, and where. */
export function parseMetadata(text: string, limits: Limits = LIMITS): Parsed {
  if (text.length > limits.length || isSlowToNormalize(text))
    return { ok: false, problem: { kind: 'unparsable', problem: 'too-large' } };
  try {
    return { ok: true, document: buildTree(text, parseXml(text, PARSER_OPTIONS), limits.depth) };
  } catch (error) {
    return { ok: false, problem: problemOf(error, text) };
  }
}

/** The same for a file that must be of one metadata type. */
export function parseAs(type: string, text: string): Parsed {
  const parsed = parseMetadata(text);
  if (!parsed.ok || parsed.document.root.name === type) return parsed;
  return { ok: false, problem: at('wrong-root', text, parsed.document.root.start) };
}

function problemOf(error: unknown, text: string): Unparsable {
  if (error instanceof Defect) return at(error.problem, text, error.offset);
  // The parser is recursive: thousands of nested elements overflow the stack.
  if (error instanceof RangeError) return { kind: 'unparsable', problem: 'too-large' };
  const marker = text.search(CONFLICT_MARKER);
  if (marker !== -1) return at('conflict-markers', text, marker);
  return error instanceof XmlError
    ? at('not-well-formed', text, unitsOf(text, error.pos))
    : { kind: 'unparsable', problem: 'not-well-formed' };
}

const at = (problem: Unparsable['problem'], text: string, offset: number): Unparsable => ({
  kind: 'unparsable',
  problem,
  ...positionOf(text, offset),
});

/** The parser counts the position of an error in characters. Everything else counts UTF-16 units. */
function unitsOf(text: string, characters: number): number {
  let units = 0;
  for (let count = 0; count < characters && units < text.length; count += 1) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

export type Position = { line: number; column: number };

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Line and column of an offset, both starting at 1, columns in UTF-16 units. As in git and pull requests, a line ends
 * at a line feed. A byte order mark takes no column.
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
