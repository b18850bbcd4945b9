import { trimBlanks } from './characters.js';

/** A metadata file as a tree. Offsets are UTF-16 indices into its text: `start` inclusive, `end` exclusive. */

type Span = { start: number; end: number };

/** Character data with references resolved and line ends normalized, as XML defines. */
export type TextNode = Span & { kind: 'text' | 'cdata'; text: string };

/** Nodes without metadata: comments, processing instructions, the document type, the XML declaration. As written. */
export type SilentNode = Span & { kind: 'silent'; text: string };

export type Element = Span & {
  kind: 'element';
  /**
   * The local name of an element in the metadata namespace or in no namespace, whatever its prefix. In any other
   * namespace it's `{uri}local`, so it can't be mistaken for an element of the platform.
   */
  name: string;
  /** The name as written, with its prefix. */
  tag: string;
  attributes: Readonly<Record<string, string>>;
  /** `xsi:nil` is true. */
  nil: boolean;
  nodes: readonly Node[];
};

export type Node = Element | TextNode | SilentNode;

export type MetadataDocument = { text: string; root: Element; nodes: readonly Node[] };

export const isElement = (node: Node): node is Element => node.kind === 'element';

export const isText = (node: Node): node is TextNode => node.kind === 'text' || node.kind === 'cdata';

export const childElements = (element: Element): Element[] => element.nodes.filter(isElement);

export const isLeaf = (element: Element): boolean => !element.nodes.some(isElement);

/** The exact text of the element, without the text of its children. */
export const ownText = (element: Element): string =>
  element.nodes
    .filter(isText)
    .map((node) => node.text)
    .join('');

export const valueOf = (element: Element): string => trimBlanks(ownText(element));

/** Every element at a path below `root`, through every copy of the elements on the path, in document order. */
export function elementsAt(root: Element, path: readonly string[]): Element[] {
  return path.reduce<Element[]>(
    (parents, name) => parents.flatMap((parent) => childElements(parent).filter((child) => child.name === name)),
    [root],
  );
}

/** The element and all elements inside it, in document order. */
export function* elementsWithin(element: Element): Generator<Element> {
  yield element;
  for (const child of childElements(element)) yield* elementsWithin(child);
}

/** A dotted path that starts below the root, because the root's name is the metadata type. */
export const pathBelow = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
