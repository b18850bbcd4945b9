import type { Disk } from '../files/disk.js';
import type { Git } from '../files/git.js';
import type { FileAnswer } from '../files/read.js';
import type { SourceReads } from '../inventory/source/sourceFiles.js';
import type { Answer, OrgDoor } from '../org/door.js';
import type { StoredLogin } from '../org/logins.js';
import type { AuditReport, Notice, Target } from '../posture/model.js';
import type { Progress } from './progress.js';

/** What an action works through. Whoever is given `Reads` alone changes nothing. */

export type Reads = SourceReads & {
  foldersIn: (path: string) => Promise<FileAnswer<string[]>>;
  /** Links resolved. */
  realPath: (path: string) => Promise<FileAnswer<string>>;
  git: Git;
  /** Without an API version: the one of the run. */
  openOrg: (target: string, apiVersion?: string) => Promise<Answer<OrgDoor>>;
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
  /** Asks about what was shown. */
  approve: () => Promise<boolean>;
  /** In words, the command that undoes a run by these patches. */
  undoNote: (base: string, patches: readonly string[]) => string;
  /** Milliseconds before each further look at what may still be under way. */
  patience?: readonly number[];
  /** What could not be shown so far. */
  unshown?: () => Notice[];
};
