import { type XmlDocument, XmlElement, XmlNode, XmlText } from '@rgrove/parse-xml';
import { isElement, type MetadataDocument, type Node } from './tree.js';

/** A file that the XML parser accepts and that is no metadata all the same. */
export class Defect extends Error {
  public constructor(
    public readonly problem: 'not-well-formed' | 'conflict-markers' | 'too-large',
    public readonly offset: number,
  ) {
    super(problem);
  }
}

/** A line that git leaves in a file when a merge conflicts. */
export const CONFLICT_MARKER = /^(?:<{7}|\|{7}|>{7})(?:[ \t\r]|$)/m;

/** Turns the parser's tree into ours: names resolved, offsets sound, depth bounded. Throws a `Defect`. */
export function buildTree(text: string, parsed: XmlDocument, depthLimit: number): MetadataDocument {
  const build = (xml: XmlNode, scope: Scope, depth: number): Node => {
    // The parser gives Infinity for a root that ends the file, where the file holds an astral character.
    const span = { start: xml.start, end: Math.min(xml.end, text.length) };
    if (xml instanceof XmlText)
      return { ...span, kind: xml.type === XmlNode.TYPE_CDATA ? 'cdata' : 'text', text: xml.text };
    if (!(xml instanceof XmlElement)) return { ...span, kind: 'silent', text: text.slice(span.start, span.end) };
    if (depth > depthLimit) throw new Defect('too-large', xml.start);

    const { name: tag, attributes } = xml;
    const inner = scopeInside(scope, attributes);
    const name = nameIn(inner, tag);
    if (name === undefined || hasUnboundAttribute(inner, attributes)) throw new Defect('not-well-formed', xml.start);
    const nodes = xml.children.map((child) => build(child, inner, depth + 1));
    refuseConflictMarkers(text, nodes);
    return { ...span, kind: 'element', name, tag, attributes, nil: isNil(inner, attributes), nodes };
  };

  const nodes = parsed.children.map((child) => build(child, OUTERMOST, 1));
  const root = nodes.find(isElement);
  if (root === undefined) throw new Defect('not-well-formed', 0);
  return { text, root, nodes };
}

/** `>` and `|` are legal in text, so half of a conflict can be well-formed. */
function refuseConflictMarkers(text: string, nodes: readonly Node[]): void {
  if (!nodes.some(isElement)) return;
  for (const node of nodes) {
    if (node.kind !== 'text') continue;
    const marker = text.slice(node.start, node.end).search(CONFLICT_MARKER);
    if (marker !== -1) throw new Defect('conflict-markers', node.start + marker);
  }
}

const METADATA = 'http://soap.sforce.com/2006/04/metadata';
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/** What each prefix stands for at one place of a file; the empty prefix is the default namespace. */
type Scope = ReadonlyMap<string, string>;

const OUTERMOST: Scope = new Map([
  ['', ''],
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
]);

type Attributes = Readonly<Record<string, string>>;

const declares = (attribute: string): boolean => attribute === 'xmlns' || attribute.startsWith('xmlns:');

function scopeInside(outer: Scope, attributes: Attributes): Scope {
  const declared = Object.keys(attributes).filter(declares);
  if (declared.length === 0) return outer;
  const inner = new Map(outer);
  for (const attribute of declared) inner.set(attribute.slice('xmlns:'.length), attributes[attribute] ?? '');
  return inner;
}

/**
 * The name an element counts by. Files of the platform use its namespace throughout, and a file that declares none is
 * read as if it did: both give the local name. Undefined where the prefix is bound to nothing, which no
 * namespace-aware reader accepts.
 */
function nameIn(scope: Scope, tag: string): string | undefined {
  const { prefix, local } = split(tag);
  const namespace = scope.get(prefix);
  if (namespace === undefined) return undefined;
  return namespace === METADATA || namespace === '' ? local : `{${namespace}}${local}`;
}

const hasUnboundAttribute = (scope: Scope, attributes: Attributes): boolean =>
  Object.keys(attributes).some((name) => !declares(name) && !scope.has(split(name).prefix));

const isNil = (scope: Scope, attributes: Attributes): boolean =>
  Object.entries(attributes).some(([name, value]) => {
    const { prefix, local } = split(name);
    return local === 'nil' && scope.get(prefix) === INSTANCE && ['true', '1'].includes(value.trim());
  });

function split(name: string): { prefix: string; local: string } {
  const colon = name.indexOf(':');
  return colon === -1 ? { prefix: '', local: name } : { prefix: name.slice(0, colon), local: name.slice(colon + 1) };
}
