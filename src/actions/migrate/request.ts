import type { FileAnswer } from '../../files/read.js';
import type { AppMigration, MigrationResult } from '../../migration/model.js';
import type { ControlId } from '../../posture/model.js';
import type { Reads, Writes } from '../doors.js';

export type MigrateRequest = {
  org: string;
  controls: readonly ControlId[];
  /** Patterns; each matches at least one app. */
  apps: readonly string[];
  certificate?: string;
  permissionSet?: string;
  outputDir: string;
  usageDays: number;
  apiVersion?: string;
};

/** Pages are made by the reports; the disk is written to through its own door. */
export type MigrateDoors = Reads &
  Pick<Writes, 'disk'> & {
    privateKeyAround: (folder: string) => Promise<FileAnswer<string | undefined>>;
    isFree: (folder: string) => Promise<FileAnswer<boolean>>;
    readme: (migration: AppMigration, result: MigrationResult) => string;
    overview: (result: MigrationResult) => string;
  };
