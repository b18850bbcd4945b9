import type { Unparsable } from './facts.js';
import { meaningAt } from './meaning.js';
import { trimBlanks } from './xml/characters.js';
import { parseMetadata } from './xml/parse.js';
import { type Element, childElements, isLeaf, ownText, pathBelow } from './xml/tree.js';

/** A value in which two files differ. Null: the file doesn't have it. */
export type Difference = { path: string; before: string | null; after: string | null };

/** Never compared and never shown: the org keeps its own key, and an org never returns the secret. */
const LEFT_OUT: ReadonlySet<string> = new Set(['consumerKey', 'consumerSecret']);

/**
 * One text for all files with the same meaning, to hash and compare. It leaves out comments and layout, sorts siblings,
 * because the platform returns lists in any order and order has no meaning in these types, and normalizes what the
 * platform itself spells in several ways.
 */
export function canonical(text: string): string | Unparsable {
  const parsed = parseMetadata(text);
  if (!parsed.ok) return parsed.problem;
  const { root } = parsed.document;
  return serialised(root, '', root.name) ?? '';
}

/** What differs between two files of one component, sorted by path. Paths in `ignoring` aren't compared. */
export function differences(
  before: string,
  after: string,
  ignoring: readonly string[] = [],
): Difference[] | Unparsable {
  const was = parseMetadata(before);
  if (!was.ok) return was.problem;
  const is = parseMetadata(after);
  if (!is.ok) return is.problem;
  const [oldRoot, newRoot] = [was.document.root, is.document.root];
  if (oldRoot.name !== newRoot.name) return [{ path: '', before: oldRoot.name, after: newRoot.name }];
  return singleDifferences(oldRoot, newRoot, '', { type: oldRoot.name, ignoring: new Set(ignoring) });
}

/**
 * Joined here instead of by JSON, because nested JSON strings would double the escapes at each level. Undefined: the
 * element has no meaning.
 */
function serialised(element: Element, path: string, type: string): string | undefined {
  const meant = meantBy(element, path, type);
  if (meant === undefined) return undefined;
  const [name, text] = [JSON.stringify(element.name), JSON.stringify(meant)];
  const children = comparedChildren(element)
    .flatMap((child) => serialised(child, pathBelow(path, child.name), type) ?? [])
    .sort();
  return children.length === 0 ? `[${name},${text}]` : `[${name},${text},[${children.join(',')}]]`;
}

type Comparing = { type: string; ignoring: ReadonlySet<string> };

function differencesInside(
  before: Element | undefined,
  after: Element | undefined,
  path: string,
  comparing: Comparing,
): Difference[] {
  const [was, is] = [childrenByName(before), childrenByName(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].sort();
  return names.flatMap((name) => {
    const childPath = pathBelow(path, name);
    if (comparing.ignoring.has(childPath)) return [];
    const [old, current] = [was.get(name) ?? [], is.get(name) ?? []];
    return old.length > 1 || current.length > 1
      ? listDifferences(old, current, childPath, comparing)
      : singleDifferences(old[0], current[0], childPath, comparing);
  });
}

function singleDifferences(
  before: Element | undefined,
  after: Element | undefined,
  path: string,
  comparing: Comparing,
): Difference[] {
  const inside = differencesInside(before, after, path, comparing);
  const [was, is] = [before, after].map((element) => element && meantBy(element, path, comparing.type));
  // A block that was added or removed is described by its content.
  const isTold = inside.length > 0 && (was ?? '') === (is ?? '');
  return was === is || isTold ? inside : [{ path, before: ownValue(before), after: ownValue(after) }, ...inside];
}

/** The items that one list has more often than the other. */
function listDifferences(
  before: readonly Element[],
  after: readonly Element[],
  path: string,
  { type }: Comparing,
): Difference[] {
  const [was = [], is = []] = [before, after].map((list) => list.flatMap((one) => shown(one, path, type) ?? []).sort());
  return [
    ...without(was, is).map((value) => ({ path, before: value, after: null })),
    ...without(is, was).map((value) => ({ path, before: null, after: value })),
  ];
}

function without(values: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
  return values.filter((value) => {
    const count = left.get(value) ?? 0;
    left.set(value, count - 1);
    return count <= 0;
  });
}

const shown = (element: Element, path: string, type: string): string | undefined =>
  comparedChildren(element).length === 0 ? meantBy(element, path, type) : serialised(element, path, type);

/** The element's own text, without its children. Undefined: it means the same as an absent element. */
function meantBy(element: Element, path: string, type: string): string | undefined {
  const text = textOf(element);
  const isSound = isLeaf(element) && !(element.nil && text !== '');
  const meaning = isSound ? meaningAt(type, path) : undefined;
  return meaning ? meaning(text) : text;
}

const ownValue = (element: Element | undefined): string | null => (element === undefined ? null : textOf(element));

function childrenByName(element: Element | undefined): ReadonlyMap<string, Element[]> {
  const groups = new Map<string, Element[]>();
  if (element === undefined) return groups;
  for (const child of comparedChildren(element)) {
    const group = groups.get(child.name);
    if (group === undefined) groups.set(child.name, [child]);
    else group.push(child);
  }
  return groups;
}

const comparedChildren = (element: Element): Element[] =>
  childElements(element).filter(({ name }) => !LEFT_OUT.has(name));

/** In a leaf the exact text. Between elements, white space is only layout. */
function textOf(element: Element): string {
  const trimmed = trimBlanks(ownText(element));
  return trimmed === '' || !isLeaf(element) ? trimmed : ownText(element);
}
