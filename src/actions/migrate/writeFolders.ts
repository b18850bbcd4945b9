import { dirname, join } from 'node:path';
import { packageXml } from '../../metadata/packageXml.js';
import type { MigrationResult } from '../../migration/model.js';
import { Refusal } from '../refusal.js';
import type { DraftedApp } from './draftApps.js';
import type { MigrateDoors } from './request.js';

/**
 * Writes the folder of each app, and then the overview, so that an overview means that all folders are complete.
 * Nothing in them is secret.
 */
export const writeFolders = async (
  drafted: readonly DraftedApp[],
  result: MigrationResult,
  doors: MigrateDoors,
): Promise<void> => {
  if (result.summary.written === 0) return;
  for (const { migration, deploy } of drafted) {
    if (migration.status !== 'written') continue;
    const folder = join(result.outputDir, migration.folder ?? '');
    if (deploy) {
      await write(join(folder, 'deploy', deploy.path), deploy.text, doors);
      await write(join(folder, 'deploy/package.xml'), packageXml([deploy], result.org.apiVersion), doors);
      await write(join(folder, 'change.diff'), deploy.diff, doors);
    }
    await write(join(folder, 'README.md'), doors.readme(migration, result), doors);
  }
  await write(join(result.outputDir, 'README.md'), doors.overview(result), doors);
};

const FOR_EVERYBODY = 0o644;

const write = async (path: string, content: string, { disk }: MigrateDoors): Promise<void> => {
  const made = await disk.makeFolder(dirname(path));
  const written = made.ok ? await disk.write(path, content, FOR_EVERYBODY) : made;
  if (!written.ok) throw new Refusal('cannot-write', [path, written.code], { bundle: 'migrate' });
};
