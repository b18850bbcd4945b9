import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runChild } from './proof/child.js';
import { conclude, oneCheck, sum, tallyAtEnd, type Tally } from './proof/tally.js';

/** What a pipeline runs: all suites with nothing left out, each by the command that a person would use. */

type Suite = { script: string; env?: NodeJS.ProcessEnv; isCounted: boolean };

const hasCorpus = existsSync(join(ROOT, '../shared/corpus'));

const suites: readonly Suite[] = [
  { script: 'check', isCounted: true },
  { script: 'test', env: { REQUIRE_ALL: '1', ...(hasCorpus ? {} : { CORPUS_OPTIONAL: '1' }) }, isCounted: true },
  { script: 'demo', isCounted: false },
  { script: 'test:sabotage', isCounted: true },
  { script: 'test:real-cli', isCounted: true },
];

const run = async ({ script, env = {}, isCounted }: Suite): Promise<Tally> => {
  console.log(`\n==== npm run ${script}`);
  const began = Date.now();
  const { exitCode, stdout } = await runChild('npm', ['run', script], { env });
  console.log(`==== npm run ${script}: ${((Date.now() - began) / 1000).toFixed(0)} s, exit code ${exitCode}`);
  const counted = isCounted ? tallyAtEnd(stdout) : oneCheck(exitCode === 0);
  const toldItsFailure = exitCode === 0 || (counted !== undefined && counted.failed > 0);
  return sum([counted ?? oneCheck(false), ...(toldItsFailure ? [] : [oneCheck(false)])]);
};

const tallies: Tally[] = [];
for (const suite of suites) tallies.push(await run(suite));
conclude(sum(tallies));
