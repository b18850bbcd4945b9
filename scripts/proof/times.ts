import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Context } from 'mocha';
import { ROOT } from './child.js';

/** How long each test file takes, as `npm test` saw it last on this machine: a root hook of mocha, which runs once a file. */

const KEPT = join(ROOT, 'node_modules/.cache/test-times.txt');

let began = 0;

export const mochaHooks = {
  beforeAll: (): void => {
    began = performance.now();
  },
  // The file is known to the suites below the root alone, which mocha hands over as `this`.
  afterAll(this: Context): void {
    const file = this.test?.parent?.suites[0]?.file;
    if (file === undefined) return;
    mkdirSync(dirname(KEPT), { recursive: true });
    appendFileSync(KEPT, `${relative(ROOT, file)}\t${Math.round(performance.now() - began)}\n`);
  },
};

/** Milliseconds by file; nothing where no run was seen. */
export const keptTimes = (): ReadonlyMap<string, number> => {
  try {
    const lines = readFileSync(KEPT, 'utf8').trimEnd().split('\n');
    return new Map(lines.map((line) => line.split('\t')).map(([file = '', time]) => [file, Number(time)]));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
};
