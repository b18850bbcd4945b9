import type { StoredComponent } from '../state.js';
import { GLOBAL_SETTINGS, consumerKeyOf, keyFrom } from './keys.js';
import { isTrueAt, type Tree } from './tree.js';

/** The harm that two innocent looking elements of the global OAuth settings do: every client is locked out. */

const KEY = 'shouldRotateConsumerKey';
const SECRET = 'shouldRotateConsumerSecret';

export type Rotation = { key: boolean; secret: boolean };

export function rotationAskedBy(type: string, incoming: Tree): Rotation {
  const global = type === GLOBAL_SETTINGS;
  return { key: global && isTrueAt(incoming, KEY), secret: global && isTrueAt(incoming, SECRET) };
}

/** The wish itself is not stored. */
export function withoutWish(incoming: Tree): Tree {
  const children = incoming.children.map((child) =>
    child.name === KEY || child.name === SECRET ? { ...child, text: 'false' } : child,
  );
  return { ...incoming, children };
}

export function withNewKey(component: StoredComponent): StoredComponent {
  const old = consumerKeyOf(component);
  return { ...component, text: component.text.replace(old, keyFrom(old)) };
}
