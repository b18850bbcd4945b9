import type { OrgState } from '../state.js';
import { evaluate, type Submission, type Verdict } from './evaluate.js';
import { deployRules } from './rules.js';

export type JobStatus = 'Pending' | 'InProgress' | 'Canceled' | 'Succeeded' | 'SucceededPartial' | 'Failed';

/** One deploy from its acceptance to its end. */
export class DeployJob {
  private asked = false;
  private canceling = false;
  private verdict: Verdict | undefined;
  private reported = false;

  public constructor(
    private readonly state: OrgState,
    public readonly id: string,
    public readonly submission: Submission,
    /** How many polls still hear that it is not done. */
    private pollsLeft: number,
    public readonly createdAt: Date,
  ) {
    if (Number.isFinite(pollsLeft) && deployRules(state).lands === 'at-once') this.run();
  }

  /** What the next poll hears. `delayed`: not done, whatever it was. */
  public poll(delayed: boolean): JobStatus {
    if (this.canceling) return this.verdict ? this.end() : 'Canceled';
    const first = !this.asked;
    this.asked = true;
    if (delayed || this.pollsLeft > 0) {
      this.pollsLeft = Math.max(0, this.pollsLeft - 1);
      return first ? 'Pending' : 'InProgress';
    }
    return this.end();
  }

  /** Time passes and it is done, without anybody asking. */
  public finish(): void {
    this.pollsLeft = 0;
    if (!this.canceling) this.run();
  }

  /** Too late for a job that has landed: that one ends as it would have. */
  public cancel(): void {
    this.canceling = true;
  }

  public get ended(): boolean {
    return this.reported;
  }

  public get outcome(): Verdict | undefined {
    return this.verdict;
  }

  private run(): Verdict {
    if (this.verdict) return this.verdict;
    this.verdict = evaluate(this.state, this.submission);
    if (!this.submission.options.checkOnly) deployRules(this.state).whileDeploying(this.state);
    return this.verdict;
  }

  private end(): JobStatus {
    const verdict = this.run();
    if (!this.reported && this.submission.options.checkOnly) deployRules(this.state).afterCheckOnly(this.state);
    this.reported = true;
    return verdict.status;
  }
}
