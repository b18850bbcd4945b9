import type { OrgState } from '../state.js';
import type { Clock } from '../wire.js';
import { evaluate, type Submission, type Verdict } from './evaluate.js';
import { queueOf, type QueuedJob } from './queue.js';
import { deployRules } from './rules.js';

export type JobStatus = 'Pending' | 'InProgress' | 'Canceled' | 'Succeeded' | 'SucceededPartial' | 'Failed';

/** One deploy from its acceptance to its end. */
export class DeployJob implements QueuedJob {
  public readonly createdAt: Date;
  public startedAt: Date | undefined;
  public completedAt: Date | undefined;
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
    public readonly createdBy: string,
    private readonly now: Clock,
  ) {
    this.createdAt = this.moment();
    queueOf(state).add(this);
    this.beginWhenFirst();
  }

  /** What the next poll hears. `delayed`: not done, whatever it was. */
  public poll(delayed: boolean): JobStatus {
    if (this.canceling) return this.verdict ? this.end() : 'Canceled';
    if (!this.isFirst()) {
      queueOf(this.state).tick();
      this.beginWhenFirst();
      return 'Pending';
    }
    this.beginWhenFirst();
    const first = !this.asked;
    this.asked = true;
    const staysPending = this.staysPending();
    if (delayed || this.pollsLeft > 0 || staysPending) {
      this.pollsLeft = Math.max(0, this.pollsLeft - 1);
      return first || staysPending ? 'Pending' : 'InProgress';
    }
    return this.end();
  }

  /** Time passes and it is done, without anybody asking. */
  public finish(): void {
    this.pollsLeft = 0;
    if (!this.canceling) this.run();
  }

  public tick(): void {
    if (this.staysPending()) return;
    this.beginWhenFirst();
    if (this.pollsLeft > 0) this.pollsLeft -= 1;
    else if (Number.isFinite(this.pollsLeft)) this.run();
  }

  /** Too late for a job that has landed: that one ends as it would have. */
  public cancel(): void {
    this.canceling = true;
    if (!this.verdict) this.completedAt = this.moment();
  }

  public get ended(): boolean {
    return this.reported;
  }

  public get isOver(): boolean {
    return this.verdict !== undefined || this.canceling;
  }

  public get checkOnly(): boolean {
    return this.submission.options.checkOnly;
  }

  public get status(): string {
    if (this.verdict) return this.verdict.status;
    if (this.canceling) return 'Canceled';
    return this.startedAt ? 'InProgress' : 'Pending';
  }

  public get outcome(): Verdict | undefined {
    return this.verdict;
  }

  private staysPending(): boolean {
    return deployRules(this.state).staysPending(this.submission.options);
  }

  private isFirst(): boolean {
    return this.isOver || queueOf(this.state).isFirst(this);
  }

  /** A quick org has done it before anybody asks. */
  private beginWhenFirst(): void {
    if (this.startedAt || !this.isFirst() || this.staysPending()) return;
    this.startedAt = this.moment();
    if (Number.isFinite(this.pollsLeft) && deployRules(this.state).lands === 'at-once') this.run();
  }

  private run(): Verdict {
    if (this.verdict) return this.verdict;
    this.startedAt ??= this.moment();
    this.verdict = evaluate(this.state, this.submission);
    this.completedAt = this.moment();
    if (!this.submission.options.checkOnly) deployRules(this.state).whileDeploying(this.state);
    return this.verdict;
  }

  private end(): JobStatus {
    const verdict = this.run();
    if (!this.reported && this.submission.options.checkOnly) deployRules(this.state).afterCheckOnly(this.state);
    this.reported = true;
    return deployRules(this.state).saysFailed(this.submission.options) ? 'Failed' : verdict.status;
  }

  private moment(): Date {
    return new Date(this.now());
  }
}
