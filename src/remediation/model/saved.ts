import type { Before } from '../../metadata/edit/restoreFlag.js';
import type { App, ControlId, OrgIdentity } from '../../posture/model.js';
import type { Change, ComponentName, Deploy, Plan } from './result.js';

/** What a snapshot folder holds. `before.json` is what restore goes by, the rest tells what happened afterwards. */

export const SNAPSHOT_KIND = 'oauth-posture-snapshot';
export const SNAPSHOT_SCHEMA = 2;

/** Flag and execution user as a file spells them. */
export type Switch = Before;

export type SnapshotChange = {
  control: ControlId;
  app: App;
  component: ComponentName;
  /** As it was when the snapshot was taken. */
  before: Switch;
  /** As the change was meant to leave it. */
  after: Switch;
  beforeHash: string;
  /** Which app this was, whatever bears its name by now: the org's id, and a hash of the key salted with `keySalt`. */
  id?: string;
  keyMark?: string;
  /** Below the snapshot folder, without consumer key and secret. */
  original: { file: string; sha256: string };
};

export type Snapshot = {
  kind: typeof SNAPSHOT_KIND;
  schemaVersion: typeof SNAPSHOT_SCHEMA;
  tool: { name: string; version: string };
  createdAt: string;
  org: SavedOrg;
  apiVersion: string;
  /** Of this snapshot alone, so that the same key has another mark in every other one. */
  keySalt?: string;
  changes: SnapshotChange[];
};

/**
 * `after.json`: there before anything is sent, with the checks of the run, by which an org can be asked whose deploys
 * they are. Grows with each deploy that is about to be sent, without an id until the org names one, and with what was
 * read back at the end.
 */
export type SnapshotAfter = {
  checks: string[];
  deploys: (Deploy & { at: string })[];
  components: SnapshotReading[];
};

export type SnapshotReading = { component: ComponentName; switch: Switch; hash: string; id?: string };

export type SavedOrg = Pick<OrgIdentity, 'id' | 'username' | 'instanceUrl' | 'name' | 'isSandbox'>;

export const PLAN_KIND = 'oauth-posture-plan';
export const PLAN_SCHEMA = 2;

export type SavedPlan = {
  kind: typeof PLAN_KIND;
  schemaVersion: typeof PLAN_SCHEMA;
  tool: { name: string; version: string };
  createdAt: string;
  org: SavedOrg;
  apiVersion: string;
  scope: { controls: ControlId[]; apps: string[] | null };
  changes: Change[];
  skipped: Plan['skipped'];
  notRead: Plan['notRead'];
};
