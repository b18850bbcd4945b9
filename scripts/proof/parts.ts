import { join } from 'node:path';
import { ROOT, runChild } from './child.js';
import { runMocha, type MochaResult } from './mocha.js';
import { judgeSkips } from './skips.js';
import { conclude, oneCheck, sum, tallyLine, type Tally } from './tally.js';

/** Parts of a proof, one after the other. A failure stops nothing, so that one run tells all of it. */

export type Part = { title: string; run: () => Promise<{ tally: Tally; told?: string[]; output?: string }> };

export const check = (title: string, command: string, ...args: string[]): Part => ({
  title,
  run: async () => {
    const { exitCode, stdout, stderr } = await runChild(command, args, { show: false });
    return { tally: oneCheck(exitCode === 0), output: stdout + stderr };
  },
});

export const tests = (title: string, ...args: string[]): Part => ({
  title,
  run: async () => tallyOf(await runMocha([...TIMED, ...args])),
});

const TIMED = ['--require', join(ROOT, 'scripts/proof/times.ts')];

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

const runPart = async ({ title, run }: Part): Promise<{ tally: Tally; told: string[] }> => {
  const began = Date.now();
  const { tally, told = [], output = '' } = await run();
  console.log(`${output}== ${title}: ${tallyLine(tally)} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  return { tally, told: [...told, ...(tally.failed > 0 ? [`Not passed: ${title}`] : [])] };
};

/** What stands together in a stage runs at once: none of it waits for another. */
export const runStages = async (stages: readonly (readonly Part[])[]): Promise<void> => {
  process.chdir(ROOT);
  const ended: Awaited<ReturnType<typeof runPart>>[] = [];
  for (const stage of stages) ended.push(...(await Promise.all(stage.map(runPart))));
  for (const line of ended.flatMap(({ told }) => told)) console.log(line);
  conclude(sum(ended.map(({ tally }) => tally)));
};
