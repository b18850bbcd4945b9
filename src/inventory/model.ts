import type { RetrievedFile } from '../org/door.js';
import type { Notice } from '../posture/model.js';
import type { Context, EcaSettingsSubject, Subject } from '../posture/subject.js';

/** What of an org is wanted. `usageDays` 0: do not look at log-ins. */
export type OrgScope = {
  connectedApps: boolean;
  externalClientApps: boolean;
  usageDays: number;
  /** The settings of external client apps as well. `allowSecretAccess`: even where the org may answer with their secrets. */
  ecaSettings?: { allowSecretAccess: boolean };
  /** What it takes to harden apps: from where they are used, and users who may come to run them. */
  hardening?: { users: readonly string[] };
};

/** What was read of one target. The texts stay in memory: plan, edit and verification work on them. */
export type Inventory = {
  subjects: Subject[];
  /** Of each external client app, where somebody asked for them. */
  ecaSettings?: EcaSettingsSubject[];
  /** What has to be told of how they were read. */
  settingsNotices?: Notice[];
  context: Context;
  /** Retrieved files by `Type:fullName`. */
  files: ReadonlyMap<string, RetrievedFile>;
};
