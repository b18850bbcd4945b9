import type { RetrievedFile } from '../org/door.js';
import type { Notice } from '../posture/model.js';
import type { Context, EcaSettingsSubject, Subject } from '../posture/subject.js';

/** What to read from an org. `usageDays` 0: no logins. */
export type OrgScope = {
  connectedApps: boolean;
  externalClientApps: boolean;
  usageDays: number;
  /** The settings of external client apps as well. `allowSecretAccess`: even where the org may answer with their secrets. */
  ecaSettings?: { allowSecretAccess: boolean };
  /** What it takes to harden apps: from where they are used, and users who may come to run them. */
  hardening?: { users: readonly string[] };
};

/** `age` keeps the time since the login history was searched. `read` searches it again, for the same apps and users. */
export type UseAgain = { age: () => number; read: () => Promise<Context['usage']> };

/** What was read of one target. The texts stay in memory for the plan, the edits, and their verification. */
export type Inventory = {
  subjects: Subject[];
  /** For each external client app, if a control needs it. */
  ecaSettings?: EcaSettingsSubject[];
  /** Notices about how they were read. */
  settingsNotices?: Notice[];
  context: Context;
  /** Retrieved files by `Type:fullName`. */
  files: ReadonlyMap<string, RetrievedFile>;
  /** Absent for files. */
  useAgain?: UseAgain;
};
