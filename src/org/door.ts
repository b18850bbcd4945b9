import type { OrgIdentity } from '../posture/model.js';
import type { OrgProblem } from './problem.js';

/** Everything this tool asks of an org. One implementation talks to a real `Connection`. Nothing of the domain in here. */

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: OrgProblem };

export type ListedComponent = {
  type: string;
  /** As listMetadata gives it, percent-encoding included. */
  fullName: string;
  fileName: string;
  id?: string;
  namespacePrefix?: string;
  manageableState?: string;
};

export type Member = { type: string; fullName: string };

/** Text of each component that came back, keyed `Type:fullName`; members that did not, with the org's message. */
export type Retrieved = {
  files: ReadonlyMap<string, RetrievedFile>;
  /** What came back and is no text to rely on: bytes that are no UTF-8, two files for one component. */
  unusable: ReadonlyMap<string, OrgProblem>;
  messages: string[];
};
/** `id`: of the component, where the org names it. */
export type RetrievedFile = Member & { path: string; text: string; id?: string };

export type Row = Record<string, unknown>;

export type DeployFile = { path: string; text: string };
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
  /** By the org's own clock, which keeps whole seconds. */
  startedAt?: string;
  completedAt?: string;
  errorMessage?: string;
  failures: DeployMessage[];
  successes: DeployMessage[];
};

/** A deploy in the org's queue, whoever sent it. Moments are those of the org's own clock, in whole seconds. */
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
  /** In the org's own words, cleaned. */
  | { kind: 'refused'; error: string; description: string }
  | {
      kind: 'issued';
      /** Whose the token is, where the org said so. */
      owner?: { organizationId: string; username: string };
      ownerProblem?: OrgProblem;
      /** The org confirms that it takes the token no longer. */
      isRevoked: boolean;
    };

/** Of the org's API requests of a day, as it said with its last answer. */
export type Allowance = { used: number; limit: number };

export type OrgDoor = {
  identity: OrgIdentity;
  /** The OAuth client id this session logged in with, for the own-session guard. Undefined: not known. */
  clientId?: string;
  /** Whether this still is the org that it was when the run began. */
  confirmIdentity(): Promise<Answer<void>>;
  /** One answer a type; three types a request; a fault on one type does not spoil the others. */
  list(types: readonly string[]): Promise<ReadonlyMap<string, Answer<ListedComponent[]>>>;
  /** One retrieve job: waits until it is done. */
  retrieve(members: readonly Member[]): Promise<Answer<Retrieved>>;
  /** All pages. */
  query<T extends Row>(soql: string): Promise<Answer<T[]>>;
  /** At most `pages` pages; `complete` tells whether that was all. */
  queryPages<T extends Row>(soql: string, pages: number): Promise<Answer<{ rows: T[]; complete: boolean }>>;
  /** Names of the object's fields, lower-cased. */
  describeFields(sobject: string): Promise<Answer<ReadonlySet<string>>>;
  /** Resolves with the job's id as soon as the org has accepted it. Never repeated. */
  startDeploy(files: readonly DeployFile[], options: { checkOnly: boolean }): Promise<Answer<string>>;
  deployStatus(id: string): Promise<Answer<DeployResult>>;
  /** Polls until done or `isEnough`, `--wait` runs out (problem `wait-ended`) or the run is interrupted (problem `interrupted`). */
  awaitDeploy(id: string, isEnough?: (result: DeployResult) => boolean): Promise<Answer<DeployResult>>;
  cancelDeploy(id: string): Promise<Answer<void>>;
  deployRequests(which: DeployRequestQuery): Promise<Answer<DeployRequest[]>>;
  /** Polls like `awaitDeploy`. */
  awaitDeployRequests(
    which: DeployRequestQuery,
    isDone: (found: readonly DeployRequest[]) => boolean,
  ): Promise<Answer<DeployRequest[]>>;
  /** Logs in once with a signed assertion and revokes the token, which stays in here. Never repeated. */
  logInByAssertion(assertion: string): Promise<Answer<AssertionLogin>>;
  /** False: the run was interrupted meanwhile. */
  pause(milliseconds: number): Promise<boolean>;
  /** API requests spent so far, polls included. */
  requests(): number;
  /** Undefined: its answers don't say. */
  allowance(): Allowance | undefined;
  /** When the org gave its last answer, by its own clock. Undefined: its answers don't say. */
  orgTime(): string | undefined;
  /** The same org, deaf to an interrupt: for reading back what a change did once it was sent. */
  finishing(): OrgDoor;
};

export const failed = (problem: OrgProblem): { ok: false; problem: OrgProblem } => ({ ok: false, problem });
