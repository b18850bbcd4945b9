import { trimBlanks } from './characters.js';

/** A metadata file as a tree. Offsets are UTF-16 indices into its text: `start` inclusive, `end` exclusive. */

type Span = { start: number; end: number };

/** Character data as XML means it: references resolved, line ends normalised. */
export type TextNode = Span & { kind: 'text' | 'cdata'; text: string };

/** What carries no metadata: comments, processing instructions, a document type, the XML declaration. As written. */
export type SilentNode = Span & { kind: 'silent'; text: string };

export type Element = Span & {
  kind: 'element';
  /**
   * Local name of an element in the metadata namespace or in none, however it is prefixed. In any other namespace
   * `{uri}local`, so that it never passes for an element of the platform.
   */
  name: string;
  /** The name as written, prefix included. */
  tag: string;
  attributes: Readonly<Record<string, string>>;
  /** `xsi:nil` says true. */
  nil: boolean;
  nodes: readonly Node[];
};

export type Node = Element | TextNode | SilentNode;

export type MetadataDocument = { text: string; root: Element; nodes: readonly Node[] };

export const isElement = (node: Node): node is Element => node.kind === 'element';

export const isText = (node: Node): node is TextNode => node.kind === 'text' || node.kind === 'cdata';

export const childElements = (element: Element): Element[] => element.nodes.filter(isElement);

export const isLeaf = (element: Element): boolean => !element.nodes.some(isElement);

/** The element's own text, exactly; what its children hold is theirs. */
export const ownText = (element: Element): string =>
  element.nodes
    .filter(isText)
    .map((node) => node.text)
    .join('');

export const valueOf = (element: Element): string => trimBlanks(ownText(element));

/** Every element at a path below `root`, through every copy of the elements on the way, in document order. */
export function elementsAt(root: Element, path: readonly string[]): Element[] {
  return path.reduce<Element[]>(
    (parents, name) => parents.flatMap((parent) => childElements(parent).filter((child) => child.name === name)),
    [root],
  );
}

/** The element and every element inside it, in document order. */
export function* elementsWithin(element: Element): Generator<Element> {
  yield element;
  for (const child of childElements(element)) yield* elementsWithin(child);
}

/** Dotted, starting below the root, whose name is the metadata type. */
export const pathBelow = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
