import { randomUUID } from 'node:crypto';
import { consumerKeysOf } from '../metadata/consumerKey.js';
import type { Edited } from './edited.js';
import { sha256 } from './hash.js';

/** Without it a key that somebody guesses could be recognised. It makes marks comparable in this process alone. */
const SALT = randomUUID();

/** Tells whether a key is another one without holding any. */
export const keyMarkOf = (text: string): string => sha256(JSON.stringify([SALT, consumerKeysOf(text)]));

/** Tells whether a text is the same to the letter. */
export const textMarkOf = (text: string): string => sha256(JSON.stringify([SALT, text]));

/** No key is sent, since the org keeps its own: so says experience, not the documentation. */
export const hasItsKey = ({ keyMark }: Pick<Edited, 'keyMark'>, now: string): boolean => keyMarkOf(now) === keyMark;
