import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, DeployResult, OrgDoor } from '../../org/door.js';
import type { OrgProblem, ProblemCode } from '../../org/problem.js';
import { stopwatch, type Stopwatch } from '../../org/transport/stopwatch.js';
import { defined } from '../../values.js';
import type { Edited } from '../edit/edited.js';
import type { Deploy } from '../model/result.js';
import { blamed, generalProblem, wouldBeCreated } from './blame.js';
import { deployFiles } from './package.js';

/** The message of the org or the network, and its meaning if it's known. */
export type Why = { reason?: ProblemCode; detail: string };

export const whyOf = ({ code, detail }: OrgProblem): Why => ({ reason: code, detail });

/** What is known of a package after sending it, before anything is read back. */
export type End =
  /** `created`: deleted since the last reading, so the deploy made another component of that name. */
  | { kind: 'succeeded'; created: ReadonlySet<Edited> }
  | {
      kind: 'failed';
      problems: ReadonlyMap<Edited, string>;
      detail: string;
      /** True: the org rolled everything back. After other failures, that isn't certain. */
      isRolledBack: boolean;
      /** The org says that it deployed a part of it. */
      isPartial?: true;
      /** Why the components that aren't to blame weren't sent again without the others. */
      notAgain?: Why;
    }
  /** The org accepted it, but this run didn't see its end. */
  | { kind: 'running'; detail: string }
  /** It was sent, but the response was lost. The org may or may not have it. */
  | { kind: 'unknown'; detail: string }
  /** No further deploy is started. */
  | ({ kind: 'not-started'; code: 'interrupted' | 'not-started' | 'not-seen-again' } & Why)
  /** Concerns only this component. */
  | ({ kind: 'left-alone'; code: 'changed-meanwhile' | 'used-meanwhile' | 'not-seen-again'; isAsMeant?: true } & Why);

export type Sent = {
  edited: readonly Edited[];
  end: End;
  deploy?: Deploy;
  /** Its start and end by the org's own clock. */
  times?: Pick<DeployResult, 'startedAt' | 'completedAt'>;
};

export type SendingOne = {
  /** Records that a deploy is about to be sent. If that fails, nothing is sent. */
  sending: (deploy: Deploy) => Promise<{ ok: true } | { ok: false; code: string }>;
  /** Records that the org didn't receive the deploy. */
  notSent: () => Promise<void>;
  /** Records the deploy's ID as soon as the org returns it. */
  accepted: (deploy: Deploy & { id: string }) => Promise<void>;
  /** Whether this deploy waits behind another user's deploy. */
  isBehind: (id: string) => Promise<boolean>;
  patience?: readonly number[] | undefined;
  /** Keeps the time since the components were read. */
  age: Stopwatch;
};

/**
 * The deploy was canceled before the org began it, because another deploy may be changing the same components right
 * now.
 */
export type SteppedBack = { steppedBack: Deploy & { id: string } };

/** Nothing was sent, because too much time has passed since the org was read. */
export type LookedTooEarly = { lookedTooEarly: true };

/** If writing takes longer, because a disk stalls or a machine sleeps, the last reading is too old to deploy. */
const LONGEST_NOTE_MS = 3000;

/** The same from the reading until the request leaves. Reading thousands of components takes a while itself. */
const LONGEST_AGE_MS = 10_000;
const LONGEST_AGE_MS_EACH = 10;

/** After the run has stopped waiting, it checks the deploy again after each of these pauses, in milliseconds. */
export const PATIENCE: readonly number[] = [1000, 2000, 4000];

export const notStarted = (
  code: Extract<End, { kind: 'not-started' }>['code'],
  why: Why = { detail: '' },
): End & { kind: 'not-started' } => ({ kind: 'not-started', code, ...why });

export const wasSent = ({ kind }: End): boolean => kind !== 'not-started' && kind !== 'left-alone';

