import type { MigrateDoors } from '../actions/migrate/request.js';
import { disk } from '../files/disk.js';
import { isFree, privateKeyAround } from '../files/privateKeys.js';
import { overview } from '../reports/migration/overview.js';
import { readme } from '../reports/migration/readme.js';
import type { Texts } from '../reports/render.js';

/** What a migration requires besides reading: the disk and the pages to write. */
export const migrationDoors = (
  texts: Texts,
): Pick<MigrateDoors, 'disk' | 'privateKeyAround' | 'isFree' | 'readme' | 'overview'> => ({
  disk,
  privateKeyAround,
  isFree,
  readme: (migration, result) => readme(migration, result, texts),
  overview: (result) => overview(result, texts),
});
