import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runChild } from './proof/child.js';
import { conclude, oneCheck, sum, tallyAtEnd, type Tally } from './proof/tally.js';

/** What a pipeline runs: all suites with nothing left out, each by the command that a person would use. */

type Suite = { script: string; env?: NodeJS.ProcessEnv; isCounted: boolean };

/** Suites that stand beside each other run at once: one of them waits for a registry, and neither needs what the other builds. */
type Stage = readonly Suite[];

const hasCorpus = existsSync(join(ROOT, '../shared/corpus'));

const stages: readonly Stage[] = [
  [{ script: 'check', isCounted: true }],
  [{ script: 'test', env: { REQUIRE_ALL: '1', ...(hasCorpus ? {} : { CORPUS_OPTIONAL: '1' }) }, isCounted: true }],
  [{ script: 'demo', isCounted: false }],
  [{ script: 'hygiene', isCounted: true }],
  [{ script: 'test:mutation:short', isCounted: false }],
  [
    { script: 'test:sabotage', isCounted: true },
    { script: 'test:real-cli', isCounted: true },
  ],
  // Alone, because what runs beside it would be measured as well, and because two of them would pack at once.
  [{ script: 'bench:short', isCounted: false }],
];

/** What runs beside another shows its output when it has ended, so that nobody has to take two apart. */
const run = async ({ script, env = {}, isCounted }: Suite, isAlone: boolean): Promise<Tally> => {
  if (isAlone) console.log(`\n==== npm run ${script}`);
  const began = Date.now();
  const { exitCode, stdout, stderr } = await runChild('npm', ['run', script], { env, show: isAlone });
  if (!isAlone) console.log(`\n==== npm run ${script}\n${stdout}${stderr}`);
  console.log(`==== npm run ${script}: ${((Date.now() - began) / 1000).toFixed(0)} s, exit code ${exitCode}`);
  const counted = isCounted ? tallyAtEnd(stdout) : oneCheck(exitCode === 0);
  const toldItsFailure = exitCode === 0 || (counted !== undefined && counted.failed > 0);
  return sum([counted ?? oneCheck(false), ...(toldItsFailure ? [] : [oneCheck(false)])]);
};

const tallies: Tally[] = [];
for (const stage of stages) tallies.push(...(await Promise.all(stage.map((suite) => run(suite, stage.length === 1)))));
conclude(sum(tallies));
