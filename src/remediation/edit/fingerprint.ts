import { createHash, randomUUID } from 'node:crypto';
import { canonical } from '../../metadata/compare.js';
import { connectedAppFacts } from '../../metadata/read/connectedApp.js';
import { ecaPolicyFacts } from '../../metadata/read/externalClientApp.js';
import { consumerKeysOf } from '../../metadata/secrets.js';
import type { EditableType } from '../../metadata/switches.js';
import type { Switch } from '../model/saved.js';
import type { Edited } from './edited.js';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Equal for files with the same meaning. Undefined: the text isn't metadata. */
export const componentHash = (text: string): string | undefined => {
  const meaning = canonical(text);
  return typeof meaning === 'string' ? sha256(meaning) : undefined;
};

/**
 * Prevents a guessed key from being confirmed by its hash. There is one salt for each run, and the snapshot keeps it.
 */
export const KEY_SALT: string = randomUUID();

/** Shows whether a key has changed, without containing it. */
export const keyMarkOf = (text: string, salt = KEY_SALT): string => markOf(consumerKeysOf(text), salt);

/** The hash of a file without a key. It proves nothing. */
export const isKeyless = (keyMark: string, salt = KEY_SALT): boolean => keyMark === markOf([], salt);

const markOf = (keys: readonly string[], salt: string): string => sha256(JSON.stringify([salt, keys]));

/** Shows whether a text is exactly the same. */
export const textMarkOf = (text: string): string => sha256(JSON.stringify([KEY_SALT, text]));

/**
 * True if the key is unchanged. No key is sent: experience, not the documentation, says that the org then keeps its
 * own.
 */
export const hasItsKey = ({ keyMark }: Pick<Edited, 'keyMark'>, now: string): boolean => keyMarkOf(now) === keyMark;

/** Flag and Run As user as in a file, and the IP relaxation if the change includes it. */
export const switchOf = (type: EditableType, text: string, hardens = false): Switch => {
  const facts = type === 'ConnectedApp' ? connectedAppFacts(text) : ecaPolicyFacts(text);
  if (facts.kind === 'unparsable') return { flag: null, user: null, ...(hardens && { relaxation: null }) };
  return {
    flag: facts.flow.value,
    user: facts.executionUser ?? null,
    ...(hardens && { relaxation: facts.ipRelaxation }),
  };
};
