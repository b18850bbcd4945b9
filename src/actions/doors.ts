import type { Disk } from '../files/disk.js';
import type { Git } from '../files/repository/git.js';
import type { ProcessMark, ProcessState } from '../files/processMark.js';
import type { FileAnswer } from '../files/read.js';
import type { SourceReads } from '../inventory/source/sourceFiles.js';
import type { Answer, OrgDoor } from '../org/door.js';
import type { StoredLogin } from '../org/logins.js';
import type { AuditReport, Notice, Target } from '../posture/model.js';
import type { Progress } from './progress.js';

/** The functions through which an action reaches the outside. With `Reads` alone, an action can't change anything. */

export type Reads = SourceReads & {
  foldersIn: (path: string) => Promise<FileAnswer<string[]>>;
  git: Git;
  /** Whether other runs on this computer have ended. */
  processes: { own: () => Promise<ProcessMark>; stateOf: (mark: ProcessMark) => Promise<ProcessState> };
  /** Without an API version, the one of the run is used. `limit` ends what reads this org, and nothing else. */
  openOrg: (target: string, apiVersion?: string, limit?: AbortSignal) => Promise<Answer<OrgDoor>>;
  /** The logins that the command line keeps on this machine. */
  storedLogins: () => Promise<StoredLogin[]>;
  /** The sentences of a problem, for the one place of the result that holds sentences. */
  explain: (problem: { code: string; detail: string }, target: string) => NonNullable<Target['error']>;
  now: () => Date;
  signal: AbortSignal;
  progress: Progress;
  tool: AuditReport['tool'];
};

export type Writes = {
  disk: Disk;
  /** Asks the user to confirm what was shown. */
  approve: () => Promise<boolean>;
  /** The text with the command that undoes a run by these patches. `attributes`: the attributes file to use. */
  undoNote: (base: string, attributes: string, patches: readonly string[]) => string;
  /** Pauses in milliseconds before each further check of a deploy that may still be running. */
  patience?: readonly number[];
  /** Notices about output that couldn't be shown so far. */
  unshown?: () => Notice[];
};
