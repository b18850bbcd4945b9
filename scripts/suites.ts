import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './proof/child.js';
import { check, runStages, tests } from './proof/parts.js';
import { keptTimes } from './proof/times.js';

/**
 * Every test, of units, of simulated orgs and of the real command line, in one run: what waits for a child process or
 * for a time limit leaves the processor to what computes.
 *
 * REQUIRE_ALL=1 makes each skipped test a failure; CORPUS_OPTIONAL=1 excepts those that need the corpus of real files.
 */

/** Tests wait for a simulated org more than they compute, so there are more of them at once than a small machine has cores. */
const AT_ONCE = '4';

/** Where no earlier run is known: these take half of the time. The slowest begin first, so that none runs on alone at the end. */
const SLOW = [/^test\/matrix\//, /\.nut\.ts$/, /^test\/hostile\//, /^test\/org\//];

const MS = 1000;
const times = keptTimes();
const slowness = (file: string): number => {
  const place = SLOW.findIndex((pattern) => pattern.test(file));
  return times.get(file) ?? (place === -1 ? 0 : (SLOW.length - place) * MS);
};

const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(test|nut)\.ts$/.test(file))
  .map((file) => join('test', file))
  .sort((one, other) => slowness(other) - slowness(one) || (one < other ? -1 : 1));

await runStages([
  [check('clean', 'npm', 'run', '--silent', 'clean')],
  [check('compile', 'tsc', '-p', '.', '--pretty')],
  [tests('tests', '--parallel', '--jobs', AT_ONCE, ...files)],
]);
