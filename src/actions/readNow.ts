import { setTimeout as sleep } from 'node:timers/promises';
import { memberKey, problemWith, retrieveAll, type RetrievedApps } from '../inventory/retrieving.js';
import type { Member, OrgDoor } from '../org/door.js';
import type { OrgProblem, ProblemCode } from '../org/errors.js';
import { componentKey, type ComponentName } from '../remediation/model.js';
import { lookedAgain, saidOf, type Reading, type Unread } from '../remediation/reading.js';
import { PATIENCE, wasSent, type Sent } from '../remediation/sendOne.js';
import { switchOf } from '../remediation/switchOf.js';
import { isAsMeant } from '../remediation/verify.js';

/** `failure`: it was the org that failed, and no property of single components. */
export type Look = Reading & { failure?: OrgProblem };

/** Components as the org has them at this moment. One that spoils the retrieve stands alone for it. */
export const readNow = async (door: OrgDoor, components: readonly ComponentName[]): Promise<Look> => {
  if (components.length === 0) return { files: new Map(), unread: new Map() };
  const retrieved = await retrieveAll(door, components);
  const missing = components.filter((component) => !retrieved.files.has(memberKey(component)));
  const unread = new Map(missing.map((component) => [componentKey(component), unreadIn(component, retrieved)]));
  const { files, failure } = retrieved;
  return { files, unread, ...(failure && { failure }) };
};

/** That there is none is believed only where the org says so. */
const unreadIn = (component: Member, retrieved: RetrievedApps): Unread => {
  const problem = problemWith(component, retrieved);
  const unread = problem && { why: 'not-read' as const, reason: problem.code, detail: problem.detail };
  return saidOf(component, retrieved.messages) ?? unread ?? { why: 'not-read', detail: '' };
};

/** What was sent, as the org has it now. Deaf to an interrupt: something was changed, and it has to be known what. */
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

/** Those of which a moment later more may be known. */
const openOf = (sent: Sent, reading: Reading): ComponentName[] => {
  const { edited, end } = sent;
  const isOpen = end.kind === 'unknown' && !edited.every((one) => isAsMeant(one, reading));
  return isOpen ? componentsOf(sent) : componentsOf(sent).filter((component) => isUnreadByChance(component, reading));
};

/** An org that has ended a deploy may for a while still show what was there before it. */
const SETTLING: readonly number[] = [...PATIENCE, 8000, 15_000];

const staleOf = ({ edited, end }: Sent, { files }: Reading): ComponentName[] =>
  end.kind !== 'succeeded'
    ? []
    : componentsOf({
        edited: edited.filter(({ change: { component }, original, meant }) => {
          const text = files.get(componentKey(component))?.text;
          const flagIn = (file: string): string | null => switchOf(component.type, file).flag;
          return text !== undefined && flagIn(text) === flagIn(original) && flagIn(original) !== flagIn(meant);
        }),
      });

/** Asked again at once, an org says the same. */
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
