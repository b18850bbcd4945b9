import { check, runStages, tests } from './proof/parts.js';

/**
 * Every test, unit tests and simulated orgs first, then the real command line.
 *
 * REQUIRE_ALL=1 makes each skipped test a failure; CORPUS_OPTIONAL=1 excepts those that need the corpus of real files.
 */

/** Tests wait for a simulated org more than they compute, so there are more of them at once than a small machine has cores. */
const AT_ONCE = '3';

await runStages([
  [check('clean', 'npm', 'run', '--silent', 'clean')],
  [check('compile', 'tsc', '-p', '.', '--pretty')],
  [tests('unit tests', '--parallel', '--jobs', AT_ONCE, 'test/**/*.test.ts')],
  [tests('command-line tests', '--parallel', '--jobs', AT_ONCE, 'test/**/*.nut.ts')],
]);
