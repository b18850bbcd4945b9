import type { RetrievedFile } from '../../org/door.js';
import { componentKey, isSameId } from '../../org/names.js';
import type { SnapshotChange } from '../model/saved.js';
import type { Edited } from './edited.js';
import { hasItsKey, isKeyless, keyMarkOf } from './fingerprint.js';

/** `unknown`: neither the snapshot nor the org says anything that the other one says too. */
export type Sameness = 'same' | 'made-anew' | 'key-changed' | 'unknown';

export type Identities = {
  /** Of the keys in the snapshot. */
  keySalt: string | undefined;
  /** What the org called the components after the remediation. */
  ids: ReadonlyMap<string, string>;
};

/**
 * A name says nothing of an app that was deleted and made anew: its flow would be switched on for a client that nobody
 * has ever let in. An id settles that it is another app; of one that has kept its id another key is told as well, since
 * the client that the snapshot knew is not the one that holds it.
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

/** Ids come with 15 or 18 characters; the first 15 are the id. */
const short = (id: string | undefined): string | undefined => id?.slice(0, 15);

/**
 * Within one run: an app that was deleted and made anew under its name is not the one that was planned. Where the org
 * gives no ids its key tells, which a new app has of its own.
 */
export const isSameComponent = (edited: Pick<Edited, 'id' | 'keyMark'>, now: RetrievedFile): boolean =>
  edited.id === undefined || now.id === undefined ? hasItsKey(edited, now.text) : isSameId(edited.id, now.id);
