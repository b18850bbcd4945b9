import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, DeployResult, OrgDoor } from '../org/door.js';
import type { OrgProblem, ProblemCode } from '../org/errors.js';
import { blamed, generalProblem } from './blame.js';
import { deployFiles } from './deployPackage.js';
import type { Edited } from './edited.js';
import type { Deploy } from './model.js';

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
      /** Why those that it was not about were not sent without the others. */
      notAgain?: Why;
    }
  /** The org has accepted it; nobody saw its end. */
  | { kind: 'running'; detail: string }
  /** It was sent, and the answer got lost: the org may have it or not. */
  | { kind: 'unknown'; detail: string }
  /** No further deploy is begun. */
  | ({ kind: 'not-started'; code: 'interrupted' | 'not-started' | 'not-seen-again' } & Why)
  /** A matter of this component alone. */
  | ({ kind: 'left-alone'; code: 'changed-meanwhile' | 'not-seen-again' } & Why);

export type Sent = { edited: readonly Edited[]; end: End; deploy?: Deploy };

export type SendingOne = {
  /** Has written the id down when it comes back. */
  accepted: (deploy: Deploy) => Promise<void>;
  patience?: readonly number[] | undefined;
};

/** Milliseconds before each further look at what may still be under way when nobody waits for it any more. */
export const PATIENCE: readonly number[] = [1000, 2000, 4000];

export const notStarted = (
  code: Extract<End, { kind: 'not-started' }>['code'],
  why: Why = { detail: '' },
): End & { kind: 'not-started' } => ({ kind: 'not-started', code, ...why });

export const wasSent = ({ kind }: End): boolean => kind !== 'not-started' && kind !== 'left-alone';

export const sendOne = async (
  door: OrgDoor,
  edited: readonly Edited[],
  { accepted, patience = PATIENCE }: SendingOne,
): Promise<Sent> => {
  const started = await door.startDeploy(deployFiles(edited, door.identity.apiVersion), { checkOnly: false });
  if (!started.ok && started.problem.code === 'interrupted') return { edited, end: notStarted('interrupted') };
  if (!started.ok) return notAccepted(edited, started.problem);
  const id = started.value;
  const deploy = { id, checkOnly: false, components: edited.length };
  await accepted({ ...deploy, status: 'Pending' });
  const ended = await door.awaitDeploy(id);
  const last = ended.ok ? ended : await lookLonger(door, id, patience);
  if (!last.ok)
    return { edited, end: { kind: 'running', detail: last.problem.detail }, deploy: { ...deploy, status: 'unknown' } };
  return { edited, end: endOf(last.value, edited), deploy: { ...deploy, status: last.value.status } };
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
  if (!result.done) return { kind: 'running', detail: result.status };
  if (result.success) return { kind: 'succeeded' };
  const isRolledBack = result.status === 'Failed';
  return { kind: 'failed', problems: blamed(result, edited), detail: generalProblem(result), isRolledBack };
};

/** Answers by which the org itself says no. After any other a deploy may run that nobody has heard of. */
const REFUSING: readonly ProblemCode[] = [
  'session-refused',
  'not-permitted',
  'type-not-available',
  'request-limit',
  'locked',
  'too-large',
];

const notAccepted = (edited: readonly Edited[], problem: OrgProblem): Sent =>
  REFUSING.includes(problem.code)
    ? { edited, end: notStarted('not-started', whyOf(problem)) }
    : {
        edited,
        end: { kind: 'unknown', detail: problem.detail },
        deploy: { checkOnly: false, components: edited.length, status: 'unknown' },
      };
