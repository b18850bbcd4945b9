import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, runChild, type ChildOptions, type Ended } from './child.js';
import type { MochaCounts } from './countingReporter.js';

/** `counts` undefined: mocha did not get as far as running tests to their end. */
export type MochaResult = Ended & { counts: MochaCounts | undefined };

/** What `mocha` itself starts, once it has read the options of Node: without a process in between. */
const MOCHA = join(ROOT, 'node_modules/mocha/lib/cli/cli.js');
const { 'node-option': ofNode } = JSON.parse(readFileSync(join(ROOT, '.mocharc.json'), 'utf8')) as {
  'node-option': string[];
};
const NODE_OPTIONS = ofNode.map((option) => `--${option}`);
/** What JavaScript needs: half of the time that a test file takes to load is spent on TypeScript. */
const WITHOUT_TYPESCRIPT = NODE_OPTIONS.filter((option) => option !== '--import=tsx');

type Options = ChildOptions & {
  /** The test files are JavaScript already. */
  isCompiled?: boolean;
};

export const runMocha = async (
  args: readonly string[],
  { isCompiled = false, ...options }: Options = {},
): Promise<MochaResult> => {
  const nodeOptions = isCompiled ? WITHOUT_TYPESCRIPT : NODE_OPTIONS;
  const folder = mkdtempSync(join(tmpdir(), 'mocha-counts-'));
  const file = join(folder, 'counts.json');
  const reporter = [
    '--reporter',
    join(ROOT, 'scripts/proof/countingReporter.ts'),
    '--reporter-option',
    `output=${file}`,
  ];
  try {
    const ended = await runChild('node', [...nodeOptions, MOCHA, ...reporter, ...args], options);
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
