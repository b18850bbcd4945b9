import type { Answer, OrgDoor } from '../../org/door.js';
import type { OrgProblem } from '../../org/problem.js';
import type { Stopwatch } from '../../org/transport/stopwatch.js';
import { componentKey } from '../../values.js';
import type { Edited } from '../edit/edited.js';
import {
  CANCELED,
  notStarted,
  sendOne,
  whyOf,
  type End,
  type SendingOne,
  type Sent,
  type SteppedBack,
  type Why,
} from './sendOne.js';

/**
 * The components that are still as planned, and those that aren't and are skipped. `age` keeps the time since they were
 * read.
 */
export type Looked = { same: Edited[]; left: Sent[]; age: Stopwatch };

export type Sending = SendingOne & {
  signal: AbortSignal;
  /** Records a deploy of this run that was canceled so that another one could go first. */
  steppedBack: (deploy: SteppedBack['steppedBack']) => void;
  lookAgain: (edited: readonly Edited[]) => Promise<Answer<Looked>>;
};

/** Sends one package after another. If the result of one is unknown, no further one is sent. */
export const send = async (
  door: OrgDoor,
  packages: readonly (readonly Edited[])[],
  sending: Sending,
): Promise<Sent[]> => {
  const sent: Sent[] = [];
  for (const [index, edited] of packages.entries()) {
    const stopped = afterwards(sent.findLast(({ end }) => end.kind !== 'left-alone')?.end, sending.signal);
    if (stopped) sent.push({ edited, end: stopped });
    else if (index === 0) sent.push(...(await sendPackage(door, edited, sending)));
    else sent.push(...(await lookAndSend(door, edited, sending)));
  }
  return sent;
};

const afterwards = (last: End | undefined, { aborted }: AbortSignal): End | undefined => {
  if (last?.kind === 'running' || last?.kind === 'unknown') return notStarted('not-started');
  if (last?.kind === 'not-started') return last.code === 'not-seen-again' ? { ...last, code: 'not-started' } : last;
  return aborted ? notStarted('interrupted') : undefined;
};

/** Reads the components again, because the packages before took time. Those that changed meanwhile are skipped. */
const lookAndSend = async (door: OrgDoor, planned: readonly Edited[], sending: Sending): Promise<Sent[]> => {
  const seen = await sending.lookAgain(planned);
  if (!seen.ok) return [{ edited: planned, end: notLooked(seen.problem) }];
  const { same, left, age } = seen.value;
  return [...left, ...(same.length > 0 ? await sendPackage(door, same, { ...sending, age }) : [])];
};

const notLooked = (problem: OrgProblem): End => {
  if (problem.code === 'interrupted') return notStarted('interrupted');
  return notStarted(problem.code === 'wait-ended' ? 'not-started' : 'not-seen-again', whyOf(problem));
};

/**
 * If a deploy was rolled back, the components that the org doesn't blame are sent again without the others, but only
 * once.
 */
const sendPackage = async (door: OrgDoor, planned: readonly Edited[], sending: Sending): Promise<Sent[]> => {
  const { left, sent } = await sendInTurn(door, planned, sending);
  return [...left, ...(sent ? await sendTheRestAgain(door, sent, sending) : [])];
};

/** A limit, because another user could deploy all the time, and then this deploy would never be sent. */
const MOST_STEPS_BACK = 3;

/** If another deploy came first, or too much time has passed, reads the org again and skips what changed. */
const sendInTurn = async (
  door: OrgDoor,
  planned: readonly Edited[],
  sending: Sending,
): Promise<{ left: Sent[]; sent?: Sent }> => {
  const left: Sent[] = [];
  let edited = planned;
  let { age } = sending;
  for (let steps = 0; ; steps += 1) {
    const sent = await sendOne(door, edited, { ...sending, age, mayStepBack: steps < MOST_STEPS_BACK });
    if ('end' in sent) return { left, sent };
    if ('steppedBack' in sent) sending.steppedBack(sent.steppedBack);
    if (sending.signal.aborted) return { left, sent: { edited, end: notStarted('interrupted') } };
    const seen = await sending.lookAgain(edited);
    if (!seen.ok) return { left, sent: { edited, end: notLooked(seen.problem) } };
    left.push(...seen.value.left.map((one) => ('steppedBack' in sent ? unlessLanded(one, sent) : one)));
    edited = seen.value.same;
    age = seen.value.age;
    if (edited.length === 0) return { left };
  }
};

/** If a component is as planned after all, that may be the effect of the deploy that the org says it canceled. */
const unlessLanded = (left: Sent, { steppedBack }: SteppedBack): Sent =>
  left.end.kind === 'left-alone' && left.end.isAsMeant
    ? {
        ...left,
        end: { kind: 'failed', problems: new Map(), detail: CANCELED, isRolledBack: false },
        deploy: steppedBack,
      }
    : left;

const sendTheRestAgain = async (door: OrgDoor, first: Sent, sending: Sending): Promise<Sent[]> => {
  const { edited, end } = first;
  const innocent = end.kind === 'failed' ? rolledBackWithOthers(end, edited) : [];
  if (end.kind !== 'failed' || innocent.length === 0 || sending.signal.aborted) return [first];
  const blamed = { ...first, edited: without(edited, innocent) };
  const notAgain = (others: readonly Edited[], why: Why): Sent => ({ edited: others, end: { ...end, notAgain: why } });
  const seen = await sending.lookAgain(innocent);
  if (!seen.ok) return [blamed, notAgain(innocent, whyOf(seen.problem))];
  const { same, left, age } = seen.value;
  /**
   * The component was part of a failed deploy. Only its state shows whether that deploy, or another user, changed it.
   */
  const asRolledBack = (one: Sent): Sent =>
    one.end.kind === 'left-alone' && one.end.code !== 'not-seen-again' ? { ...one, end } : one;
  if (same.length === 0) return [blamed, ...left.map(asRolledBack)];
  const { left: leftNow, sent: second } = await sendInTurn(door, same, { ...sending, age });
  const again = second?.end.kind === 'not-started' ? notAgain(second.edited, whyIn(second.end)) : second;
  return [blamed, ...[...left, ...leftNow].map(asRolledBack), ...(again ? [again] : [])];
};

const whyIn = ({ detail, reason }: Why): Why => ({ detail, ...(reason && { reason }) });

/** A deploy that a user canceled isn't started again. */
const rolledBackWithOthers = ({ problems, isRolledBack }: Failed, edited: readonly Edited[]): Edited[] =>
  isRolledBack && problems.size > 0 ? edited.filter((one) => !problems.has(one)) : [];

type Failed = Extract<End, { kind: 'failed' }>;

const without = (edited: readonly Edited[], others: readonly Edited[]): Edited[] => {
  const keys = new Set(others.map(({ change }) => componentKey(change.component)));
  return edited.filter(({ change }) => !keys.has(componentKey(change.component)));
};
