import type { Answer, OrgDoor } from '../org/door.js';
import type { Edited } from './edited.js';
import { componentKey } from './model.js';
import { notStarted, sendOne, type End, type SendingOne, type Sent } from './sendOne.js';

export type Sending = SendingOne & {
  signal: AbortSignal;
  /** Those that still are as they were planned, as they are at this moment. */
  lookAgain: (edited: readonly Edited[]) => Promise<Answer<Edited[]>>;
};

/** One package after another. Once it is not known what became of one, no further one is sent. */
export const send = async (
  door: OrgDoor,
  packages: readonly (readonly Edited[])[],
  sending: Sending,
): Promise<Sent[]> => {
  const sent: Sent[] = [];
  for (const [index, edited] of packages.entries()) {
    const stopped = afterwards(sent.at(-1)?.end, sending.signal);
    if (stopped) sent.push({ edited, end: stopped });
    else if (index === 0) sent.push(...(await sendPackage(door, edited, sending)));
    else sent.push(...(await lookAndSend(door, edited, sending)));
  }
  return sent;
};

const afterwards = (last: End | undefined, { aborted }: AbortSignal): End | undefined => {
  if (last?.kind === 'running' || last?.kind === 'unknown') return notStarted('not-started');
  if (last?.kind === 'not-started' && last.code !== 'changed-meanwhile')
    return last.code === 'not-seen-again' ? notStarted('not-started', last.detail) : last;
  return aborted ? notStarted('interrupted') : undefined;
};

/** The packages before it took their time: what somebody else changed while they were deployed is left alone. */
const lookAndSend = async (door: OrgDoor, planned: readonly Edited[], sending: Sending): Promise<Sent[]> => {
  const seen = await sending.lookAgain(planned);
  if (!seen.ok) {
    const { code, detail } = seen.problem;
    const end = code === 'interrupted' ? notStarted(code) : notStarted('not-seen-again', detail);
    return [{ edited: planned, end }];
  }
  const changed = without(planned, seen.value);
  return [
    ...(changed.length > 0 ? [{ edited: changed, end: notStarted('changed-meanwhile') }] : []),
    ...(seen.value.length > 0 ? await sendPackage(door, seen.value, sending) : []),
  ];
};

/** What was rolled back together with what the org blames is sent once more without it, and never a third time. */
const sendPackage = async (door: OrgDoor, edited: readonly Edited[], sending: Sending): Promise<Sent[]> => {
  const first = await sendOne(door, edited, sending);
  const innocent = rolledBackWithOthers(first);
  if (innocent.length === 0 || sending.signal.aborted) return [first];
  const seen = await sending.lookAgain(innocent);
  if (!seen.ok || seen.value.length === 0) return [first];
  const second = await sendOne(door, seen.value, sending);
  return second.end.kind === 'not-started' ? [first] : [{ ...first, edited: without(edited, seen.value) }, second];
};

/** A deploy that somebody stopped is not begun again. */
const rolledBackWithOthers = ({ edited, end, deploy }: Sent): Edited[] =>
  end.kind === 'failed' && end.problems.size > 0 && deploy?.status === 'Failed'
    ? edited.filter((one) => !end.problems.has(one))
    : [];

const without = (edited: readonly Edited[], others: readonly Edited[]): Edited[] => {
  const keys = new Set(others.map(({ change }) => componentKey(change.component)));
  return edited.filter(({ change }) => !keys.has(componentKey(change.component)));
};
