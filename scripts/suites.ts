import { ROOT, runChild } from './proof/child.js';
import { runMocha, type MochaResult } from './proof/mocha.js';
import { conclude, oneCheck, sum, tallyLine, type Tally } from './proof/tally.js';
import { judgeSkips } from './proof/skips.js';

/**
 * Everything that `npm test` looks at, one after the other. A failure stops nothing, so that one run tells all of it.
 *
 * REQUIRE_ALL=1 makes each skipped test a failure; CORPUS_OPTIONAL=1 excepts those that need the corpus of real files.
 */

/** Tests wait for a simulated org more than they compute, so there are more of them at once than a small machine has cores. */
const AT_ONCE = '3';

type Part = { title: string; run: () => Promise<{ tally: Tally; told?: string[]; output?: string }> };

const check = (title: string, command: string, ...args: string[]): Part => ({
  title,
  run: async () => {
    const { exitCode, stdout, stderr } = await runChild(command, args, { show: false });
    return { tally: oneCheck(exitCode === 0), output: stdout + stderr };
  },
});

const tests = (title: string, ...args: string[]): Part => ({
  title,
  run: async () => tallyOf(await runMocha(args)),
});

/** A run that ended badly without a failed test, or ran no test at all, is a failure of its own. */
const tallyOf = ({ exitCode, counts }: MochaResult): { tally: Tally; told: string[] } => {
  if (counts === undefined) return { tally: oneCheck(false), told: ['The tests did not run to their end.'] };
  const { allowed, forbidden } = judgeSkips(counts.pending, process.env);
  const failed = counts.failed.length + forbidden.length;
  const brokeOff = exitCode !== 0 && counts.failed.length === 0;
  return {
    tally: { passed: counts.passed.length, failed: failed + (brokeOff ? 1 : 0), skipped: allowed.length },
    told: [
      ...counts.failed.map((title) => `Failed: ${title}`),
      ...forbidden.map((title) => `Skipped, where nothing may be: ${title}`),
      ...allowed.map((title) => `Skipped: ${title}`),
      ...(brokeOff ? ['The tests ended badly although none failed.'] : []),
    ],
  };
};

/** What stands together runs at once: none of it waits for another. */
const stages: readonly (readonly Part[])[] = [
  [check('clean', 'npm', 'run', '--silent', 'clean')],
  [check('compile', 'tsc', '-p', '.', '--pretty'), check('format', 'prettier', '--check', '--log-level', 'warn', '.')],
  [check('lint', 'eslint', '.', '--max-warnings', '0'), check('compile the tests', 'tsc', '-p', 'test', '--pretty')],
  [
    check('command snapshot', 'npm', 'run', '--silent', 'test:deprecation-policy'),
    check('JSON schemas', 'npm', 'run', '--silent', 'test:json-schema'),
  ],
  [tests('unit tests', '--parallel', '--jobs', AT_ONCE, 'test/**/*.test.ts')],
  [tests('command-line tests', '--parallel', '--jobs', AT_ONCE, 'test/**/*.nut.ts')],
];

const tallies: Tally[] = [];
const told: string[] = [];

const runPart = async ({ title, run }: Part): Promise<void> => {
  const began = Date.now();
  const { tally, told: more = [], output = '' } = await run();
  tallies.push(tally);
  told.push(...more, ...(tally.failed > 0 ? [`Not passed: ${title}`] : []));
  console.log(`${output}== ${title}: ${tallyLine(tally)} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
};

process.chdir(ROOT);
for (const stage of stages) await Promise.all(stage.map(runPart));
for (const line of told) console.log(line);
conclude(sum(tallies));
