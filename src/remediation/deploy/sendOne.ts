import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, DeployResult, OrgDoor } from '../../org/door.js';
import type { OrgProblem, ProblemCode } from '../../org/problem.js';
import { defined } from '../../values.js';
import type { Edited } from '../edit/edited.js';
import type { Deploy } from '../model/result.js';
import { blamed, generalProblem } from './blame.js';
import { deployFiles } from './package.js';

/** What the org or the network said, and what that means where it is known. */
export type Why = { reason?: ProblemCode; detail: string };

export const whyOf = ({ code, detail }: OrgProblem): Why => ({ reason: code, detail });

/** What is known of a package that was to be deployed, before anything is read back. */
export type End =
  | { kind: 'succeeded' }
  | {
      kind: 'failed';
      problems: ReadonlyMap<Edited, string>;
      detail: string;
      /** The org left nothing of it. After other ends that are no success that is not certain. */
      isRolledBack: boolean;
      /** The org says that it took a part of it. */
      isPartial?: true;
      /** Why those that it was not about were not sent without the others. */
      notAgain?: Why;
    }
  /** The org has accepted it; this run did not see its end. */
  | { kind: 'running'; detail: string }
  /** It was sent, and the answer got lost: the org may have it or not. */
  | { kind: 'unknown'; detail: string }
  /** No further deploy is begun. */
  | ({ kind: 'not-started'; code: 'interrupted' | 'not-started' | 'not-seen-again' } & Why)
  /** A matter of this component alone. */
  | ({ kind: 'left-alone'; code: 'changed-meanwhile' | 'not-seen-again'; isAsMeant?: true } & Why);

export type Sent = {
  edited: readonly Edited[];
  end: End;
  deploy?: Deploy;
  /** When the org began it and was done with it, by its own clock. */
  times?: Pick<DeployResult, 'startedAt' | 'completedAt'>;
};

export type SendingOne = {
  /** Has written down, before anything is sent, that a deploy is about to be. Without that nothing is. */
  sending: (deploy: Deploy) => Promise<{ ok: true } | { ok: false; code: string }>;
  /** Has written down that the org has none of it. */
  notSent: () => Promise<void>;
  /** Has written the id down when it comes back. */
  accepted: (deploy: Deploy & { id: string }) => Promise<void>;
  /** Whether this one waits behind another user's deploy. */
  isBehind: (id: string) => Promise<boolean>;
  patience?: readonly number[] | undefined;
};

/** The org has not begun it, and will not: what it would have been written over may be changing right now. */
export type SteppedBack = { steppedBack: Deploy & { id: string } };

/** Nothing was sent: since the org was looked at, too much time has gone by. */
export type LookedTooEarly = { lookedTooEarly: true };

/** A disk that stalls, or a machine that sleeps, must not carry an old look into the org. */
const LONGEST_NOTE_MS = 3000;

/** Milliseconds before each further look at what may still be under way when the run no longer waits for it. */
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
  const files = deployFiles(edited, door.identity.apiVersion);
  const about = { checkOnly: false, components: edited.length };
  const began = Date.now();
  const noted = await sending.sending({ ...about, status: 'unknown' });
  if (!noted.ok) return { edited, end: notStarted('not-started', { detail: `after.json: ${noted.code}` }) };
  if (Date.now() - began > LONGEST_NOTE_MS) {
    await sending.notSent();
    return sending.mayStepBack
      ? { lookedTooEarly: true }
      : { edited, end: notStarted('not-started', { detail: `after.json: > ${LONGEST_NOTE_MS / 1000} s` }) };
  }
  const started = await door.startDeploy(files, { checkOnly: false });
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
/** Each deploy is pending for a moment. */
const POLLS_TO_BE_STUCK = 2;

/**
 * A deploy that waits behind another one would carry the file from before that one into the org. It is taken back, if
 * that still can be done: what the org says of it afterwards counts.
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

/** When waiting has ended, for whatever reason, the org is asked for a moment longer how far it got. */
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
  // Something on the way has made a check of the deploy. Only the state of the components tells whether it was one.
  if (checkOnly) return { kind: 'failed', problems: new Map(), detail: 'checkOnly: true', isRolledBack: false };
  if (success) return { kind: 'succeeded' };
  return {
    kind: 'failed',
    problems: blamed(result, edited),
    detail: generalProblem(result),
    isRolledBack: status === 'Failed',
    ...(status === 'SucceededPartial' && { isPartial: true }),
  };
};

/** Answers by which the org itself rejects a deploy. After any other answer, a deploy may be running without a known id. */
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
