import { assertionFor } from '../../keys/assertion.js';
import type { SigningKey } from '../../keys/privateKey.js';
import { causeOf, mayPass, type LoginCause } from '../../migration/loginCause.js';
import type { LoginAttempt, LoginProof } from '../../migration/verifyResult.js';
import type { AssertionLogin, OrgDoor } from '../../org/door.js';
import { fold, sameOrg } from '../../posture/names.js';
import { defined } from '../../values.js';
import type { Reads } from '../doors.js';
import { Refusal } from '../refusal.js';
import type { VerifyRequest } from './request.js';

export type Client = { key: SigningKey; clientId: string; username: string };

/** Milliseconds between rounds. The last pause repeats. */
const PAUSES = [15_000, 30_000, 60_000];

type Round = { attempts: LoginAttempt[]; login?: Extract<AssertionLogin, { kind: 'issued' }> };

/** Repeats the login as long as the org's answer can change by waiting. */
export const proveLogin = async (
  door: OrgDoor,
  client: Client,
  { audience, waitMs, org }: Pick<VerifyRequest, 'audience' | 'waitMs' | 'org'>,
  doors: Pick<Reads, 'now' | 'progress' | 'signal'>,
  { pauses = PAUSES, beforeRepeat }: { pauses?: readonly number[]; beforeRepeat?: () => Promise<void> } = {},
): Promise<LoginProof> => {
  const audiences = audience === undefined ? audiencesOf(door) : [audience];
  for (let rounds = 1, waited = 0; ; rounds += 1) {
    doors.progress.step('log-in', client.username);
    const round = await tryAll(door, client, audiences, doors, org);
    const pause = pauses[Math.min(rounds, pauses.length) - 1] ?? 0;
    if (!isWorthAnother(round) || waited + pause > waitMs) return proofOf(round, rounds, door, client);
    waited += pause;
    doors.progress.step('log-in-again', Math.round(pause / 1000));
    if (!(await door.pause(pause))) throw interrupted(org);
    await beforeRepeat?.();
  }
};

/** First My Domain, which many external client apps require, then the documented host. */
const audiencesOf = ({ identity }: OrgDoor): string[] => [
  new URL(identity.instanceUrl).origin,
  identity.isSandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com',
];

const tryAll = async (
  door: OrgDoor,
  { key, ...claims }: Client,
  audiences: readonly string[],
  { now, signal }: Pick<Reads, 'now' | 'signal'>,
  org: string,
): Promise<Round> => {
  const attempts: LoginAttempt[] = [];
  for (const audience of audiences) {
    const answer = await door.logInByAssertion(assertionFor(key, { ...claims, audience }, now()));
    if (!answer.ok) {
      if (answer.problem.code === 'interrupted') throw interrupted(org);
      const { errorCode, detail } = answer.problem;
      return {
        attempts: [
          ...attempts,
          { audience, outcome: 'no-answer', description: detail, ...defined({ error: errorCode }) },
        ],
      };
    }
    if (answer.value.kind === 'issued') {
      if (signal.aborted && answer.value.isRevoked) throw interrupted(org);
      return { attempts: [...attempts, { audience, outcome: 'issued' }], login: answer.value };
    }
    const { error, description } = answer.value;
    attempts.push({ audience, outcome: 'refused', error, description });
    if (causeOf(answer.value) !== 'wrong-audience') break;
  }
  return { attempts };
};

const refusalOf = ({ error = '', description = '' }: LoginAttempt): { error: string; description: string } => ({
  error,
  description,
});

const isWorthAnother = ({ attempts }: Round): boolean => {
  const last = attempts.at(-1);
  return last?.outcome === 'refused' && mayPass(refusalOf(last));
};

const proofOf = ({ attempts, login }: Round, rounds: number, door: OrgDoor, client: Client): LoginProof => {
  const last = attempts.at(-1);
  if (login === undefined) {
    const isLost = last?.outcome === 'no-answer';
    const causes = last === undefined || isLost ? (['no-answer'] as const) : [causeOf(refusalOf(last))];
    return { proven: false, attempts, rounds, causes: [...causes], token: isLost ? 'unknown' : 'none' };
  }
  const causes = strangers(login, door, client);
  return {
    proven: causes.length === 0,
    attempts,
    rounds,
    causes,
    token: login.isRevoked ? 'revoked' : 'alive',
    ...defined({ audience: last?.audience }),
  };
};

/** A token of another org or user proves nothing about this one. */
const strangers = (
  { owner }: Extract<AssertionLogin, { kind: 'issued' }>,
  door: OrgDoor,
  client: Client,
): LoginCause[] => {
  if (owner === undefined) return ['owner-unknown'];
  return [
    ...(sameOrg(owner.organizationId, door.identity.id) ? [] : (['other-org'] as const)),
    ...(fold(owner.username) === fold(client.username) ? [] : (['other-user'] as const)),
  ];
};

const interrupted = (org: string): Refusal => Refusal.from({ code: 'interrupted', detail: '' }, org);
