import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SfError } from '@salesforce/core';
import { migrate } from '../../../src/actions/migrate/migrate.js';
import type { MigrateDoors, MigrateRequest } from '../../../src/actions/migrate/request.js';
import { migrationDoors } from '../../../src/cli/migration.js';
import { run } from '../../../src/cli/run.js';
import type { AppMigration, MigrationResult } from '../../../src/migration/model.js';
import { controls } from '../../../src/posture/controls/all.js';
import { fullNameOf } from '../../../src/posture/names.js';
import { SILENT } from './auditedOrg.js';
import type { MovingOrg } from './movingOrg.js';

export type Migrating = {
  output: string;
  migrate(request?: Partial<MigrateRequest>, disk?: MigrateDoors['disk']): Promise<MigrationResult>;
  refusal(request?: Partial<MigrateRequest>, disk?: MigrateDoors['disk']): Promise<SfError>;
  /** Below the output folder, sorted. */
  files(): string[];
  read(path: string): string;
  /** With each command in one line. */
  readJoined(path: string): string;
};

export const migrating = (org: MovingOrg, output = join(org.folder, 'project', 'out')): Migrating => {
  const migrateThis: Migrating['migrate'] = (request = {}, disk) => {
    org.simulator.journal.clear();
    return run({ ...SILENT, apiVersion: undefined, waitMs: 10_000 }, ({ doors, texts }) =>
      migrate(
        {
          org: org.login.username,
          controls: controls.map(({ id }) => id),
          apps: ['Order_Sync'],
          outputDir: output,
          usageDays: 180,
          ...request,
        },
        { ...doors, ...migrationDoors(texts), ...(disk && { disk }) },
      ),
    );
  };
  return {
    output,
    migrate: migrateThis,
    refusal: async (request, disk) => {
      const ended: unknown = await migrateThis(request, disk).catch((error: unknown) => error);
      if (ended instanceof SfError) return ended;
      throw new Error(`Not refused: ${JSON.stringify(ended)}`);
    },
    files: () =>
      readdirSync(output, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(output.length + 1))
        .sort(),
    read: (path) => readFileSync(join(output, path), 'utf8'),
    readJoined: (path) => joined(readFileSync(join(output, path), 'utf8')),
  };
};

export const joined = (text: string): string => text.replaceAll(/ \\\n +/g, ' ');

export const appIn = ({ apps }: MigrationResult, name: string): AppMigration => {
  const found = apps.filter(({ app }) => fullNameOf(app) === name);
  if (found.length !== 1) throw new Error(`${found.length} apps called ${name}`);
  return found[0] as AppMigration;
};
