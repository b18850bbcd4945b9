import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './proof/child.js';
import { reachedFrom } from './proof/imports.js';
import { runStages, tests } from './proof/parts.js';
import { keptTimes } from './proof/times.js';

/**
 * `npm run test:changed`: the tests that what is not committed yet can break, the nearest ones first, as many as fit
 * into half a minute. With a branch or a commit: what was changed since then. `--all` runs them all, however long.
 * What did not fit is named: a green end says nothing about it.
 */

const HALF_A_MINUTE = 25_000;
const AT_ONCE = 2;

/** A test of the command line starts processes, and needs `npm run compile`. */
const guessed = (file: string): number => (file.endsWith('.nut.ts') ? 20_000 : 1500);

const git = (...args: string[]): string[] =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);

const isThere = (file: string): boolean => existsSync(join(ROOT, file));

const [base = 'HEAD'] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const wantsAll = process.argv.includes('--all');

const [since = base] = git('merge-base', base, 'HEAD');
const untracked = git('ls-files', '--others', '--exclude-standard');
const changed = [...new Set([...git('diff', '--name-only', since), ...untracked])];
const modules = [...git('ls-files', '*.ts', '*.js'), ...untracked.filter((file) => /\.[tj]s$/.test(file))].filter(
  (file) => isThere(file),
);
const reached = reachedFrom(changed, new Map(modules.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')])));

const times = keptTimes();
const ofTests = [...reached]
  .filter(([file]) => /\.(test|nut)\.ts$/.test(file) && isThere(file))
  .map(([file, distance]) => ({ file, distance, time: times.get(file) ?? guessed(file) }))
  .sort((one, other) => one.distance - other.distance || one.time - other.time);

let left = HALF_A_MINUTE * AT_ONCE;
const fits = ({ time }: { time: number }): boolean => {
  if (!wantsAll && (time > HALF_A_MINUTE || time > left)) return false;
  left -= time;
  return true;
};
const chosen = ofTests.filter(fits);
const others = ofTests.filter((one) => !chosen.includes(one));

console.log(`${changed.length} files changed since ${base}; ${ofTests.length} test files can notice it.`);
const isCommandLine = ({ file }: { file: string }): boolean => file.endsWith('.nut.ts');
if (chosen.some(isCommandLine)) execFileSync('tsc', ['-p', '.'], { cwd: ROOT, stdio: 'inherit' });
if (chosen.length > 0)
  await runStages([[tests('tests', '--parallel', '--jobs', String(AT_ONCE), ...chosen.map(({ file }) => file))]]);
if (others.length > 0)
  console.log(`Not run, for want of time (--all runs them):\n${others.map(({ file }) => `  ${file}`).join('\n')}`);
