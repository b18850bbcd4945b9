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
  /** False: what stands behind a mistake of syntax is a guess, and not worth judging. */
  sound: boolean;
  place: (offset: number) => Place;
  report: (code: WaiverMistake['code'], offset: number, data?: WaiverMistake['data']) => void;
  mistakes: WaiverMistake[];
};
export type Value = { node: unknown; keyOffset: number };

const OF_SYNTAX: readonly WaiverMistake['code'][] = ['not-yaml', 'colon-in-text'];

const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * Where more levels are open than `most`, asked before anything is built of the text: what the library builds it with
 * calls itself for each level. Its parser does not, and knows what is a bracket and what a letter of a text.
 */
export const firstDeeperThan = (most: number, text: string): Place | undefined => {
  const lines = new LineCounter();
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text.replace(BYTE_ORDER_MARK, ''))) {
    // Run dry: not what it gives is looked at, but how many levels are open then.
    Array.from(parser.next(lexeme));
    if (parser.stack.length > most) return placeIn(lines, parser.offset - 1);
  }
  return undefined;
};

const placeIn = (lines: LineCounter, offset: number): Place => {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
};

/** Plain YAML alone: whatever makes a text mean something other than what it shows is a mistake. */
export const readYaml = (text: string): YamlText => {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(BYTE_ORDER_MARK, ''), {
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    merge: false,
    // The library compares each key with each one before it.
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

/** One slip can make hundreds of them. */
const MOST_ERRORS = 20;

const reportError = ({ code, pos, message }: YAMLError, report: YamlText['report']): void => {
  if (code === 'BLOCK_AS_IMPLICIT_KEY') report('colon-in-text', pos[0]);
  else if (code === 'MULTIPLE_DOCS') report('several-documents', pos[0]);
  // An unknown tag is met again on its node, with its name.
  else if (code !== 'TAG_RESOLVE_FAILED') report('not-yaml', pos[0], { detail: message });
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

/** The values of a mapping by key; keys that do not belong there and keys that are missing are mistakes. */
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
