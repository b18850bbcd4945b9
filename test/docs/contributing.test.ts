import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { runChild } from '../../scripts/proof/child.js';
import { apply, blocksOf, copyOfProject } from './support/workedExample.js';

/** Whoever follows a worked example ends with a project that compiles and passes what every control and format has to pass. */

const EXAMPLES = ['docs/contributing/control.md', 'docs/contributing/format.md'];

const OWN_TESTS = ['test/posture/controls/ipRelaxation.test.ts', 'test/reports/prometheus.test.ts'];

const TESTS = [
  ...OWN_TESTS,
  'test/posture/controls/controls.test.ts',
  'test/posture/waivers/page.test.ts',
  'test/reports/formats.test.ts',
  'test/reports/gaps.test.ts',
  'test/reports/texts.test.ts',
  'test/messages/voice.test.ts',
];

describe('the worked examples for contributors', () => {
  let copy: string;
  before(() => {
    copy = mkdtempSync(join(tmpdir(), 'oauth-posture-example-'));
    copyOfProject(copy);
  });
  after(() => rmSync(copy, { recursive: true, force: true }));

  const run = async (...command: [string, ...string[]]): Promise<void> => {
    const [program, ...args] = command;
    const { exitCode, stdout, stderr } = await runChild(program, args, { folder: copy, show: false });
    expect(exitCode, stdout + stderr).to.equal(0);
  };

  for (const example of EXAMPLES)
    it(`${example} fits the project as it is`, () => {
      const blocks = blocksOf(example);
      expect(blocks.length).to.be.greaterThan(5);
      for (const block of blocks) apply(copy, block);
    });

  it('compile', () => {
    const include = ['../src', ...OWN_TESTS.map((file) => join('..', file))];
    writeFileSync(join(copy, 'test/example.json'), JSON.stringify({ extends: './tsconfig.json', include }));
    return run(resolve('node_modules/.bin/tsc'), '-p', 'test/example.json');
  });

  it('pass the tests that every control and format has to pass', () =>
    run(resolve('node_modules/.bin/mocha'), ...TESTS));
});
