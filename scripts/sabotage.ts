import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
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

const asScript = (path: string): string => path.replace(/\.ts$/, '.js');

/** A test and all that it imports are compiled beside their source, once, because each mistake loads them anew. */
const compile = (path: string): void => {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true };
  const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), { compilerOptions });
  writeFileSync(asScript(path), outputText);
};

const copyFrom = (folder: string, name: string): string => {
  const copy = join(HERE, name);
  mkdirSync(copy, { recursive: true });
  for (const path of COPIED) cpSync(join(folder, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
};

/** The source stays beside what is compiled, for tests that read it or start a process of their own from it. */
const compiledCopy = (name: string): string => {
  const copy = copyFrom(ROOT, name);
  for (const folder of ['src', 'test'])
    for (const file of readdirSync(join(copy, folder), { recursive: true, encoding: 'utf8' }))
      if (file.endsWith('.ts')) compile(join(copy, folder, file));
  return copy;
};

/** A mistake may leave a test waiting for ever. */
const LONGEST = '60000';

const compiled = (test: string): string => asScript(`test/${test}`);
const inCopy = (folder: string) => ({ folder, show: false, isCompiled: true });

const runTest = (copy: string, { file, title }: Patch['test']): Promise<MochaResult> =>
  runMocha(['--timeout', LONGEST, '--exit', '--fgrep', title, compiled(file)], inCopy(copy));

const asPattern = (title: string): string => title.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Every test that is to go red has to be there, and green, before anything is broken; what stands beside it is for `npm test`. */
const proveGreen = async (copy: string): Promise<true | string> => {
  const files = new Set(patches.map(({ test }) => compiled(test.file)));
  const titles = new Set(patches.map(({ test }) => asPattern(test.title)));
  const { counts, stdout } = await runMocha(
    ['--parallel', '--jobs', String(AT_ONCE), '--grep', [...titles].join('|'), ...files],
    inCopy(copy),
  );
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
  compile(path);
  try {
    const { counts, stdout, stderr } = await runTest(copy, test);
    if (counts === undefined) return `The tests did not run:\n${stdout}\n${stderr}`;
    return counts.failed.some((title) => title.includes(test.title)) || `"${test.title}" stays green`;
  } finally {
    writeFileSync(path, sound);
    compile(path);
  }
};

const checks = new Checks();
rmSync(HERE, { recursive: true, force: true });
try {
  const first = compiledCopy('0');
  const copies = [first, ...Array.from({ length: AT_ONCE - 1 }, (_, number) => copyFrom(first, String(number + 1)))];
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
