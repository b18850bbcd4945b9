import { isBoolean } from '../read/values.js';
import { type EditableType, SWITCHES } from '../switches.js';
import { trimBlanks } from '../xml/characters.js';
import { parseAs } from '../xml/parse.js';
import { type Element, type MetadataDocument, childElements, elementsAt, isLeaf, valueOf } from '../xml/tree.js';
import { insertion, newValue, removal, rewritten } from './patch.js';
import { touching, type Change, type EditProblem, type Spliced, proven, refused } from './proven.js';

/** What a snapshot says of one app. Null: the element was not there. */
export type Before = {
  flag: string | null;
  user: string | null;
  /** Undefined: it is left as it is. */
  relaxation?: string | null;
};

type Wanted = { path: readonly string[]; value: string | null };

/** Splices flag, execution user and, where it is given, IP relaxation into the component as it is now, and nothing else. */
export function restoreFlag(text: string, type: EditableType, before: Before): Spliced {
  if (before.flag !== null && !isBoolean(before.flag)) return refused('unreadable-flag');
  const parsed = parseAs(type, text);
  if (!parsed.ok) return refused(parsed.problem.problem);
  const wanted = wantedOf(type, before);
  const changes: Change[] = [];
  for (const want of wanted) {
    const needed = changesTo(parsed.document, want, wanted);
    if (typeof needed === 'string') return refused(needed);
    changes.push(...needed);
  }
  const compared = touching(Object.fromEntries(wanted.map(({ path }) => [path.join('.'), 'nothing'])));
  return proven(parsed.document, changes, compared, ({ root }) => wanted.every((want) => isThere(root, want)));
}

/** In the order of their names, which is the order they are inserted in where both are missing at one place. */
function wantedOf(type: EditableType, { flag, user, relaxation }: Before): Wanted[] {
  const paths = SWITCHES[type];
  const wanted = [
    { path: paths.flag, value: flag === null ? null : trimBlanks(flag) },
    { path: paths.user, value: user === null ? null : trimBlanks(user) },
    ...(relaxation === undefined || paths.relaxation === undefined
      ? []
      : [{ path: paths.relaxation, value: relaxation === null ? null : trimBlanks(relaxation) }]),
  ];
  return wanted.sort((one, other) => (lastOf(one.path) < lastOf(other.path) ? -1 : 1));
}

function changesTo(document: MetadataDocument, want: Wanted, wanted: readonly Wanted[]): Change[] | EditProblem {
  const { root, text } = document;
  const copies = elementsAt(root, want.path);
  if (isThere(root, want)) return [];
  const path = want.path.join('.');
  const { value } = want;
  if (value === null) {
    return copies.map((copy) => ({ path, before: valueOf(copy), after: null, patch: removal(text, copy) }));
  }
  const [copy, another] = copies;
  if (another !== undefined) return 'duplicate-element';
  if (copy === undefined) return inserted(document, want.path, value, wanted);
  const patch = (copy.nil ? undefined : newValue(text, copy, value)) ?? rewritten(copy, value);
  return [{ path, before: valueOf(copy), after: value, patch }];
}

function inserted(
  { root, text }: MetadataDocument,
  path: readonly string[],
  value: string,
  wanted: readonly Wanted[],
): Change[] | EditProblem {
  const [parent, another] = elementsAt(root, path.slice(0, -1));
  if (another !== undefined) return 'duplicate-element';
  if (parent === undefined) return 'nowhere-to-insert';
  const leaving = wanted.filter((want) => want.value === null).map((want) => lastOf(want.path));
  const siblings = childElements(parent).filter(({ name }) => !name.startsWith('{') && !leaving.includes(name));
  const patch = insertion(text, siblings, lastOf(path), value);
  return patch === undefined ? 'nowhere-to-insert' : [{ path: path.join('.'), before: null, after: value, patch }];
}

function isThere(root: Element, { path, value }: Wanted): boolean {
  const copies = elementsAt(root, path);
  return value === null
    ? copies.length === 0
    : copies.length > 0 && copies.every((copy) => !copy.nil && isLeaf(copy) && valueOf(copy) === value);
}

const lastOf = (path: readonly string[]): string => path[path.length - 1] ?? '';
