import type { OrgIdentity } from '../posture/model.js';
import type { OrgProblem } from './problem.js';
import type { Stopwatch } from './transport/stopwatch.js';

/**
 * Everything that the plugin asks of an org. The implementation uses a real `Connection`. This file knows nothing of
 * controls or findings.
 */

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: OrgProblem };

export type ListedComponent = {
  type: string;
  /** As returned by listMetadata, with percent-encoding. */
  fullName: string;
  fileName: string;
  id?: string;
  namespacePrefix?: string;
  manageableState?: string;
};

export type Member = { type: string; fullName: string };

/** The text of each returned component by `Type:fullName`, and the other members with the org's message. */
export type Retrieved = {
  files: ReadonlyMap<string, RetrievedFile>;
  /** Components that were returned but can't be used: bytes that aren't UTF-8, or two files for one component. */
  unusable: ReadonlyMap<string, OrgProblem>;
  messages: string[];
};
/** `id`: the component's ID, if the org gives it. */
export type RetrievedFile = Member & { path: string; text: string; id?: string };

export type Row = Record<string, unknown>;

export type DeployFile = { path: string; text: string };
/** `isTooLate`: asked when the request is about to leave. If it's too late, nothing is sent. */
export type DeployOptions = { checkOnly: boolean; isTooLate?: () => boolean };
export type DeployMessage = {
  fullName: string;
  componentType: string;
  fileName?: string;
  problem?: string;
  problemType?: string;
  success: boolean;
  created: boolean;
  changed: boolean;
  deleted: boolean;
};
export type DeployResult = {
  id: string;
  status: string;
  done: boolean;
  success: boolean;
  checkOnly: boolean;
  /** By the org's own clock, in whole seconds. */
  startedAt?: string;
  completedAt?: string;
  errorMessage?: string;
  failures: DeployMessage[];
  successes: DeployMessage[];
};

/** A deploy in the org's queue, of any user. Times are by the org's own clock, in whole seconds. */
export type DeployRequest = {
  id: string;
  status: string;
  checkOnly: boolean;
  createdAt: string;
  createdById: string;
  createdBy: string;
  startedAt?: string;
  completedAt?: string;
};

/** `since`: a time as the org returned it. */
export type DeployRequestQuery = 'latest' | { since: string } | { id: string };

export type AssertionLogin =
  /** The org's message, cleaned. */
  | { kind: 'refused'; error: string; description: string }
  | {
      kind: 'issued';
      /** The user of the token, if the org named it. */
      owner?: { organizationId: string; username: string };
      ownerProblem?: OrgProblem;
      /** True: the org confirms that the token is no longer valid. */
      isRevoked: boolean;
    };

/** Of the org's API requests of a day, as it said with its last answer. */
export type Allowance = { used: number; limit: number };

export type OrgDoor = {
  identity: OrgIdentity;
  /** The OAuth client ID of this session, for the own-session guard. Undefined: unknown. */
  clientId?: string;
  /** Checks that this is still the same org as at the start of the run. */
  confirmIdentity(): Promise<Answer<void>>;
  /** The same, only if the session was renewed since then. Otherwise, nothing is sent. */
  confirmIfRenewed(): Promise<Answer<void>>;
  /** One answer for each type, with three types in each request. A fault for one type doesn't affect the others. */
  list(types: readonly string[]): Promise<ReadonlyMap<string, Answer<ListedComponent[]>>>;
  /** Runs one retrieve job and waits for its end. */
  retrieve(members: readonly Member[]): Promise<Answer<Retrieved>>;
  /** All pages. */
  query<T extends Row>(soql: string): Promise<Answer<T[]>>;
  /** At most `pages` pages. `complete` says whether these were all. */
  queryPages<T extends Row>(soql: string, pages: number): Promise<Answer<{ rows: T[]; complete: boolean }>>;
  /** Names of the object's fields, in lower case. */
  describeFields(sobject: string): Promise<Answer<ReadonlySet<string>>>;
  /** Resolves with the job's ID as soon as the org has accepted it. Never repeated. */
  startDeploy(files: readonly DeployFile[], options: DeployOptions): Promise<Answer<string>>;
  deployStatus(id: string): Promise<Answer<DeployResult>>;
  /**
   * Polls until the deploy is done or `isEnough`, `--wait` ends (problem `wait-ended`), or the run is interrupted
   * (problem `interrupted`).
   */
  awaitDeploy(id: string, isEnough?: (result: DeployResult) => boolean): Promise<Answer<DeployResult>>;
  cancelDeploy(id: string): Promise<Answer<void>>;
  deployRequests(which: DeployRequestQuery): Promise<Answer<DeployRequest[]>>;
  /** Polls like `awaitDeploy`. */
  awaitDeployRequests(
    which: DeployRequestQuery,
    isDone: (found: readonly DeployRequest[]) => boolean,
  ): Promise<Answer<DeployRequest[]>>;
  /**
   * Logs in once with a signed assertion and revokes the token, which never leaves the implementation. Never repeated.
   */
  logInByAssertion(assertion: string): Promise<Answer<AssertionLogin>>;
  /** False: the run was interrupted during the pause. */
  pause(milliseconds: number): Promise<boolean>;
  /** API requests so far, including polls. */
  requests(): number;
  /** Undefined: its answers don't say. */
  allowance(): Allowance | undefined;
  /** When the org gave its last answer, by its own clock. Undefined: its answers don't say. */
  orgTime(): string | undefined;
  /** Keeps the time since the last request so far was sent: what the org returned isn't newer than that. */
  sinceLastRequest(): Stopwatch;
  /** The same org, but not stopped by an interrupt: for reading back a change that was sent. */
  finishing(): OrgDoor;
};

export const failed = (problem: OrgProblem): { ok: false; problem: OrgProblem } => ({ ok: false, problem });
