import { XmlDeclaration, type XmlDocument, XmlDocumentType, XmlElement, XmlNode, XmlText } from '@rgrove/parse-xml';
import { isElement, type MetadataDocument, type Node } from './tree.js';

/** The XML parser accepts the file, but it isn't valid metadata. */
export class Defect extends Error {
  public constructor(
    public readonly problem: 'not-well-formed' | 'conflict-markers' | 'too-large' | 'not-utf-8' | 'document-type',
    public readonly offset: number,
  ) {
    super(problem);
  }
}

/** A line that git leaves in a file when a merge conflicts. */
export const CONFLICT_MARKER = /^(?:<{7}|\|{7}|>{7})(?:[ \t\r]|$)/m;

/** Converts the parser's tree to ours: resolves names, corrects offsets, limits the depth. Throws a `Defect`. */
export function buildTree(text: string, parsed: XmlDocument, depthLimit: number): MetadataDocument {
  const build = (xml: XmlNode, scope: Scope, depth: number): Node => {
    // If the root ends the file and the file has an astral character, the parser returns Infinity as its end.
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

  for (const child of parsed.children) {
    refuseOtherEncoding(child);
    refuseDocumentType(child);
  }
  const nodes = parsed.children.map((child) => build(child, OUTERMOST, 1));
  const root = nodes.find(isElement);
  if (root === undefined) throw new Defect('not-well-formed', 0);
  return { text, root, nodes };
}

/** Encodings in which an ASCII byte is that character wherever it is, so that markup reads the same in all of them. */
const SAME_MARKUP = /^(?:utf-?8|utf-?16(?:le|be)?|(?:us-)?ascii|latin-?1|iso-8859-\d{1,2}|windows-125\d)$/i;

/**
 * A parser that follows the declaration may read other characters from the same bytes. In Shift_JIS, for example, half of
 * a letter can take the place of the bracket that ends a CDATA section, and other elements are visible then.
 */
function refuseOtherEncoding(node: XmlNode): void {
  if (node instanceof XmlDeclaration && node.encoding !== null && !SAME_MARKUP.test(node.encoding))
    throw new Defect('not-utf-8', node.start);
}

/**
 * The parser looks for its end only, and a bracket in a quoted text can look like it. Another parser then takes other
 * elements for the document. The platform writes none.
 */
function refuseDocumentType(node: XmlNode): void {
  if (node instanceof XmlDocumentType) throw new Defect('document-type', node.start);
}

/** `>` and `|` are valid in text, so half of a merge conflict can be well-formed XML. */
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

/** The namespace of each prefix at one place in a file. The empty prefix is the default namespace. */
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
 * The name that identifies an element: its local name if it's in the platform's namespace, or if the file declares no
 * namespace. Undefined if the prefix isn't declared, which every namespace-aware parser rejects.
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
