import type { Unparsable } from '../facts.js';
import { saysOn } from '../read/values.js';
import { trimBlanks } from '../xml/characters.js';
import { parseMetadata } from '../xml/parse.js';
import {
  type Element,
  elementsWithin,
  isElement,
  isLeaf,
  isText,
  type MetadataDocument,
  type Node,
  ownText,
  pathBelow,
  valueOf,
} from '../xml/tree.js';
import { applyPatches, type Patch } from './patch.js';

/** What happens to one element. `before` null: it was not there; `after` null: it is taken out. */
export type Edit = { path: string; before: string | null; after: string | null };

export type EditProblem =
  | Unparsable['problem']
  | Hazard
  /** A copy of the flag is no boolean, empty or nil. */
  | 'unreadable-flag'
  /** A value is broken up by comments or CDATA sections. */
  | 'split-value'
  | 'duplicate-element'
  | 'nowhere-to-insert'
  /** Consumer key or secret where taking it out would change what the file says. */
  | 'secret-elsewhere'
  /** One flag and one user, which is what a snapshot has, would not make it again. */
  | 'not-restorable'
  | 'not-proven';

export type Refused = { ok: false; problem: EditProblem };
export type Spliced = { ok: true; text: string; edits: Edit[] } | Refused;

export type Change = Edit & { patch: Patch };

export const refused = (problem: EditProblem): Refused => ({ ok: false, problem });

/** Makes the changes, reads the result again and hands it out only where it is what was meant, and harmless. */
export function proven(
  before: MetadataDocument,
  changes: readonly Change[],
  compared: Comparison,
  isAsMeant: (after: MetadataDocument) => boolean,
): Spliced {
  const text = applyPatches(
    before.text,
    changes.map(({ patch }) => patch),
  );
  const parsed = parseMetadata(text);
  if (!parsed.ok) return refused('not-proven');
  const hazard = hazardOf(parsed.document);
  if (hazard !== undefined) return refused(hazard);
  if (!sameBut(before, parsed.document, compared) || !isAsMeant(parsed.document)) return refused('not-proven');
  return { ok: true, text, edits: changes.map(({ path, before: was, after }) => ({ path, before: was, after })) };
}

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

/** What a file could do to an org besides the edit, so that this tool never writes it. */
type Hazard = 'clears-assignments' | 'rotates-consumer';

/** Deployed empty, these take every assignment away. */
const ASSIGNMENTS: ReadonlySet<string> = new Set(['permissionSetName', 'profileName']);
const ROTATIONS: ReadonlySet<string> = new Set(['shouldRotateConsumerKey', 'shouldRotateConsumerSecret']);

function hazardOf({ root }: MetadataDocument): Hazard | undefined {
  for (const element of elementsWithin(root)) {
    if (ASSIGNMENTS.has(element.name) && (element.nil || valueOf(element) === '')) return 'clears-assignments';
    if (ROTATIONS.has(element.name) && saysOn(element)) return 'rotates-consumer';
  }
  return undefined;
}