export const sendOne = async (
  door: OrgDoor,
  edited: readonly Edited[],
  sending: SendingOne & { mayStepBack: boolean },
): Promise<Sent | SteppedBack | LookedTooEarly> => {
  const elapsed = stopwatch();
  const files = deployFiles(edited, door.identity.apiVersion);
  const about = { checkOnly: false, components: edited.length };
  const noted = await sending.sending({ ...about, status: 'unknown' });
  if (!noted.ok) return { edited, end: notStarted('not-started', { detail: `after.json: ${noted.code}` }) };
  const tooEarly = async (detail: string): Promise<Sent | LookedTooEarly> => {
    await sending.notSent();
    return sending.mayStepBack ? { lookedTooEarly: true } : { edited, end: notStarted('not-started', { detail }) };
  };
  if (elapsed() > LONGEST_NOTE_MS) return tooEarly(`after.json: > ${LONGEST_NOTE_MS / 1000} s`);
  const longestAge = LONGEST_AGE_MS + LONGEST_AGE_MS_EACH * edited.length;
  let isTooOld = false;
  const isTooLate = (): boolean => (isTooOld ||= sending.age() > longestAge);
  const started = await door.startDeploy(files, { checkOnly: false, isTooLate });
  if (!started.ok && isTooOld) return tooEarly(`last look: > ${longestAge / 1000} s`);
  if (!started.ok) {
    const sent = notAccepted(edited, started.problem);
    if (!wasSent(sent.end)) await sending.notSent();
    return sent;
  }
  const id = started.value;
  const deploy = { id, ...about };
  await sending.accepted({ ...deploy, status: 'Pending' });
  const { ended, isTakenBack } = await awaitItsTurn(door, id, sending);
  if (isTakenBack && ended.ok && ended.value.status === CANCELED)
    return { steppedBack: { ...deploy, status: CANCELED } };
  const last = ended.ok ? ended : await lookLonger(door, id, sending.patience ?? PATIENCE);
  if (!last.ok)
    return { edited, end: { kind: 'running', detail: last.problem.detail }, deploy: { ...deploy, status: 'unknown' } };
  const { startedAt, completedAt, status } = last.value;
  return {
    edited,
    end: endOf(last.value, edited),
    deploy: { ...deploy, status },
    times: defined({ startedAt, completedAt }),
  };
};

export const CANCELED = 'Canceled';
const PENDING = 'Pending';
/** Every deploy is pending for a moment, so one poll isn't enough. */
const POLLS_TO_BE_STUCK = 2;

/**
 * A deploy that waits behind another one would overwrite what that one changes. It's canceled if that is still
 * possible. What the org says about it afterwards counts.
 */
const awaitItsTurn = async (
  door: OrgDoor,
  id: string,
  { mayStepBack, isBehind }: SendingOne & { mayStepBack: boolean },
): Promise<{ ended: Answer<DeployResult>; isTakenBack: boolean }> => {
  if (!mayStepBack) return { ended: await door.awaitDeploy(id), isTakenBack: false };
  let polls = 0;
  const isStuck = ({ status }: DeployResult): boolean => status === PENDING && (polls += 1) >= POLLS_TO_BE_STUCK;
  const ended = await door.awaitDeploy(id, isStuck);
  if (!ended.ok || ended.value.done) return { ended, isTakenBack: false };
  const isTakenBack = await isBehind(id);
  if (isTakenBack) await door.cancelDeploy(id);
  return { ended: await door.awaitDeploy(id), isTakenBack };
};

/** After the wait has ended, for whatever reason, asks the org a few more times for the status. */
const lookLonger = async (door: OrgDoor, id: string, pauses: readonly number[]): Promise<Answer<DeployResult>> => {
  let status = await door.deployStatus(id);
  for (const pause of pauses) {
    if (!status.ok || status.value.done) return status;
    await sleep(pause);
    status = await door.deployStatus(id);
  }
  return status;
};

const endOf = (result: DeployResult, edited: readonly Edited[]): End => {
  const { done, success, checkOnly, status } = result;
  if (!done) return { kind: 'running', detail: status };
  // The deploy arrived as a validation. Only the components' state shows what really happened.
  if (checkOnly) return { kind: 'failed', problems: new Map(), detail: 'checkOnly: true', isRolledBack: false };
  if (success) return { kind: 'succeeded', created: new Set(wouldBeCreated(result, edited)) };
  return {
    kind: 'failed',
    problems: blamed(result, edited),
    detail: generalProblem(result),
    isRolledBack: status === 'Failed',
    ...(status === 'SucceededPartial' && { isPartial: true }),
  };
};

/**
 * Errors with which the org itself rejects a deploy. After any other error, a deploy whose ID is unknown may be
 * running.
 */
const REFUSING: readonly ProblemCode[] = [
  'session-refused',
  'not-permitted',
  'type-not-available',
  'request-limit',
  'locked',
  'too-large',
];

const notAccepted = (edited: readonly Edited[], problem: OrgProblem): Sent =>
  problem.code === 'interrupted'
    ? { edited, end: notStarted('interrupted') }
    : REFUSING.includes(problem.code)
      ? { edited, end: notStarted('not-started', whyOf(problem)) }
      : {
          edited,
          end: { kind: 'unknown', detail: problem.detail },
          deploy: { checkOnly: false, components: edited.length, status: 'unknown' },
        };
