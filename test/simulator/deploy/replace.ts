import { ADDITIVE, listed } from './checksEca.js';
import type { DeployRules } from './rules.js';
import type { Shape } from './shape.js';
import { SHAPES } from './shapes.js';
import { respelled } from './spelling.js';
import { childrenNamed, sameTree, serialize, valueAt, type Tree } from './tree.js';

/** Declarative replacement: a deployed file is the whole definition, apart from what the org keeps for itself. */

type Replacement = {
  type: string;
  incoming: Tree;
  storedTree: Tree | undefined;
  rules: DeployRules;
  /** The flag comes back. */
  reverted: boolean;
};

const KEPT = 'consumerKey';
/** Assignments: in no order of their own. */
const ASSIGNED = ['permissionSetName', 'profileName'];
const FLOW_FLAGS = ['isClientCredentialEnabled', 'isClientCredentialsFlowEnabled', 'ipRelaxationPolicyType'];

/** The text the org holds afterwards; undefined: nothing is different. */
export function replacement(request: Replacement): string | undefined {
  const { type, incoming, storedTree, rules, reverted } = request;
  const shape = SHAPES[type];
  if (!shape) return storedTree && sameTree(storedTree, incoming) ? undefined : serialize(incoming);
  const before = storedTree && normal(storedTree);
  const taken = rules.outOfOrder === 'drop' ? inOrder(incoming, storedTree) : incoming;
  const merged = merge(shape, forgetting(taken, rules.forgets), before);
  const after = normal(reverted && before ? withFlagsOf(merged, before) : merged);
  if (before && sameTree(inAnyOrder(before), inAnyOrder(after))) return undefined;
  const listed = rules.lists === 'reordered' ? reordered(after) : after;
  return serialize(rules.spelling === 'own' ? respelled(listed) : listed);
}

/** An element that comes after one which the type (or the org's own copy) puts behind it is lost. */
function inOrder(tree: Tree, stored: Tree | undefined): Tree {
  const own = (stored?.children ?? []).map(({ name }) => name);
  const follows = (name: string, last: string): boolean =>
    name >= last || (own.includes(last) && own.lastIndexOf(name) > own.indexOf(last));
  const kept: Tree[] = [];
  for (const child of tree.children) {
    if (kept.every(({ name }) => follows(child.name, name))) {
      kept.push(inOrder(child, childrenNamed(stored, child.name)[0]));
    }
  }
  return { ...tree, children: kept };
}

function forgetting(tree: Tree, names: readonly string[]): Tree {
  const children = tree.children.filter(({ name }) => !names.includes(name));
  return { ...tree, children: children.map((child) => forgetting(child, names)) };
}

function merge(shape: Shape, incoming: Tree, stored: Tree | undefined): Tree {
  const given = cleared(incoming).children.filter(({ name }) => !(ADDITIVE as readonly string[]).includes(name));
  const blocks = given.map((child) => {
    const block = shape.blocks[child.name];
    return block ? merge(block, child, childrenNamed(stored, child.name)[0]) : child;
  });
  const kept = shape.texts.includes(KEPT) ? childrenNamed(stored, KEPT) : [];
  const others = kept.length > 0 ? blocks.filter(({ name }) => name !== KEPT) : blocks;
  return {
    ...incoming,
    children: [...others, ...kept, ...defaultsFor(shape, given, stored), ...granted(incoming, stored)],
  };
}

/** One empty name among them, and every assignment of that kind is gone. */
function cleared(tree: Tree): Tree {
  const gone = ASSIGNED.filter((name) => childrenNamed(tree, name).some(({ text }) => text === ''));
  return { ...tree, children: tree.children.filter(({ name }) => !gone.includes(name)) };
}

/** What the org shows although the deploy leaves it out: flags fall back, some words too. Everything else is gone. */
function defaultsFor(shape: Shape, given: readonly Tree[], stored: Tree | undefined): Tree[] {
  const absent = (name: string): boolean =>
    valueAt(stored, name) !== undefined && !given.some((one) => one.name === name && one.text !== '');
  return [...new Set([...shape.flags, ...Object.keys(shape.defaults)])]
    .filter(absent)
    .map((name) => ({ name, text: shape.defaults[name] ?? 'false', children: [] }));
}

function granted(incoming: Tree, stored: Tree | undefined): Tree[] {
  return ADDITIVE.map((name) => ({
    name,
    text: [...new Set([stored, incoming].flatMap((tree) => listed(valueAt(tree, name))))].join(', '),
    children: [],
  }));
}

function withFlagsOf(tree: Tree, stored: Tree): Tree {
  const children = tree.children.map((child) => {
    const own = childrenNamed(stored, child.name)[0];
    if (!own) return child;
    return FLOW_FLAGS.includes(child.name) ? own : withFlagsOf(child, own);
  });
  return { ...tree, children };
}

/** As the platform writes: by name, copies in the order they came, nothing empty. */
function normal(tree: Tree): Tree {
  const children = tree.children.map(normal).filter(({ text, children: inner }) => text !== '' || inner.length > 0);
  return {
    ...tree,
    children: children.toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0)),
  };
}

function reordered(tree: Tree): Tree {
  return withAssigned(tree, (names) => names.toReversed());
}

function inAnyOrder(tree: Tree): Tree {
  return withAssigned(tree, (names) => names.toSorted((one, other) => (one.text < other.text ? -1 : 1)));
}

function withAssigned(tree: Tree, arrange: (names: Tree[]) => Tree[]): Tree {
  const arranged = ASSIGNED.flatMap((name) => arrange(childrenNamed(tree, name)));
  const children = tree.children.map((child) => (ASSIGNED.includes(child.name) ? (arranged.shift() ?? child) : child));
  return { ...tree, children };
}
