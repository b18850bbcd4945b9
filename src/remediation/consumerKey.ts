import { randomUUID } from 'node:crypto';
import { consumerKeysOf } from '../metadata/consumerKey.js';
import type { Edited } from './edited.js';
import { sha256 } from './hash.js';

/** Without it a key that somebody guesses could be recognised. One a run, and so one a snapshot, which keeps it. */
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
