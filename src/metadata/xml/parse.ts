import { parseXml, XmlError } from '@rgrove/parse-xml';
import type { Unparsable } from '../facts.js';
import { buildTree, CONFLICT_MARKER, Defect } from './buildTree.js';
import { isSlowToNormalize } from './carriageReturns.js';
import type { MetadataDocument } from './tree.js';

/** `length` counts UTF-16 units of the decoded text; whoever reads a file bounds its bytes. */
export type Limits = { length: number; depth: number };

/** 5 MB of text already takes the parser about 100 MB. No metadata is nested even ten deep. */
export const LIMITS: Limits = { length: 5 * 1024 * 1024, depth: 200 };

export type Parsed = { ok: true; document: MetadataDocument } | { ok: false; problem: Unparsable };

const PARSER_OPTIONS = {
  includeOffsets: true,
  preserveCdata: true,
  preserveComments: true,
  preserveDocumentType: true,
  preserveXmlDeclaration: true,
} as const;

/** Reads any text as XML of the Metadata API. Never throws: the result says what could not be read, and where. */
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
  // The parser recurses: a file nested thousands deep overflows the stack.
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

/** The parser counts an error's place in characters, everything else in UTF-16 units. */
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
