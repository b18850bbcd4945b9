import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';

const FOLDER = join(import.meta.dirname, '../../golden');

/** Compares with the file that is kept; `UPDATE_GOLDEN=1` keeps what is there now, for a person to review as a diff. */
export const expectGolden = (name: string, text: string): void => {
  const file = join(FOLDER, name);
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).to.equal(readFileSync(file, 'utf8'));
};

/** Style and script have their own tests; what they hash to changes with every letter of them. */
export const withoutMachinery = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '<style></style>')
    .replace(/<script>.*?<\/script>/s, '<script></script>')
    .replaceAll(/sha256-[^&]+/g, 'sha256-');
