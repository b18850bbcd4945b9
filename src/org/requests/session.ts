import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@salesforce/core';
import { failed, type Allowance, type Answer } from '../door.js';
import { problemOf, toProblem } from '../errors.js';
import type { OrgProblem } from '../problem.js';
import type { RequestScope } from '../transport/requestScope.js';
import type { Stopwatch } from '../transport/stopwatch.js';

export type SessionOptions = {
  connection: Connection;
  scope: RequestScope;
  /** Ends calls that only read. Absent: nothing interrupts them. */
  signal: AbortSignal | undefined;
  /** How long to wait for one job in the org. */
  waitMs: number;
  /** Pauses in milliseconds before each repetition of a failed request that can be repeated. */
  pauses?: readonly number[];
  /** Milliseconds before the first poll of a job. */
  firstPoll?: number;
  /** Called with the state of a job that hasn't ended. */
  onState?: ((state: string) => void) | undefined;
};

const PAUSES = [300, 1500];
const FIRST_POLL = 200;
const TO_NOTICE = 10;
const SLOWEST_POLL = 5000;

const INTERRUPTED = failed(problemOf('interrupted'));

/** Decides which requests are repeated, which can be interrupted, and how long to wait. */
export class Session {
  public readonly connection: Connection;

  public constructor(private readonly options: SessionOptions) {
    this.connection = options.connection;
  }

  /** The same org, but not stopped by an interrupt: to learn the result of a change that was sent. */
  public finishing(): Session {
    return new Session({ ...this.options, signal: undefined });
  }

  public requests(): number {
    return this.options.scope.requests();
  }

  public renewals(): number {
    return this.options.scope.renewals();
  }

  public allowance(): Allowance | undefined {
    return this.options.scope.allowance();
  }

  public sinceLastRequest(): Stopwatch {
    return this.options.scope.sinceLastRequest();
  }

  public orgTime(): string | undefined {
    return this.options.scope.orgTime();
  }

  /**
   * For requests that change the org: sent once, and the response is awaited even if the run is interrupted. The pause
   * before it lets two things be noticed that may have happened while thousands of edits were computed: an interrupt,
   * and an idle connection that the org closed.
   */
  public async once<T>(call: () => Promise<T>, isTooLate?: () => boolean): Promise<Answer<T>> {
    if (!(await this.pause(TO_NOTICE))) return INTERRUPTED;
    const began = performance.now();
    try {
      return { ok: true, value: await this.options.scope.run(call, undefined, isTooLate) };
    } catch (error) {
      return failed(timed(toProblem(error), began));
    }
  }

  /** For requests that can be repeated: survives a few lost responses, and ends at once when the run is interrupted. */
  public async read<T>(call: () => Promise<T>): Promise<Answer<T>> {
    let answer = await this.#readOnce(call);
    for (const pause of this.options.pauses ?? PAUSES) {
      if (answer.ok || !isWorthRepeating(answer.problem)) return answer;
      if (!(await this.pause(pause))) return INTERRUPTED;
      answer = await this.#readOnce(call);
    }
    return answer;
  }

  /** Polls at growing intervals until a job is done. The caller interprets its result. */
  public async poll<T>(ask: () => Promise<T>, isDone: (status: T) => boolean): Promise<Answer<T>> {
    const end = performance.now() + this.options.waitMs;
    for (let pause = this.options.firstPoll ?? FIRST_POLL; ; pause = Math.min(pause * 1.5, SLOWEST_POLL)) {
      const left = end - performance.now();
      if (left <= 0) return failed(problemOf('wait-ended'));
      if (!(await this.pause(Math.min(pause, left)))) return INTERRUPTED;
      const answer = await this.read(ask);
      if (!answer.ok || isDone(answer.value)) return answer;
      const state = stateOf(answer.value);
      if (state !== undefined) this.options.onState?.(state);
    }
  }

  async #readOnce<T>(call: () => Promise<T>): Promise<Answer<T>> {
    const { scope, signal } = this.options;
    if (signal?.aborted) return INTERRUPTED;
    const interruption = untilAborted(signal);
    const began = performance.now();
    try {
      return await Promise.race([
        scope.run(call, signal).then((value): Answer<T> => ({ ok: true, value })),
        interruption.happened,
      ]);
    } catch (error) {
      return signal?.aborted ? INTERRUPTED : failed(timed(toProblem(error), began));
    } finally {
      interruption.forget();
    }
  }

  /** False: the run was interrupted during the pause. */
  public async pause(milliseconds: number): Promise<boolean> {
    const { signal } = this.options;
    await sleep(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined);
    return !signal?.aborted;
  }
}

const stateOf = (answer: unknown): string | undefined =>
  typeof answer === 'object' && answer !== null && 'status' in answer && typeof answer.status === 'string'
    ? answer.status
    : undefined;

/**
 * The library's message names the time that it would have waited itself. The org's own message about a query that took
 * too long is kept.
 */
const timed = (problem: OrgProblem, began: number): OrgProblem =>
  problem.code === 'timeout' && problem.errorCode !== 'QUERY_TIMEOUT'
    ? { ...problem, detail: `no complete answer within ${((performance.now() - began) / 1000).toFixed(1)} s` }
    : problem;

/** A lost response, a lock, and a temporary failure of the org can pass. A wrong address or a bad certificate can't. */
const isWorthRepeating = ({ code, errorCode }: OrgProblem): boolean =>
  ['cut', 'locked', 'org-failed', 'unexpected-answer'].includes(code) ||
  (code === 'network' && !/CERT|TLS|SSL|VERIFY|NOTFOUND|NotFound|REDIRECTED|PROXY/.test(errorCode ?? ''));

/**
 * A request that still waits for its connection doesn't notice the transport's abort, so the caller must not wait for
 * it.
 */
const untilAborted = (signal: AbortSignal | undefined): { happened: Promise<typeof INTERRUPTED>; forget(): void } => {
  const { promise, resolve } = Promise.withResolvers<typeof INTERRUPTED>();
  const onAbort = (): void => resolve(INTERRUPTED);
  signal?.addEventListener('abort', onAbort, { once: true });
  return { happened: promise, forget: () => signal?.removeEventListener('abort', onAbort) };
};
