import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { ROOT } from './proof/child.js';

/**
 * `npm run test:mutation`: changes the rooms that judge apps, and that read and edit their files, one expression at a
 * time, and counts the changes that no test of these rooms notices. With a file or a folder: that alone.
 *
 * `--static`: also what is evaluated once, while a file is loaded, such as a table. Each takes a process of its own.
 * `--survivors`: names what nothing noticed. `--record`: writes the scores for docs/proofs.md. `--anew`: forgets what
 * earlier runs found out. `--short`: one file, for `.ci/run`.
 */

const ROOMS = ['src/posture', 'src/metadata'];
const TESTS = [
  'test/posture/**/*.test.ts',
  'test/metadata/**/*.test.ts',
  // Saved results are read and merged by the action alone.
  'test/actions/report/{report,history,reportForged.property}.test.ts',
];
const LEAST_PERCENT = 85;
const SHORT = 'src/posture/waivers/apply.ts';

type Score = { mutants: number; detected: number; ignored: number };

const args = process.argv.slice(2);
const has = (flag: string): boolean => args.includes(flag);
const wanted = has('--short')
  ? [SHORT]
  : args.filter((arg) => !arg.startsWith('--')).map((path) => path.replace(/\/$/, ''));
const WORK = has('--short') ? '.stryker/short' : '.stryker';

const isDetected = ({ status }: MutantResult): boolean => status === 'Killed' || status === 'Timeout';
const isUndetected = ({ status }: MutantResult): boolean => status === 'Survived' || status === 'NoCoverage';

const scoreOf = (results: readonly MutantResult[]): Score => ({
  mutants: results.filter((one) => isDetected(one) || isUndetected(one)).length,
  detected: results.filter(isDetected).length,
  ignored: results.filter(({ status }) => status === 'Ignored').length,
});

const percentOf = ({ mutants, detected }: Omit<Score, 'ignored'>): number =>
  mutants === 0 ? 100 : (100 * detected) / mutants;

const fileOf = ({ fileName }: MutantResult): string => {
  const path = relative(ROOT, fileName).split(sep).join('/');
  return path.slice(path.lastIndexOf('src/'));
};

const line = (name: string, score: Score): string =>
  `${name.padEnd(46)}${String(score.detected).padStart(6)} of ${String(score.mutants).padStart(5)}${percentOf(score).toFixed(1).padStart(7)} %`;

const show = (mutant: MutantResult): string => {
  const { start } = mutant.location;
  const before = readFileSync(join(ROOT, fileOf(mutant)), 'utf8').split('\n')[start.line - 1] ?? '';
  const replacement = (mutant.replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 60);
  return `${fileOf(mutant)}:${start.line}:${start.column} ${mutant.mutatorName}: ${before.trim().slice(0, 80)} -> ${replacement}`;
};

// Once for each mutant: a few of the cases have to do.
process.env['PROPERTY_RUNS'] ??= '0.05';
// Always the same ones: so few can miss what a property must have seen, and a mutant would be noticed by chance.
process.env['PROPERTY_SEED'] ??= '1';
if (has('--anew') || has('--short')) rmSync(join(ROOT, WORK), { recursive: true, force: true });

type Kept = { files: Record<string, { mutants: { status: string }[] }> };

/**
 * Stryker knows which tests reach a mutant, but not for those that act while a file is loaded. It would keep what it
 * found out about them, whatever tests there are now, or what a run found out that tried them only on tests that reach
 * them later.
 */
const forgetSurvivors = (path: string): void => {
  if (!existsSync(path)) return;
  const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept;
  for (const [file, found] of Object.entries(kept.files)) {
    const isWanted = wanted.length === 0 || wanted.some((one) => file === one || file.startsWith(`${one}/`));
    if (isWanted) found.mutants = found.mutants.filter((one) => one.status !== 'Survived');
  }
  writeFileSync(path, JSON.stringify(kept));
};

if (has('--static')) forgetSurvivors(join(ROOT, WORK, 'incremental.json'));

const results = await new Stryker({
  mutate:
    wanted.length === 0 ? ROOMS.map((room) => `${room}/**/*.ts`) : wanted.flatMap((path) => [path, `${path}/**/*.ts`]),
  plugins: [join(ROOT, 'scripts/proof/mutantRunner.ts')],
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import=tsx', '--disable-warning=Warning'],
  ...{ sources: ROOMS.map((room) => `${room}/**/*.ts`), tests: TESTS },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  ignoreStatic: !has('--static'),
  incremental: true,
  incrementalFile: `${WORK}/incremental.json`,
  tempDirName: `${WORK}/sandbox`,
  ignorePatterns: ['/lib', '/docs/pictures', '/.sabotage', '/.stryker'],
  reporters: ['progress-append-only'],
  timeoutMS: 4000,
  timeoutFactor: 2,
  warnings: false,
}).runMutationTest();

const files = Map.groupBy(results, fileOf);
console.log();
for (const [file, mutants] of [...files].sort()) console.log(line(file, scoreOf(mutants)));
if (has('--survivors')) for (const mutant of results.filter(isUndetected)) console.log(show(mutant));

const rooms = Object.fromEntries(
  ROOMS.map((room) => [room, scoreOf(results.filter((mutant) => fileOf(mutant).startsWith(`${room}/`)))]),
);
const total = scoreOf(results);
console.log();
for (const [room, score] of Object.entries(rooms)) console.log(line(room, score));
console.log(line('all of them', total));
if (has('--record'))
  writeFileSync(join(ROOT, 'test/mutation.json'), `${JSON.stringify({ rooms, total }, undefined, 2)}\n`);
process.exitCode = total.mutants > 0 && percentOf(total) >= LEAST_PERCENT ? 0 : 1;
