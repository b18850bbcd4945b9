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

/** The change of one element. `before` null: it's added. `after` null: it's removed. */
export type Edit = { path: string; before: string | null; after: string | null };

export type EditProblem =
  | Unparsable['problem']
  | Hazard
  /** A copy of the flag is empty, nil, or not a boolean. */
  | 'unreadable-flag'
  /** Comments or CDATA sections split a value. */
  | 'split-value'
  | 'duplicate-element'
  | 'nowhere-to-insert'
  /** A consumer key or secret is in a place where removing it would change what the file says. */
  | 'secret-elsewhere'
  /** A restore couldn't recreate it, because a snapshot holds only one flag and one user. */
  | 'not-restorable'
  | 'not-proven';

export type Refused = { ok: false; problem: EditProblem };
export type Spliced = { ok: true; text: string; edits: Edit[] } | Refused;

export type Change = Edit & { patch: Patch };

export const refused = (problem: EditProblem): Refused => ({ ok: false, problem });

/**
 * Applies the patches, parses the result, and returns it only if it differs from the original as intended and is
 * harmless.
 */
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
 * How much of a node is compared after an edit: all of it, everything except the text directly inside it, or nothing.
 * The parts that aren't compared are those that the edit changes. Their values are checked instead.
 */
export type Compared = 'whole' | 'all-but-text' | 'nothing';
export type Comparison = (node: Node, path: string) => Compared;

/** Compares everything except the elements at these paths. */
export const touching =
  (paths: Readonly<Record<string, Compared>>): Comparison =>
  (node, path) =>
    (isElement(node) ? paths[path] : undefined) ?? 'whole';

/**
 * Whether two files are equal except for what the edit was meant to change: elements, order, attributes, text,
 * comments, and everything outside the root. It compares the parsed trees, so a mistake in the edit can't hide itself.
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

/**
 * In a leaf the exact text. Between elements without white space, because removing an element joins the white space
 * around it.
 */
function textOf(element: Element): string {
  const text = ownText(element);
  if (trimBlanks(text) === '') return '';
  return isLeaf(element) ? text : text.replace(/[ \t\r\n]+/g, '');
}

const sortedAttributes = (element: Element): [string, string][] =>
  Object.entries(element.attributes).sort(([one], [other]) => (one < other ? -1 : 1));

/** Side effects on an org that a file must never have when it's deployed. */
type Hazard = 'clears-assignments' | 'rotates-consumer';

/** If these are deployed empty, the org removes all assignments. */
const ASSIGNMENTS: ReadonlySet<string> = new Set(['permissionSetName', 'profileName']);
const ROTATIONS: ReadonlySet<string> = new Set(['shouldRotateConsumerKey', 'shouldRotateConsumerSecret']);

function hazardOf({ root }: MetadataDocument): Hazard | undefined {
  for (const element of elementsWithin(root)) {
    if (ASSIGNMENTS.has(element.name) && (element.nil || valueOf(element) === '')) return 'clears-assignments';
    if (ROTATIONS.has(element.name) && saysOn(element)) return 'rotates-consumer';
  }
  return undefined;
}
