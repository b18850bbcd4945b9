import { refusal } from './refusals.js';
import type { Shape } from './shape.js';
import { SHAPES } from './shapes.js';
import { childrenNamed, sameTree, valueAt, type Tree } from './tree.js';

/**
 * Does a file fit its type? What the org wrote itself it takes back, so an oddity that its own copy has too is let pass.
 */

export function misfit(type: string, incoming: Tree, stored: Tree | undefined, version: number): string | undefined {
  const shape = SHAPES[type];
  if (!shape) return undefined;
  return unparsable(shape, incoming, stored, version) ?? incomplete(shape, incoming);
}

function unparsable(shape: Shape, tree: Tree, stored: Tree | undefined, version: number): string | undefined {
  const problems = tree.children.map(
    (child, index) =>
      unknownElement(shape, child, stored, version) ??
      repeated(shape, tree.children.slice(0, index), child, stored) ??
      notBoolean(shape, child, stored) ??
      insideBlock(shape, child, stored, version),
  );
  return problems.find((problem) => problem !== undefined);
}

function unknownElement(shape: Shape, { name }: Tree, stored: Tree | undefined, version: number): string | undefined {
  const known = [...shape.flags, ...shape.texts, ...shape.lists, ...shape.opaque, ...Object.keys(shape.blocks)];
  if (known.includes(name) && version >= (shape.since[name] ?? 0)) return undefined;
  if (!known.includes(name) && childrenNamed(stored, name).length > 0) return undefined;
  return refusal('element-unknown', { element: name, type: shape.typeName });
}

function repeated(shape: Shape, before: Tree[], { name }: Tree, stored: Tree | undefined): string | undefined {
  const mayRepeat = shape.lists.includes(name) || shape.opaque.includes(name);
  const seenBefore = before.some((other) => other.name === name);
  const goesOn = mayRepeat && before.at(-1)?.name === name;
  if (!seenBefore || goesOn || (mayRepeat ? isScattered(stored, name) : childrenNamed(stored, name).length > 1)) {
    return undefined;
  }
  return refusal('element-repeated', { element: name, type: shape.typeName });
}

function isScattered(stored: Tree | undefined, name: string): boolean {
  const names = (stored?.children ?? []).map((child) => child.name);
  return names.lastIndexOf(name) - names.indexOf(name) >= childrenNamed(stored, name).length;
}

function notBoolean(shape: Shape, child: Tree, stored: Tree | undefined): string | undefined {
  if (!shape.flags.includes(child.name) || ['true', 'false', '1', '0', ''].includes(child.text)) return undefined;
  if (childrenNamed(stored, child.name).some((own) => sameTree(own, child))) return undefined;
  return refusal('not-boolean', { element: child.name, value: child.text });
}

function insideBlock(shape: Shape, child: Tree, stored: Tree | undefined, version: number): string | undefined {
  const block = shape.blocks[child.name];
  return block && unparsable(block, child, childrenNamed(stored, child.name)[0], version);
}

function incomplete(shape: Shape, tree: Tree): string | undefined {
  const missing = shape.required.find((name) => valueAt(tree, name) === undefined);
  if (missing !== undefined) return refusal('field-missing', { element: missing });
  const inBlocks = tree.children.map((child) => {
    const block = shape.blocks[child.name];
    return block && incomplete(block, child);
  });
  return inBlocks.find((problem) => problem !== undefined);
}
