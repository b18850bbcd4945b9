import { createHash, randomUUID } from 'node:crypto';
import { canonical } from '../../metadata/compare.js';
import { connectedAppFacts } from '../../metadata/read/connectedApp.js';
import { ecaPolicyFacts } from '../../metadata/read/externalClientApp.js';
import { consumerKeysOf } from '../../metadata/secrets.js';
import type { EditableType } from '../../metadata/switches.js';
import type { Switch } from '../model/saved.js';
import type { Edited } from './edited.js';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Equal for files that mean the same. Undefined: this is no metadata. */
export const componentHash = (text: string): string | undefined => {
  const meaning = canonical(text);
  return typeof meaning === 'string' ? sha256(meaning) : undefined;
};

/** Without it, a guessed key could be confirmed. One a run, and so one a snapshot, which keeps it. */
export const KEY_SALT: string = randomUUID();

/** Tells whether a key is another one without holding any. */
export const keyMarkOf = (text: string, salt = KEY_SALT): string => markOf(consumerKeysOf(text), salt);

/** That of a file without a key, which tells nothing. */
export const isKeyless = (keyMark: string, salt = KEY_SALT): boolean => keyMark === markOf([], salt);

const markOf = (keys: readonly string[], salt: string): string => sha256(JSON.stringify([salt, keys]));

/** Tells whether a text is the same to the letter. */
export const textMarkOf = (text: string): string => sha256(JSON.stringify([KEY_SALT, text]));

/** No key is sent, since the org keeps its own: so says experience, not the documentation. */
export const hasItsKey = ({ keyMark }: Pick<Edited, 'keyMark'>, now: string): boolean => keyMarkOf(now) === keyMark;

/** Flag and execution user as they stand in a file, and the IP relaxation where that is a part of what is changed. */
export const switchOf = (type: EditableType, text: string, hardens = false): Switch => {
  const facts = type === 'ConnectedApp' ? connectedAppFacts(text) : ecaPolicyFacts(text);
  if (facts.kind === 'unparsable') return { flag: null, user: null, ...(hardens && { relaxation: null }) };
  return {
    flag: facts.flow.value,
    user: facts.executionUser ?? null,
    ...(hardens && { relaxation: facts.ipRelaxation }),
  };
};
