import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, runChild, type ChildOptions, type Ended } from './child.js';
import type { MochaCounts } from './countingReporter.js';

/** `counts` undefined: mocha did not get as far as running tests to their end. */
export type MochaResult = Ended & { counts: MochaCounts | undefined };

export const runMocha = async (args: readonly string[], options: ChildOptions = {}): Promise<MochaResult> => {
  const folder = mkdtempSync(join(tmpdir(), 'mocha-counts-'));
  const file = join(folder, 'counts.json');
  const reporter = [
    '--reporter',
    join(ROOT, 'scripts/proof/countingReporter.ts'),
    '--reporter-option',
    `output=${file}`,
  ];
  try {
    const ended = await runChild('mocha', [...reporter, ...args], options);
    return { ...ended, counts: readCounts(file) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const readCounts = (file: string): MochaCounts | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as MochaCounts;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
