import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allPatches } from '../test/sabotage/all.js';
import type { Patch } from '../test/sabotage/patch.js';
import { ROOT } from './proof/child.js';
import { Checks } from './proof/checks.js';
import { runMocha, type MochaResult } from './proof/mocha.js';

/**
 * `npm run test:sabotage`: makes one plausible mistake after the other in a copy of the project, and wants the test
 * that exists because of it to go red. With a part of their names, those mistakes alone.
 */

const HERE = join(ROOT, '.sabotage');
const COPIED = ['src', 'test', 'messages', 'package.json', 'tsconfig.json', '.mocharc.json', 'docs', 'bin'];
/** A test waits for its org at times: one more than a small machine has cores. */
const AT_ONCE = 3;

const [wanted = ''] = process.argv.slice(2);
const patches = allPatches.filter(({ name }) => name.includes(wanted));
if (patches.length === 0) throw new Error(`No mistake is called "${wanted}".`);

const makeCopy = (name: string): string => {
  const copy = join(HERE, name);
  mkdirSync(copy, { recursive: true });
  for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
};

/** A mistake may leave a test waiting for ever. */
const LONGEST = '60000';

const runTest = (copy: string, { file, title }: Patch['test']): Promise<MochaResult> =>
  runMocha(['--timeout', LONGEST, '--exit', '--fgrep', title, `test/${file}`], { folder: copy, show: false });

/** Every test that is to go red has to be there, and green, before anything is broken. */
const proveGreen = async (copy: string): Promise<true | string> => {
  const files = new Set(patches.map(({ test }) => `test/${test.file}`));
  const { counts, stdout } = await runMocha(['--parallel', '--jobs', String(AT_ONCE), ...files], {
    folder: copy,
    show: false,
  });
  if (counts === undefined) return `The tests did not run:\n${stdout}`;
  if (counts.failed.length > 0) return `Red already:\n${counts.failed.join('\n')}`;
  const missing = patches.filter(({ test }) => !counts.passed.some((title) => title.includes(test.title)));
  return missing.length === 0 || missing.map(({ name, test }) => `${name}: no test "${test.title}"`).join('\n');
};

const proveRed = async (copy: string, { file, find, replace, test }: Patch): Promise<true | string> => {
  const path = join(copy, 'src', file);
  const sound = readFileSync(path, 'utf8');
  const places = sound.split(find).length - 1;
  if (places !== 1) return `${file} holds the text to be replaced ${places} times`;
  writeFileSync(
    path,
    sound.replace(find, () => replace),
  );
  try {
    const { counts, stdout, stderr } = await runTest(copy, test);
    if (counts === undefined) return `The tests did not run:\n${stdout}\n${stderr}`;
    return counts.failed.some((title) => title.includes(test.title)) || `"${test.title}" stays green`;
  } finally {
    writeFileSync(path, sound);
  }
};

const checks = new Checks();
rmSync(HERE, { recursive: true, force: true });
try {
  const copies = Array.from({ length: AT_ONCE }, (_, number) => makeCopy(String(number)));
  const [first = ''] = copies;
  const isGreen = await checks.that('every test is green before anything is broken', () => proveGreen(first));
  // Where a test is red already, that it goes red would prove nothing.
  const waiting = isGreen ? [...patches] : [];
  const work = async (copy: string): Promise<void> => {
    for (let patch = waiting.shift(); patch; patch = waiting.shift()) {
      const broken = patch;
      await checks.that(broken.name, () => proveRed(copy, broken));
    }
  };
  await Promise.all(copies.map(work));
} finally {
  rmSync(HERE, { recursive: true, force: true });
}
checks.conclude();
