import { blanksBefore, trimBlanks, escapeText } from '../xml/characters.js';
import { type Element, type TextNode, isLeaf, isText } from '../xml/tree.js';

type Span = { start: number; end: number };

/** One replacement in a text. An insertion has `start` equal to `end`. */
export type Patch = { start: number; end: number; replacement: string };

/** Patches must not overlap. Insertions at the same offset keep their order. */
export function applyPatches(text: string, patches: readonly Patch[]): string {
  let result = '';
  let copied = 0;
  for (const patch of [...patches].sort((one, other) => one.start - other.start || one.end - other.end)) {
    result += text.slice(copied, patch.start) + patch.replacement;
    copied = patch.end;
  }
  return result + text.slice(copied);
}

/** Removes a node. If nothing else is on its line, the indentation and one line end go with it. */
export function removal(text: string, { start, end }: Span): Patch {
  const lineStart = blanksBefore(text, start);
  const rest = /^[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(end));
  return rest === null || !endsLine(text, lineStart)
    ? { start, end, replacement: '' }
    : { start: lineStart, end: end + rest[0].length, replacement: '' };
}

/**
 * Replaces an element's value and leaves the white space and comments around it. Undefined if the value is in several
 * pieces.
 */
export function newValue(text: string, element: Element, value: string): Patch | undefined {
  const [piece, ...others] = element.nodes.filter(isText).filter((node) => trimBlanks(node.text) !== '');
  if (piece === undefined || others.length > 0 || !isLeaf(element)) return undefined;
  const { start, end } = innerSpan(piece);
  const raw = text.slice(start, end);
  const from = start + raw.search(/[^ \t\r\n]/);
  const replacement = piece.kind === 'cdata' ? value : escapeText(value);
  return { start: from, end: from + trimBlanks(raw).length, replacement };
}

/** Replaces the whole element, whatever form it had. */
export const rewritten = ({ start, end, tag }: Element, value: string): Patch => ({
  start,
  end,
  replacement: written(tag, value),
});

/**
 * Inserts a leaf at its place in the platform's order, which is alphabetical for both types: after the closest sibling
 * that precedes it, or before the first one. It copies that sibling's layout and prefix.
 */
export function insertion(text: string, siblings: readonly Element[], name: string, value: string): Patch | undefined {
  const predecessor = siblings.reduce<Element | undefined>(
    (closest, sibling) => (sibling.name < name && sibling.name >= (closest?.name ?? '') ? sibling : closest),
    undefined,
  );
  const neighbour = predecessor ?? siblings[0];
  if (neighbour === undefined) return undefined;
  const separator = separatorBefore(text, neighbour.start);
  const leaf = written(neighbour.tag.slice(0, -neighbour.name.length) + name, value);
  return predecessor === undefined
    ? { start: neighbour.start, end: neighbour.start, replacement: leaf + separator }
    : { start: neighbour.end, end: neighbour.end, replacement: separator + leaf };
}

/** Inserts another element of the same name after an element, with the same layout. */
export const sibling = (text: string, { start, end, tag }: Element, value: string): Patch => ({
  start: end,
  end,
  replacement: separatorBefore(text, start) + written(tag, value),
});

const written = (tag: string, value: string): string => `<${tag}>${escapeText(value)}</${tag}>`;

const innerSpan = ({ kind, start, end }: TextNode): Span =>
  kind === 'cdata' ? { start: start + '<![CDATA['.length, end: end - ']]>'.length } : { start, end };

const endsLine = (text: string, offset: number): boolean => text[offset - 1] === '\n' || text[offset - 1] === '\r';

/** The line end and indentation before an element. Empty if something precedes it on its line. */
function separatorBefore(text: string, offset: number): string {
  const lineStart = blanksBefore(text, offset);
  if (!endsLine(text, lineStart)) return '';
  const lineEnd = text.slice(lineStart - 2, lineStart) === '\r\n' ? 2 : 1;
  return text.slice(lineStart - lineEnd, offset);
}
