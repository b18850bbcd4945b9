import type { FileAnswer } from '../../files/read.js';
import type { AppMigration, MigrationResult } from '../../migration/model.js';
import type { ControlId } from '../../posture/model.js';
import type { Reads, Writes } from '../doors.js';

export type MigrateRequest = {
  org: string;
  controls: readonly ControlId[];
  /** Names or patterns, each of which must match at least one app. */
  apps: readonly string[];
  certificate?: string;
  permissionSet?: string;
  outputDir: string;
  usageDays: number;
  apiVersion?: string;
};

/** The reports make the pages, because actions don't know any texts. */
export type MigrateDoors = Reads &
  Pick<Writes, 'disk'> & {
    privateKeyAround: (folder: string) => Promise<FileAnswer<string | undefined>>;
    isFree: (folder: string) => Promise<FileAnswer<boolean>>;
    readme: (migration: AppMigration, result: MigrationResult) => string;
    overview: (result: MigrationResult) => string;
  };
