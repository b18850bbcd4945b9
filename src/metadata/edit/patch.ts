import { blanksBefore, trimBlanks, escapeText } from '../xml/characters.js';
import { type Element, type TextNode, isLeaf, isText } from '../xml/tree.js';

type Span = { start: number; end: number };

/** One replacement in a text. An insertion has `start` equal to `end`. */
export type Patch = { start: number; end: number; replacement: string };

/** Patches must not overlap; insertions at one place keep the order they are given in. */
export function applyPatches(text: string, patches: readonly Patch[]): string {
  let result = '';
  let copied = 0;
  for (const patch of [...patches].sort((one, other) => one.start - other.start || one.end - other.end)) {
    result += text.slice(copied, patch.start) + patch.replacement;
    copied = patch.end;
  }
  return result + text.slice(copied);
}

/** Takes a node out, with its line where it stands alone on it: indentation before, one line end after. */
export function removal(text: string, { start, end }: Span): Patch {
  const lineStart = blanksBefore(text, start);
  const rest = /^[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(end));
  return rest === null || !endsLine(text, lineStart)
    ? { start, end, replacement: '' }
    : { start: lineStart, end: end + rest[0].length, replacement: '' };
}

/**
 * Puts a value in the place of an element's value, the white space and comments around it untouched. Undefined where
 * the value has no one place.
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

/** Writes an element anew, whatever form it had. */
export const rewritten = ({ start, end, tag }: Element, value: string): Patch => ({
  start,
  end,
  replacement: written(tag, value),
});

/**
 * Puts a new leaf among its siblings where the platform's order, alphabetical for both types, has it: after the sibling
 * that comes closest before it, or before the first one. Layout and prefix are the neighbour's.
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

/** One more of the same behind an element, laid out like it. */
export const sibling = (text: string, { start, end, tag }: Element, value: string): Patch => ({
  start: end,
  end,
  replacement: separatorBefore(text, start) + written(tag, value),
});

const written = (tag: string, value: string): string => `<${tag}>${escapeText(value)}</${tag}>`;

const innerSpan = ({ kind, start, end }: TextNode): Span =>
  kind === 'cdata' ? { start: start + '<![CDATA['.length, end: end - ']]>'.length } : { start, end };

const endsLine = (text: string, offset: number): boolean => text[offset - 1] === '\n' || text[offset - 1] === '\r';

/** The line end and indentation in front of an element; nothing where it shares its line. */
function separatorBefore(text: string, offset: number): string {
  const lineStart = blanksBefore(text, offset);
  if (!endsLine(text, lineStart)) return '';
  const lineEnd = text.slice(lineStart - 2, lineStart) === '\r\n' ? 2 : 1;
  return text.slice(lineStart - lineEnd, offset);
}
