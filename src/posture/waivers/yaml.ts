import {
  isAlias,
  isMap,
  isScalar,
  Lexer,
  LineCounter,
  parseDocument,
  Parser,
  visit,
  type Node,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import type { WaiverMistake } from './model.js';

type Place = Pick<WaiverMistake, 'line' | 'column'>;

export type YamlText = {
  root: Node | null;
  /** False: what follows a syntax error is a guess, and isn't checked. */
  sound: boolean;
  place: (offset: number) => Place;
  report: (code: WaiverMistake['code'], offset: number, data?: WaiverMistake['data']) => void;
  mistakes: WaiverMistake[];
};
export type Value = { node: unknown; keyOffset: number };

const OF_SYNTAX: readonly WaiverMistake['code'][] = ['not-yaml', 'colon-in-text'];

const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * The first place with more than `most` open levels. Checked before the text is built into nodes, because the library
 * does that recursively, one call for each level. Its parser isn't recursive, and distinguishes brackets from brackets
 * inside text.
 */
export const firstDeeperThan = (most: number, text: string): Place | undefined => {
  const lines = new LineCounter();
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text.replace(BYTE_ORDER_MARK, ''))) {
    // The output doesn't matter here, only how many levels are open afterwards.
    Array.from(parser.next(lexeme));
    if (parser.stack.length > most) return placeIn(lines, parser.offset - 1);
  }
  return undefined;
};

const placeIn = (lines: LineCounter, offset: number): Place => {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
};

/** Accepts only plain YAML: anything that makes a text mean something other than it shows is a mistake. */
export const readYaml = (text: string): YamlText => {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(BYTE_ORDER_MARK, ''), {
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    merge: false,
    // Off, because the library compares each key with all keys before it.
    uniqueKeys: false,
  });
  const mistakes: WaiverMistake[] = [];
  const place = (offset: number): Place => placeIn(lines, offset);
  const report: YamlText['report'] = (code, offset, data = {}) => mistakes.push({ code, ...place(offset), data });

  for (const error of document.errors.slice(0, MOST_ERRORS)) reportError(error, report);
  visit(document, {
    Node: (_, node) => {
      reportIndirection(node, report);
      if (isMap(node)) reportDuplicateKeys(node, report);
    },
  });
  return {
    root: document.contents,
    sound: mistakes.every(({ code }) => !OF_SYNTAX.includes(code)),
    place,
    report,
    mistakes,
  };
};

/** One typing mistake can cause hundreds of errors. */
const MOST_ERRORS = 20;

const reportError = ({ code, pos, message }: YAMLError, report: YamlText['report']): void => {
  if (code === 'BLOCK_AS_IMPLICIT_KEY') report('colon-in-text', pos[0]);
  else if (code === 'MULTIPLE_DOCS') report('several-documents', pos[0]);
  else report('not-yaml', pos[0], { detail: message });
};

const reportIndirection = (node: Node, report: YamlText['report']): void => {
  if (isAlias(node)) report('alias', offsetOf(node), { name: node.source });
  else if (node.anchor) report('anchor', offsetOf(node), { name: node.anchor });
  if (node.tag) report('tag', offsetOf(node), { name: node.tag });
};

const reportDuplicateKeys = ({ items }: YAMLMap, report: YamlText['report']): void => {
  const seen = new Set<unknown>();
  for (const { key } of items) {
    if (!isScalar(key)) continue;
    if (seen.has(key.value)) report('duplicate-key', offsetOf(key));
    seen.add(key.value);
  }
};

export const offsetOf = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0;

/** The values of a mapping by key. Unknown and missing keys are mistakes. */
export const readKeys = (
  map: YAMLMap,
  keys: { allowed: readonly string[]; required: readonly string[] },
  { report }: YamlText,
): Map<string, Value> => {
  const values = new Map<string, Value>();
  for (const { key: keyNode, value } of map.items) {
    const keyOffset = offsetOf(keyNode);
    if (!isScalar(keyNode)) {
      report('complex-key', keyOffset);
      continue;
    }
    const key = String(keyNode.value);
    if (keys.allowed.includes(key)) values.set(key, { node: value, keyOffset });
    else report('unknown-key', keyOffset, { key, allowed: keys.allowed.join(', ') });
  }
  for (const key of keys.required) if (!values.has(key)) report('missing-key', offsetOf(map), { key });
  return values;
};
