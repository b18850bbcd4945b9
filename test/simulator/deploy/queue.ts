import { dateOf } from '../ids.js';
import type { OrgState, Row } from '../state.js';
import type { Clock } from '../wire.js';

/** One deploy of the org's queue, whoever sent it. */
export type QueuedJob = {
  readonly id: string;
  readonly checkOnly: boolean;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly startedAt: Date | undefined;
  readonly completedAt: Date | undefined;
  /** As `DeployRequest` has it. */
  readonly status: string;
  /** The next one may begin. */
  readonly isOver: boolean;
  /** It is the first that is not over, and a moment passes. */
  tick(): void;
  /** All the time that it takes passes. */
  finish(): void;
};

/** Deploys run one at a time, in the order in which they were accepted. */
export class DeployQueue {
  private readonly jobs: QueuedJob[] = [];

  public add(job: QueuedJob): void {
    this.jobs.push(job);
  }

  public isFirst(job: QueuedJob): boolean {
    return this.first() === job;
  }

  /** Time passes while somebody asks. */
  public tick(): void {
    this.first()?.tick();
  }

  public finish(): void {
    for (const job of this.jobs) job.finish();
  }

  /** `DeployRequest` of the Tooling API. */
  public rows(): Row[] {
    return this.jobs.map((job) => ({
      Id: job.id,
      Status: job.status,
      CheckOnly: job.checkOnly,
      CreatedDate: dateOf(job.createdAt),
      StartDate: job.startedAt ? dateOf(job.startedAt) : null,
      CompletedDate: job.completedAt ? dateOf(job.completedAt) : null,
      CreatedById: job.createdBy,
    }));
  }

  /** The org shows deploys of the last days alone. */
  public forget(): void {
    this.jobs.length = 0;
  }

  private first(): QueuedJob | undefined {
    return this.jobs.find(({ isOver }) => !isOver);
  }
}

const byOrg = new WeakMap<OrgState, DeployQueue>();

export function queueOf(state: OrgState): DeployQueue {
  const queue = byOrg.get(state) ?? new DeployQueue();
  byOrg.set(state, queue);
  return queue;
}

/** What somebody else has deployed, or waits to. */
export type OthersDeploy = {
  /** A user of the org. */
  by: string;
  checkOnly?: boolean;
  /** What it does to the org at its end. */
  changes?: (state: OrgState) => void;
  /** How often somebody asks the org about deploys until it is done. `Infinity`: until `finish`. */
  asks?: number;
  now?: Clock;
};

class OthersJob implements QueuedJob {
  public readonly id: string;
  public readonly checkOnly: boolean;
  public readonly createdBy: string;
  public readonly createdAt: Date;
  public startedAt: Date | undefined;
  public completedAt: Date | undefined;
  private asksLeft: number;

  public constructor(
    private readonly state: OrgState,
    private readonly given: OthersDeploy,
  ) {
    this.id = state.nextId('deploy');
    this.checkOnly = given.checkOnly ?? false;
    this.createdBy = String(state.user(given.by)?.['Id']);
    this.createdAt = this.now();
    this.asksLeft = given.asks ?? 1;
  }

  public get status(): string {
    if (this.completedAt) return 'Succeeded';
    return this.startedAt ? 'InProgress' : 'Pending';
  }

  public get isOver(): boolean {
    return this.completedAt !== undefined;
  }

  public tick(): void {
    this.startedAt ??= this.now();
    if (this.asksLeft <= 0) this.finish();
    this.asksLeft -= 1;
  }

  public finish(): void {
    if (this.completedAt) return;
    this.startedAt ??= this.now();
    this.completedAt = this.now();
    if (!this.checkOnly) this.given.changes?.(this.state);
  }

  private now(): Date {
    return new Date((this.given.now ?? Date.now)());
  }
}

/** Somebody else's deploy comes to the end of the queue. */
export function queueDeploy(state: OrgState, deploy: OthersDeploy): QueuedJob {
  const job = new OthersJob(state, deploy);
  queueOf(state).add(job);
  return job;
}
