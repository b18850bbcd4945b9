import type { Answer } from '../org/door.js';
import type { OrgProblem } from '../org/problem.js';
import type { Known } from '../posture/known.js';
import type { Step, StepName } from '../posture/model.js';

export const why = (problem: OrgProblem): string =>
  problem.detail ? `${problem.code}: ${problem.detail}` : problem.code;

/** An org that hides rows gives no error: the permission that is known to be missing, or that nobody knows why. */
export const notShown = (missing: string): string => (missing === '' ? 'not-shown' : `not-permitted: ${missing}`);

/** What was asked for and what became of it. A step made of several calls is as good as its worst call. */
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

  /** The step's status is the call's: there is no other way from an answer to its value. Counts a list by itself. */
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
