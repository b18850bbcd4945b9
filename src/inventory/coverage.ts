import type { Answer } from '../org/door.js';
import type { OrgProblem } from '../org/problem.js';
import type { Known } from '../posture/known.js';
import type { Step, StepName } from '../posture/model.js';

export const why = (problem: OrgProblem): string =>
  problem.detail ? `${problem.code}: ${problem.detail}` : problem.code;

/** An org hides rows without an error. Names the missing permission, if it's known which one is missing. */
export const notShown = (missing: string): string => (missing === '' ? 'not-shown' : `not-permitted: ${missing}`);

/** A permission is called missing only if the caller's permissions were read. */
export const mayNotSee = (maySee: Known<boolean>, missing: string): string =>
  maySee.known ? `not-permitted: ${missing}` : `caller-permissions-unknown: ${maySee.why}`;

/** The steps of a run and their status. A step made of several calls has the status of its worst call. */
export class Coverage {
  readonly #steps = new Map<string, Step>();

  ok(step: StepName, count?: number): void {
    this.#add({ step, status: 'ok', ...(count === undefined ? {} : { count }) });
  }

  failed(step: StepName, detail: string): void {
    this.#add({ step, status: 'failed', detail });
  }

  skipped(step: StepName, detail: string): void {
    this.#add({ step, status: 'skipped', detail });
  }

  /**
   * Records the call's status as the step's and returns its value. This is the only way to get the value, so no failure
   * goes unrecorded. Counts a list unless a count is given.
   */
  record<T>(step: StepName, answer: Answer<T>, count?: number): Known<T> {
    if (!answer.ok) {
      this.failed(step, why(answer.problem));
      return { known: false, why: why(answer.problem) };
    }
    this.ok(step, count ?? (Array.isArray(answer.value) ? answer.value.length : undefined));
    return { known: true, value: answer.value };
  }

  add(other: Coverage): void {
    for (const step of other.steps()) this.#add(step);
  }

  steps(): Step[] {
    return [...this.#steps.values()].sort((one, other) => (one.step < other.step ? -1 : 1));
  }

  #add(next: Step): void {
    const before = this.#steps.get(next.step);
    this.#steps.set(next.step, before ? worse(before, next) : next);
  }
}

const GRAVITY = { skipped: 0, ok: 1, failed: 2 };

const worse = (before: Step, next: Step): Step => {
  const [grave, mild] = GRAVITY[next.status] > GRAVITY[before.status] ? [next, before] : [before, next];
  if (grave.count === undefined && mild.count === undefined) return grave;
  return { ...grave, count: (grave.count ?? 0) + (mild.count ?? 0) };
};
