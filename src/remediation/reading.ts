import type { Member, RetrievedFile } from '../org/door.js';
import type { ProblemCode } from '../org/errors.js';
import { comparable } from './blame.js';

/** Why the org did not give a component: there is none, or nobody knows. */
export type Unread = { why: 'gone' | 'not-read'; reason?: ProblemCode; detail: string };

/** What the org holds at one moment, by `Type:fullName`, and what it did not give. */
export type Reading = { files: ReadonlyMap<string, RetrievedFile>; unread: ReadonlyMap<string, Unread> };

export const NOTHING_READ: Reading = { files: new Map(), unread: new Map() };

/** Where a later look at some of them fails, what was seen before still counts; what it finds gone is gone. */
export const lookedAgain = (before: Reading, now: Reading): Reading => {
  const isGone = (key: string): boolean => now.unread.get(key)?.why === 'gone';
  return {
    files: new Map([...[...before.files].filter(([key]) => !isGone(key)), ...now.files]),
    unread: new Map([...before.unread, ...now.unread]),
  };
};

/** What the messages of a retrieve say of a component that did not come back. Undefined: nothing. */
export const saidOf = ({ type, fullName }: Member, messages: readonly string[]): Unread | undefined => {
  const naming = byWord(messages).get(comparable(fullName)) ?? [];
  const own = naming.filter(({ words }) => words.has(type)).map(({ message }) => message);
  const [detail] = own;
  return detail === undefined ? undefined : { why: own.every(saysThereIsNone) ? 'gone' : 'not-read', detail };
};

/** An org may have something to say of each of thousands, and each of them is asked for: every message is read once. */
type ReadMessage = { message: string; words: ReadonlySet<string> };
const known = new WeakMap<readonly string[], ReadonlyMap<string, readonly ReadMessage[]>>();

const byWord = (messages: readonly string[]): ReadonlyMap<string, readonly ReadMessage[]> => {
  const naming = known.get(messages) ?? orderedByWord(messages);
  known.set(messages, naming);
  return naming;
};

const orderedByWord = (messages: readonly string[]): ReadonlyMap<string, readonly ReadMessage[]> => {
  const naming = new Map<string, ReadMessage[]>();
  for (const message of new Set(messages)) {
    const words = new Set(wordsIn(message));
    for (const word of words) {
      const others = naming.get(word);
      if (others === undefined) naming.set(word, [{ message, words }]);
      else others.push({ message, words });
    }
  }
  return naming;
};

const saysThereIsNone = (message: string): boolean => /\bcannot be found\b/i.test(message);

/** A name is no part of a longer one. */
const wordsIn = (message: string): string[] => comparable(message).split(/[^\p{L}\p{N}_-]+/u);
