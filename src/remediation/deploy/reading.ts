import { setTimeout as sleep } from 'node:timers/promises';
import type { Member, OrgDoor, RetrievedFile } from '../../org/door.js';
import { comparable } from '../../org/names.js';
import type { OrgProblem, ProblemCode } from '../../org/problem.js';
import { problemWith, retrieveAll, type RetrievedApps } from '../../org/requests/retrieve/retrieveAll.js';
import { componentKey } from '../../values.js';
import type { Edited } from '../edit/edited.js';
import { componentHash, switchOf } from '../edit/fingerprint.js';
import type { ComponentName } from '../model/result.js';
import { type End, PATIENCE, type Sent, wasSent } from './sendOne.js';

/** Why the org didn't return a component: it doesn't exist, or the reason is unknown. */
export type Unread = { why: 'gone' | 'not-read'; reason?: ProblemCode; detail: string };

/** The components of the org at one moment, by `Type:fullName`, and those that it didn't return. */
export type Reading = { files: ReadonlyMap<string, RetrievedFile>; unread: ReadonlyMap<string, Unread> };

export const NOTHING_READ: Reading = { files: new Map(), unread: new Map() };

/**
 * Combines two readings. If the later one failed for a component, the earlier one still counts, unless the component no
 * longer exists.
 */
export const lookedAgain = (before: Reading, now: Reading): Reading => {
  const isGone = (key: string): boolean => now.unread.get(key)?.why === 'gone';
  return {
    files: new Map([...[...before.files].filter(([key]) => !isGone(key)), ...now.files]),
    unread: new Map([...before.unread, ...now.unread]),
  };
};

/** What the messages of a retrieve say about a component that wasn't returned. Undefined: nothing. */
export const saidOf = ({ type, fullName }: Member, messages: readonly string[]): Unread | undefined => {
  const naming = byWord(messages).get(comparable(fullName)) ?? [];
  const own = naming.filter(({ words }) => words.has(type)).map(({ message }) => message);
  const [detail] = own;
  return detail === undefined ? undefined : { why: own.every(saysThereIsNone) ? 'gone' : 'not-read', detail };
};

/** There may be thousands of messages and thousands of components, so each message is split into words once. */
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

/** Compares whole words, because one name can be part of another. */
const wordsIn = (message: string): string[] => comparable(message).split(/[^\p{L}\p{N}_-]+/u);

/** `failure`: the request failed as a whole, not because of single components. */
export type Look = Reading & { failure?: OrgProblem };

/** Reads components as they are now. If one makes the retrieve fail, only that one is missing. */
export const readNow = async (door: OrgDoor, components: readonly ComponentName[]): Promise<Look> => {
  if (components.length === 0) return { files: new Map(), unread: new Map() };
  const retrieved = await retrieveAll(door, components);
  const missing = components.filter((component) => !retrieved.files.has(componentKey(component)));
  const unread = new Map(missing.map((component) => [componentKey(component), unreadIn(component, retrieved)]));
  const { files, failure } = retrieved;
  return { files, unread, ...(failure && { failure }) };
};

/** A component counts as missing only if the org says so. */
const unreadIn = (component: Member, retrieved: RetrievedApps): Unread => {
  const problem = problemWith(component, retrieved);
  const unread = problem && { why: 'not-read' as const, reason: problem.code, detail: problem.detail };
  return saidOf(component, retrieved.messages) ?? unread ?? { why: 'not-read', detail: '' };
};

/** Reads what was sent. An interrupt doesn't stop it: something was changed, and the result has to be known. */
export const readBack = async (door: OrgDoor, sent: readonly Sent[], patience = SETTLING): Promise<Reading> => {
  const look = (components: readonly ComponentName[]): Promise<Look> => readNow(door.finishing(), components);
  const written = sent.filter(({ end }) => wasSent(end));
  let reading: Reading = await look(written.flatMap(componentsOf));
  for (const [times, pause] of patience.entries()) {
    const isEarly = times < PATIENCE.length;
    const open = written.flatMap((one) => [...(isEarly ? openOf(one, reading) : []), ...staleOf(one, reading)]);
    if (open.length === 0) break;
    await sleep(pause);
    reading = lookedAgain(reading, await look(open));
  }
  return reading;
};

const componentsOf = ({ edited }: Pick<Sent, 'edited'>): ComponentName[] =>
  edited.map(({ change }) => change.component);

/** The components about which more may be known a moment later. */
const openOf = (sent: Sent, reading: Reading): ComponentName[] => {
  const { edited, end } = sent;
  const isOpen = end.kind === 'unknown' && !edited.every((one) => isAsMeant(one, reading));
  return isOpen ? componentsOf(sent) : componentsOf(sent).filter((component) => isUnreadByChance(component, reading));
};

/** After a deploy has ended, an org may show the earlier state for a while. */
const SETTLING: readonly number[] = [...PATIENCE, 8000, 15_000];

/** Only a deploy that was rolled back certainly left everything as it was. */
const mayHaveLanded = (end: End): boolean => end.kind === 'succeeded' || (end.kind === 'failed' && !end.isRolledBack);

const staleOf = ({ edited, end }: Sent, { files }: Reading): ComponentName[] =>
  !mayHaveLanded(end)
    ? []
    : componentsOf({
        edited: edited.filter(({ change: { component, hardens }, original, meant }) => {
          const text = files.get(componentKey(component))?.text;
          const partIn = (file: string): string | null =>
            hardens ? JSON.stringify(switchOf(component.type, file, true)) : switchOf(component.type, file).flag;
          return text !== undefined && partIn(text) === partIn(original) && partIn(original) !== partIn(meant);
        }),
      });

/** For these reasons, asking again at once gives the same answer. */
const LASTING: readonly (ProblemCode | undefined)[] = [
  'session-refused',
  'not-permitted',
  'request-limit',
  'wait-ended',
];

const isUnreadByChance = (component: ComponentName, { files, unread }: Reading): boolean => {
  const key = componentKey(component);
  const { why, reason } = unread.get(key) ?? {};
  return !files.has(key) && why === 'not-read' && !LASTING.includes(reason);
};

const isAsMeant = ({ change, meant }: Edited, { files }: Reading): boolean => {
  const file = files.get(componentKey(change.component));
  return file !== undefined && meansSame(file.text, meant);
};

export const meansSame = (text: string, known: string): boolean => componentHash(text) === componentHash(known);
