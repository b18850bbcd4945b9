import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mistakesIn, type Released } from './proof/release.js';

/** `npm run release:check -- v1.2.3`: whether this tree is what the tag names. */

const root = join(import.meta.dirname, '..');
const { version, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Released;
const mistakes = mistakesIn(process.argv[2] ?? '', {
  version,
  ...(repository === undefined ? {} : { repository }),
  changelog: readFileSync(join(root, 'CHANGELOG.md'), 'utf8'),
});
for (const mistake of mistakes) console.error(mistake);
process.exitCode = mistakes.length > 0 ? 1 : 0;
