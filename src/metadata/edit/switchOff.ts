import { isUnreadable, saysOn } from '../read/values.js';
import { secretsOf } from '../secrets.js';
import { type EditableType, SWITCHES } from '../switches.js';
import { parseAs, parseMetadata } from '../xml/parse.js';
import {
  type Element,
  type MetadataDocument,
  type Node,
  childElements,
  elementsAt,
  isElement,
  valueOf,
} from '../xml/tree.js';
import { newValue, removal } from './patch.js';
import { type Comparison, touching, type Change, type Refused, type Spliced, proven, refused } from './proven.js';

/**
 * Sets every copy of the flag that is on to `false`, and can remove the Run As user with its line. Changes nothing
 * else.
 */
export function switchOff(text: string, type: EditableType, { removeUser }: { removeUser: boolean }): Spliced {
  const parsed = parseAs(type, text);
  if (!parsed.ok) return refused(parsed.problem.problem);
  const { flag, user } = SWITCHES[type];
  const copies = elementsAt(parsed.document.root, flag);
  if (copies.some(isUnreadable)) return refused('unreadable-flag');
  const changes: Change[] = [];
  for (const copy of copies.filter(saysOn)) {
    const patch = newValue(text, copy, 'false');
    if (patch === undefined) return refused('split-value');
    changes.push({ path: flag.join('.'), before: valueOf(copy), after: 'false', patch });
  }
  if (removeUser) changes.push(...removals(parsed.document, elementsAt(parsed.document.root, user), user.join('.')));

  const expected = copies.map((copy) => (saysOn(copy) ? 'false' : valueOf(copy)));
  return proven(
    parsed.document,
    changes,
    touching({ [flag.join('.')]: 'all-but-text', ...(removeUser && { [user.join('.')]: 'nothing' }) }),
    ({ root }) => sameValues(elementsAt(root, flag), expected) && !(removeUser && elementsAt(root, user).length > 0),
  );
}

/** Removes every copy of these root-level elements. */
export function dropElements(text: string, names: readonly string[]): Spliced {
  const parsed = parseMetadata(text);
  if (!parsed.ok) return refused(parsed.problem.problem);
  const dropped = (root: Element): Element[] => childElements(root).filter(({ name }) => names.includes(name));
  const changes = dropped(parsed.document.root).flatMap((element) =>
    removals(parsed.document, [element], element.name),
  );
  const compared = touching(Object.fromEntries(names.map((name) => [name, 'nothing'])));
  return proven(parsed.document, changes, compared, ({ root }) => dropped(root).length === 0);
}

/**
 * Removes consumer key and secret elements wherever they are, and comments that contain or mention them. It returns no
 * list of edits, because their values are the secrets. Rejects a file that has a key or secret in a place that can't be
 * removed.
 */
export function stripSecrets(text: string): { ok: true; text: string } | Refused {
  const parsed = parseMetadata(text);
  if (!parsed.ok) return refused(parsed.problem.problem);
  const { isSecret, isElsewhere } = secretsOf(parsed.document);
  if (isElsewhere) return refused('secret-elsewhere');
  const changes = removals(parsed.document, outermost(parsed.document.nodes, isSecret), '');
  const compared: Comparison = (node) => (isSecret(node) ? 'nothing' : 'whole');
  const stripped = proven(parsed.document, changes, compared, ({ nodes }) => outermost(nodes, isSecret).length === 0);
  return stripped.ok ? { ok: true, text: stripped.text } : stripped;
}

const outermost = (nodes: readonly Node[], isMeant: (node: Node) => boolean): Node[] =>
  nodes.flatMap((node) => {
    if (isMeant(node)) return [node];
    return isElement(node) ? outermost(node.nodes, isMeant) : [];
  });

const removals = (document: MetadataDocument, nodes: readonly Node[], path: string): Change[] =>
  nodes.map((node) => ({
    path,
    before: isElement(node) ? valueOf(node) : null,
    after: null,
    patch: removal(document.text, node),
  }));

const sameValues = (elements: readonly Element[], values: readonly string[]): boolean =>
  elements.length === values.length && elements.every((element, index) => valueOf(element) === values[index]);
