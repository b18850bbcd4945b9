import { dirname, join } from 'node:path';
import { packageXml } from '../../metadata/packageXml.js';
import type { MigrationResult } from '../../migration/model.js';
import { Refusal } from '../refusal.js';
import type { DraftedApp } from './draftApps.js';
import type { MigrateDoors } from './request.js';

/** Writes the overview last, so that its existence proves that all folders are complete. None of it is secret. */
export const writeFolders = async (
  drafted: readonly DraftedApp[],
  result: MigrationResult,
  doors: MigrateDoors,
): Promise<void> => {
  if (result.summary.written === 0) return;
  const folders: string[] = [];
  for (const one of drafted) {
    if (one.migration.status !== 'written') continue;
    const folder = join(result.outputDir, one.migration.folder ?? '');
    const made = await makeOwn(folder, doors);
    if (!made.ok) await giveUp(made, folders, doors);
    folders.push(folder);
    const written = await writeAll(filesOf(one, folder, result, doors), doors);
    if (!written.ok) await giveUp(written, folders, doors);
  }
  const path = join(result.outputDir, 'README.md');
  // One that is there by now is the overview of another run.
  const written = await doors.disk.writeNew(path, doors.overview(result), FOR_EVERYBODY);
  if (!written.ok) await giveUp({ ok: false, path, code: written.code }, folders, doors);
};

/** A folder that is there by now belongs to another run, whose files must neither be replaced nor removed. */
const makeOwn = async (folder: string, { disk }: MigrateDoors): Promise<Written> => {
  const made = await disk.makeNewFolder(folder);
  if (!made.ok) return { ...made, path: folder };
  if (made.value === folder) return { ok: true };
  await disk.removeFolder(made.value);
  return { ok: false, path: folder, code: 'EEXIST' };
};

type File = { path: string; content: string };

const filesOf = (
  { migration, deploy }: DraftedApp,
  folder: string,
  result: MigrationResult,
  doors: MigrateDoors,
): File[] => [
  ...(deploy
    ? [
        { path: join(folder, 'deploy', deploy.path), content: deploy.text },
        { path: join(folder, 'deploy/package.xml'), content: packageXml([deploy], result.org.apiVersion) },
        { path: join(folder, 'change.diff'), content: deploy.diff },
      ]
    : []),
  { path: join(folder, 'README.md'), content: doors.readme(migration, result) },
];

const FOR_EVERYBODY = 0o644;

type Written = { ok: true } | { ok: false; path: string; code: string };

const writeAll = async (files: readonly File[], { disk }: MigrateDoors): Promise<Written> => {
  for (const { path, content } of files) {
    const made = await disk.makeFolder(dirname(path));
    const written = made.ok ? await disk.write(path, content, FOR_EVERYBODY) : made;
    if (!written.ok) return { ok: false, path, code: written.code };
  }
  return { ok: true };
};

/** Removes what was written: a user could follow incomplete steps, and the next run needs an empty folder. */
const giveUp = async (
  { path, code }: Extract<Written, { ok: false }>,
  folders: readonly string[],
  { disk }: MigrateDoors,
): Promise<never> => {
  const left: string[] = [];
  for (const folder of folders) if (!(await disk.removeFolder(folder)).ok) left.push(folder);
  const [name, more] = left.length === 0 ? ['cannot-write', []] : ['cannot-write-left', [left.join(', ')]];
  throw new Refusal(name, [path, code, ...more], { bundle: 'migrate' });
};
