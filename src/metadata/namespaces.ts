const METADATA = 'http://soap.sforce.com/2006/04/metadata';
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/** What each prefix stands for at one place of a file; the empty prefix is the default namespace. */
export type Scope = ReadonlyMap<string, string>;

export const OUTERMOST: Scope = new Map([
  ['', ''],
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
]);

type Attributes = Readonly<Record<string, string>>;

const declares = (attribute: string): boolean => attribute === 'xmlns' || attribute.startsWith('xmlns:');

export function scopeInside(outer: Scope, attributes: Attributes): Scope {
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
export function nameIn(scope: Scope, tag: string): string | undefined {
  const { prefix, local } = split(tag);
  const namespace = scope.get(prefix);
  if (namespace === undefined) return undefined;
  return namespace === METADATA || namespace === '' ? local : `{${namespace}}${local}`;
}

export const hasUnboundAttribute = (scope: Scope, attributes: Attributes): boolean =>
  Object.keys(attributes).some((name) => !declares(name) && !scope.has(split(name).prefix));

export const isNil = (scope: Scope, attributes: Attributes): boolean =>
  Object.entries(attributes).some(([name, value]) => {
    const { prefix, local } = split(name);
    return local === 'nil' && scope.get(prefix) === INSTANCE && ['true', '1'].includes(value.trim());
  });

function split(name: string): { prefix: string; local: string } {
  const colon = name.indexOf(':');
  return colon === -1 ? { prefix: '', local: name } : { prefix: name.slice(0, colon), local: name.slice(colon + 1) };
}
