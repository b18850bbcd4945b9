import type { Answer, OrgDoor } from '../org/door.js';
import type { OrgProblem } from '../org/errors.js';
import type { Edited } from './edited.js';
import { componentKey } from './model.js';
import { notStarted, sendOne, whyOf, type End, type SendingOne, type Sent, type Why } from './sendOne.js';

/** Those that still are as they were planned, as they are at this moment, and the others, which are left alone. */
export type Looked = { same: Edited[]; left: Sent[] };

export type Sending = SendingOne & {
  signal: AbortSignal;
  lookAgain: (edited: readonly Edited[]) => Promise<Answer<Looked>>;
};

/** One package after another. Once it is not known what became of one, no further one is sent. */
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

/** The packages before it took their time: what somebody else changed while they were deployed is left alone. */
const lookAndSend = async (door: OrgDoor, planned: readonly Edited[], sending: Sending): Promise<Sent[]> => {
  const seen = await sending.lookAgain(planned);
  if (!seen.ok) return [{ edited: planned, end: notLooked(seen.problem) }];
  const { same, left } = seen.value;
  return [...left, ...(same.length > 0 ? await sendPackage(door, same, sending) : [])];
};

const notLooked = (problem: OrgProblem): End =>
  problem.code === 'interrupted' ? notStarted('interrupted') : notStarted('not-seen-again', whyOf(problem));

/** What was rolled back together with what the org blames is sent once more without it, and never a third time. */
const sendPackage = async (door: OrgDoor, edited: readonly Edited[], sending: Sending): Promise<Sent[]> => {
  const first = await sendOne(door, edited, sending);
  const { end } = first;
  const innocent = end.kind === 'failed' ? rolledBackWithOthers(end, edited) : [];
  if (end.kind !== 'failed' || innocent.length === 0 || sending.signal.aborted) return [first];
  const blamed = { ...first, edited: without(edited, innocent) };
  const notAgain = (others: readonly Edited[], why: Why): Sent => ({ edited: others, end: { ...end, notAgain: why } });
  const seen = await sending.lookAgain(innocent);
  if (!seen.ok) return [blamed, notAgain(innocent, whyOf(seen.problem))];
  const { same, left } = seen.value;
  if (same.length === 0) return [blamed, ...left];
  const second = await sendOne(door, same, sending);
  return [blamed, ...left, second.end.kind === 'not-started' ? notAgain(same, whyIn(second.end)) : second];
};

const whyIn = ({ detail, reason }: Why): Why => ({ detail, ...(reason && { reason }) });

/** A deploy that somebody stopped is not begun again. */
const rolledBackWithOthers = ({ problems, isRolledBack }: Failed, edited: readonly Edited[]): Edited[] =>
  isRolledBack && problems.size > 0 ? edited.filter((one) => !problems.has(one)) : [];

type Failed = Extract<End, { kind: 'failed' }>;

const without = (edited: readonly Edited[], others: readonly Edited[]): Edited[] => {
  const keys = new Set(others.map(({ change }) => componentKey(change.component)));
  return edited.filter(({ change }) => !keys.has(componentKey(change.component)));
};
