import { trimBlanks } from './blanks.js';
import {
  type Element,
  type MetadataDocument,
  type Node,
  isElement,
  isLeaf,
  isText,
  ownText,
  pathBelow,
} from './tree.js';

/**
 * How much of a node an edit leaves to be compared: all of it, all but the text right inside, or nothing. What is not
 * compared here is what the edit was meant to touch, and is checked by its values.
 */
export type Compared = 'whole' | 'all-but-text' | 'nothing';
export type Comparison = (node: Node, path: string) => Compared;

/** Compares everything but the elements at some paths. */
export const touching =
  (paths: Readonly<Record<string, Compared>>): Comparison =>
  (node, path) =>
    (isElement(node) ? paths[path] : undefined) ?? 'whole';

/**
 * Whether two files are one but for what an edit was meant to touch: elements, order, attributes, text, comments and
 * everything outside the root. It looks at the parsed trees alone and knows nothing of how the edit was made.
 */
export const sameBut = (before: MetadataDocument, after: MetadataDocument, compared: Comparison): boolean =>
  outline(before, compared) === outline(after, compared);

function outline(document: MetadataDocument, compared: Comparison): string {
  const describe = (node: Node, path: string): unknown[] => {
    const extent = compared(node, path);
    if (extent === 'nothing') return [];
    if (!isElement(node)) return [node.text];
    const inside = node.nodes.filter((child) => !isText(child));
    const text = extent === 'whole' ? textOf(node) : '';
    const children = inside.flatMap((child) => describe(child, isElement(child) ? pathBelow(path, child.name) : path));
    return [[node.tag, sortedAttributes(node), text, children]];
  };
  return JSON.stringify(document.nodes.flatMap((node) => describe(node, '')));
}

/** Exact in a leaf. Between elements only what is no white space: taking an element out joins what stood around it. */
function textOf(element: Element): string {
  const text = ownText(element);
  if (trimBlanks(text) === '') return '';
  return isLeaf(element) ? text : text.replace(/[ \t\r\n]+/g, '');
}

const sortedAttributes = (element: Element): [string, string][] =>
  Object.entries(element.attributes).sort(([one], [other]) => (one < other ? -1 : 1));
