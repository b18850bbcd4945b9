import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What the pictures of the docs show, as a hash, beside a hash of each picture. The golden files are what the reports look
 * like without a clock or a port in them, so the hash changes when, and only when, a picture would.
 */

export const RECORD = 'docs/pictures/made-from.json';

type PictureRecord = { shows: string; pictures: { [name: string]: string } };

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

const SHOWN = /\.html$|\/busy-table-\d+\.txt$/;

const inputs = (): string[] => [
  ...filesIn('test/golden').filter((file) => SHOWN.test(file)),
  ...filesIn('test/fixtures/demo-org'),
  'scripts/pictures.ts',
  'scripts/pictures/terminalPage.ts',
];

const hashOf = (...files: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
};

export const recordNow = (): PictureRecord => ({
  shows: hashOf(...inputs()),
  pictures: Object.fromEntries(
    filesIn('docs/pictures')
      .filter((file) => file.endsWith('.png'))
      .map((file) => [file, hashOf(file)]),
  ),
});

export const recordText = (): string => `${JSON.stringify(recordNow(), undefined, 2)}\n`;
