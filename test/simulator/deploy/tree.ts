import { parseXml, XmlCdata, XmlElement, XmlError, XmlText } from '@rgrove/parse-xml';

/** A metadata file as the platform sees it: elements and their text. Comments, prefixes and white space are gone. */

export const METADATA_NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

export type Tree = { name: string; text: string; children: Tree[] };
export type Parsed = { root: Tree; namespace: string };
export type ParseFailure = { reason: string; line: number; column: number };

const INDENT = '    ';

export function parseTree(text: string): Parsed | ParseFailure {
  try {
    const root = parseXml(text.replace(/^\uFEFF/, '')).root;
    if (!root) return { reason: 'Premature end of file.', line: 1, column: 1 };
    return { root: toTree(root), namespace: namespaceOf(root) };
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return { reason: error.message.split('\n')[0] ?? '', line: error.line, column: error.column };
  }
}

/** For text that the org holds itself. A component that is no XML cannot be looked into. */
export function storedTree(text: string): Tree | undefined {
  const parsed = parseTree(text);
  return 'root' in parsed ? parsed.root : undefined;
}

export function serialize(root: Tree): string {
  const inner = root.children.map((child) => element(child, INDENT)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root.name} xmlns="${METADATA_NAMESPACE}">\n${inner}</${root.name}>\n`;
}

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

export function childrenNamed(tree: Tree | undefined, name: string): Tree[] {
  return (tree?.children ?? []).filter((child) => child.name === name);
}

/** The text at a path of element names, of the first copy; undefined where nothing stands there or it is empty. */
export function valueAt(tree: Tree | undefined, ...path: string[]): string | undefined {
  const found = path.reduce<Tree | undefined>((at, name) => childrenNamed(at, name)[0], tree);
  return found?.text === '' ? undefined : found?.text;
}

/** Any copy that says so makes it true. */
export function isTrueAt(tree: Tree | undefined, ...path: string[]): boolean {
  const [name = '', ...parents] = path.toReversed();
  const parent = parents.reduceRight<Tree | undefined>((at, step) => childrenNamed(at, step)[0], tree);
  return childrenNamed(parent, name).some(({ text }) => text === 'true' || text === '1');
}

export function sameTree(one: Tree, other: Tree): boolean {
  return (
    one.name === other.name &&
    one.text === other.text &&
    one.children.length === other.children.length &&
    one.children.every((child, index) => sameTree(child, other.children[index] as Tree))
  );
}

function toTree(from: XmlElement): Tree {
  const children = from.children.filter((child) => child instanceof XmlElement).map(toTree);
  return { name: localName(from.name), text: children.length === 0 ? ownText(from).trim() : '', children };
}

function ownText({ children }: XmlElement): string {
  return children.map((child) => (child instanceof XmlText || child instanceof XmlCdata ? child.text : '')).join('');
}

function namespaceOf({ name, attributes }: XmlElement): string {
  const prefix = name.includes(':') ? `:${name.split(':')[0]}` : '';
  return attributes[`xmlns${prefix}`] ?? '';
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function element({ name, text, children }: Tree, indent: string): string {
  if (children.length === 0) return `${indent}<${name}>${escapeText(text)}</${name}>\n`;
  return `${indent}<${name}>\n${children.map((child) => element(child, indent + INDENT)).join('')}${indent}</${name}>\n`;
}
