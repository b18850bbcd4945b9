import type { RetrievedFile } from '../../org/door.js';
import { isSameId } from '../../org/names.js';
import { componentKey } from '../../values.js';
import type { SnapshotChange } from '../model/saved.js';
import type { Edited } from './edited.js';
import { hasItsKey, isKeyless, keyMarkOf } from './fingerprint.js';

/** `unknown`: the snapshot and the org have neither ID nor key in common. */
export type Sameness = 'same' | 'made-anew' | 'key-changed' | 'unknown';

export type Identities = {
  /** The salt of the key hashes in the snapshot. */
  keySalt: string | undefined;
  /** The IDs of the components after the remediation. */
  ids: ReadonlyMap<string, string>;
};

/**
 * A name doesn't identify an app that was deleted and created again: a restore would turn on the flow for a client that
 * was never approved. A different ID proves that it's another app. If the ID is the same, a different key still counts,
 * because another client holds it.
 */
export const samenessOf = (
  { id, keyMark, component }: Pick<SnapshotChange, 'id' | 'keyMark' | 'component'>,
  { keySalt, ids }: Identities,
  now: Pick<RetrievedFile, 'id' | 'text'>,
): Sameness => {
  const hasId = id !== undefined && now.id !== undefined;
  const known = [id, ids.get(componentKey(component))].map(short);
  if (hasId && !known.includes(short(now.id))) return 'made-anew';
  const mark = keySalt === undefined ? undefined : keyMarkOf(now.text, keySalt);
  const hasKey = keyMark !== undefined && mark !== undefined && !isKeyless(mark, keySalt);
  if (hasKey && mark !== keyMark) return hasId ? 'key-changed' : 'made-anew';
  return hasId || hasKey ? 'same' : 'unknown';
};

/** An ID has 15 or 18 characters. The first 15 identify it. */
const short = (id: string | undefined): string | undefined => id?.slice(0, 15);

/**
 * Within one run: an app that was deleted and created again with the same name isn't the planned one. If the org gives
 * no IDs, the key decides, because a new app has a new key.
 */
export const isSameComponent = (edited: Pick<Edited, 'id' | 'keyMark'>, now: RetrievedFile): boolean =>
  edited.id === undefined || now.id === undefined ? hasItsKey(edited, now.text) : isSameId(edited.id, now.id);
