import type { EditableType } from '../switches.js';
import { parseAs } from '../xml/parse.js';
import { type Element, type MetadataDocument, childElements, elementsAt, isLeaf, valueOf } from '../xml/tree.js';
import { insertion, newValue, removal, rewritten, sibling } from './patch.js';
import { touching, type Change, type EditProblem, type Spliced, proven, refused } from './proven.js';

/** The one value that a path should have. Null: no element. */
export type Wanted = { path: readonly string[]; value: string | null };

/** One more copy of an element that can occur several times. */
export type Addition = { path: readonly string[]; value: string };

/** Writes values into a file and changes nothing else. A value that is already correct stays as written. */
export const setValues = (
  text: string,
  type: EditableType,
  wanted: readonly Wanted[],
  additions: readonly Addition[] = [],
): Spliced => {
  const parsed = parseAs(type, text);
  if (!parsed.ok) return refused(parsed.problem.problem);
  const { document } = parsed;
  const steps = [
    ...wanted.map((want) => ({ path: want.path, make: () => changesTo(document, want, wanted) })),
    ...additions.map((addition) => ({ path: addition.path, make: () => added(document, addition) })),
  ];
  const changes: Change[] = [];
  // Sorted by name, so that several missing elements are inserted in that order.
  for (const { make } of steps.sort((one, other) => (lastOf(one.path) < lastOf(other.path) ? -1 : 1))) {
    const needed = make();
    if (typeof needed === 'string') return refused(needed);
    changes.push(...needed);
  }
  const touched = [...wanted, ...additions].map(({ path }) => [path.join('.'), 'nothing'] as const);
  return proven(
    document,
    changes,
    touching(Object.fromEntries(touched)),
    ({ root }) =>
      wanted.every((want) => isThere(root, want)) &&
      additions.every((one) => isAdded(document.root, root, one, additions)),
  );
};

const changesTo = (document: MetadataDocument, want: Wanted, wanted: readonly Wanted[]): Change[] | EditProblem => {
  const { root, text } = document;
  const copies = elementsAt(root, want.path);
  if (isThere(root, want)) return [];
  const path = want.path.join('.');
  const { value } = want;
  if (value === null)
    return copies.map((copy) => ({ path, before: valueOf(copy), after: null, patch: removal(text, copy) }));
  const [copy, another] = copies;
  if (another !== undefined) return 'duplicate-element';
  if (copy === undefined) return inserted(document, want.path, value, wanted);
  const patch = (copy.nil ? undefined : newValue(text, copy, value)) ?? rewritten(copy, value);
  return [{ path, before: valueOf(copy), after: value, patch }];
};

const added = (document: MetadataDocument, { path, value }: Addition): Change[] | EditProblem => {
  const last = elementsAt(document.root, path).at(-1);
  if (last === undefined) return inserted(document, path, value, []);
  return [{ path: path.join('.'), before: null, after: value, patch: sibling(document.text, last, value) }];
};

const inserted = (
  { root, text }: MetadataDocument,
  path: readonly string[],
  value: string,
  wanted: readonly Wanted[],
): Change[] | EditProblem => {
  const [parent, another] = elementsAt(root, path.slice(0, -1));
  if (another !== undefined) return 'duplicate-element';
  if (parent === undefined) return 'nowhere-to-insert';
  const leaving = wanted.filter((want) => want.value === null).map((want) => lastOf(want.path));
  const siblings = childElements(parent).filter(({ name }) => !name.startsWith('{') && !leaving.includes(name));
  const patch = insertion(text, siblings, lastOf(path), value);
  return patch === undefined ? 'nowhere-to-insert' : [{ path: path.join('.'), before: null, after: value, patch }];
};

const isThere = (root: Element, { path, value }: Wanted): boolean => {
  const copies = elementsAt(root, path);
  return value === null
    ? copies.length === 0
    : copies.length > 0 && copies.every((copy) => !copy.nil && isLeaf(copy) && valueOf(copy) === value);
};

/** The copies that existed, in their order, followed by the added ones. */
const isAdded = (before: Element, after: Element, { path }: Addition, additions: readonly Addition[]): boolean => {
  const valuesIn = (root: Element): string[] => elementsAt(root, path).map(valueOf);
  const own = additions.filter((one) => one.path.join('.') === path.join('.')).map(({ value }) => value);
  return JSON.stringify(valuesIn(after)) === JSON.stringify([...valuesIn(before), ...own]);
};

const lastOf = (path: readonly string[]): string => path[path.length - 1] ?? '';
