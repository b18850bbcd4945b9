import type { DeployResult, OrgDoor } from '../../org/door.js';
import type { OrgProblem } from '../../org/problem.js';
import { componentKey } from '../../values.js';
import type { Attempt, Edited } from '../edit/edited.js';
import { type Deploy, type Skip, type SkipReason, skipOf } from '../model/result.js';
import { blamed, generalProblem, wouldBeCreated } from './blame.js';
import { deployFiles, PLATFORM_LIMITS, packagesOf } from './package.js';

/** The maximum number of validations in a run, however many apps the org rejects. */
const MOST_CHECKS = 40;

export type Validation = {
  /** The packages exactly as they passed. They are deployed unchanged. */
  packages: Edited[][];
  skipped: Skip[];
  deploys: Deploy[];
};

/** A validation that the org treated as a real deploy. It may have changed what was only to be validated. */
export type TakenForReal = { id: string; status: string; edited: readonly Edited[] };

/** `problem`: the org couldn't be asked to the end. Validating changed nothing, unless `forReal` says otherwise. */
type Unasked = { ok: false; problem: OrgProblem } | { ok: false; forReal: TakenForReal };
export type Validated = { ok: true; validation: Validation } | Unasked;

/** Validates until every package passes. Components that the org rejects are removed and named. */
export const validate = async (
  door: OrgDoor,
  attempts: readonly Attempt[],
  limits = PLATFORM_LIMITS,
): Promise<Validated> => {
  const rounds = new Rounds(door);
  for (const part of packagesOf(attempts, limits)) {
    const unasked = await rounds.settle(part);
    if (unasked) return unasked;
  }
  return { ok: true, validation: rounds.validation };
};

class Rounds {
  readonly validation: Validation = { packages: [], skipped: [], deploys: [] };

  readonly #repeated = new Set<string>();

  constructor(private readonly door: OrgDoor) {}

  async settle(attempts: readonly Attempt[]): Promise<Unasked | undefined> {
    let left = attempts;
    while (left.length > 0) {
      if (this.validation.deploys.length >= MOST_CHECKS) return this.#skipAll(left, 'not-validated');
      const checked = await this.#check(left.map(({ edited }) => edited));
      if (!checked.ok) return checked;
      const objections = objectionsTo(left, checked.result);
      if (checked.result.success && objections.size === 0) {
        this.validation.packages.push(left.map(({ edited }) => edited));
        return undefined;
      }
      if (objections.size === 0) return this.#settleHalves(left);
      left = left.flatMap((attempt) => {
        const objection = objections.get(attempt.edited);
        return objection ? this.#next(attempt, objection) : [attempt];
      });
    }
    return undefined;
  }

  /** If a validation fails without naming a component, the cause is found by validating halves. */
  async #settleHalves(attempts: readonly Attempt[]): Promise<Unasked | undefined> {
    const middle = Math.ceil(attempts.length / 2);
    return (await this.settle(attempts.slice(0, middle))) ?? (await this.settle(attempts.slice(middle)));
  }

  #next(attempt: Attempt, objection: Objection): Attempt[] {
    if (this.#mayPass(attempt, objection)) return [attempt];
    const { reason, problem } = objection;
    const other = reason === 'refused' ? attempt.otherwise(problem) : undefined;
    if (other) return [other];
    const said = attempt.refusedAtFirst ?? problem;
    const { change } = attempt.edited;
    this.validation.skipped.push(skipOf(change, isOfAccess(said) ? 'not-permitted' : reason, said || undefined));
    return [];
  }

  /** A message that isn't about the edit counts as a rejection only if the org repeats it. */
  #mayPass({ edited }: Attempt, { problem, isOfJob = false }: Objection): boolean {
    const key = componentKey(edited.change.component);
    if (!(isOfJob || isPassing(problem)) || this.#repeated.has(key)) return false;
    this.#repeated.add(key);
    return true;
  }

  #skipAll(attempts: readonly Attempt[], reason: SkipReason): undefined {
    this.validation.skipped.push(...attempts.map(({ edited }) => skipOf(edited.change, reason)));
  }

  async #check(edited: readonly Edited[]): Promise<{ ok: true; result: DeployResult } | Unasked> {
    const started = await this.door.startDeploy(deployFiles(edited, this.door.identity.apiVersion), {
      checkOnly: true,
    });
    if (!started.ok) return started;
    const ended = await this.door.awaitDeploy(started.value, isForReal);
    if (!ended.ok) {
      // No longer needed. It makes no difference if the org can't cancel it, because a validation changes nothing.
      await this.door.cancelDeploy(started.value);
      return ended;
    }
    if (isForReal(ended.value)) return this.#stop(ended.value, edited);
    const { id, status } = ended.value;
    this.validation.deploys.push({ id, checkOnly: true, components: edited.length, status });
    if (status === 'Canceled') return { ok: false, problem: { code: 'org-failed', detail: status } };
    return { ok: true, result: ended.value };
  }

  /** The validation arrived as a real deploy. Until it ends, it may still be canceled. */
  async #stop({ id, done, status }: DeployResult, edited: readonly Edited[]): Promise<Unasked> {
    if (done) return { ok: false, forReal: { id, status, edited } };
    await this.door.cancelDeploy(id);
    const ended = await this.door.awaitDeploy(id);
    return { ok: false, forReal: { id, status: ended.ok ? ended.value.status : 'unknown', edited } };
  }
}

const isForReal = ({ checkOnly }: DeployResult): boolean => !checkOnly;

/** Missing access of the calling user, which can be granted. Nothing is wrong with the change. */
const isOfAccess = (problem: string): boolean => /insufficient[ _]access/i.test(problem);

/** Temporary problems, such as locks. */
const isPassing = (problem: string): boolean =>
  /UNABLE_TO_LOCK_ROW|exclusive access|SERVER_UNAVAILABLE|UNKNOWN_EXCEPTION|\btry again\b/i.test(problem);

/** `isOfJob`: the whole job failed, and this component was the only one in it. */
type Objection = { reason: Extract<SkipReason, 'refused' | 'gone'>; problem: string; isOfJob?: boolean };

const objectionsTo = (attempts: readonly Attempt[], result: DeployResult): ReadonlyMap<Edited, Objection> => {
  const edited = attempts.map((attempt) => attempt.edited);
  const found = new Map<Edited, Objection>();
  for (const one of wouldBeCreated(result, edited)) found.set(one, { reason: 'gone', problem: '' });
  for (const [one, problem] of blamed(result, edited)) found.set(one, { reason: 'refused', problem });
  const [alone, ...others] = edited;
  if (!result.success && found.size === 0 && alone && others.length === 0)
    found.set(alone, { reason: 'refused', problem: generalProblem(result), isOfJob: true });
  return found;
};
