import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { commandLine } from '../simulator/cliLogin.js';
import { runChild } from '../../scripts/proof/child.js';

describe('the help and the flags of the real command', () => {
  const home = mkdtempSync(join(tmpdir(), 'oauth-posture-help-'));
  const [node = '', ...start] = commandLine();
  const run = (...args: string[]) =>
    runChild(node, [...start, 'oauth-posture', ...args], { folder: home, env: { HOME: home }, show: false });
  after(() => rmSync(home, { recursive: true, force: true }));

  it('names the values of flags, and puts related flags under a heading', async () => {
    const { stdout } = await run('audit', '--help');
    expect(stdout)
      .to.match(/--wait=<minutes>/)
      .and.match(/--output-file=<path>\.\.\./);
    for (const group of ['FLAGS', 'ORG FLAGS', 'OUTPUT FLAGS', 'POLICY FLAGS', 'GLOBAL FLAGS'])
      expect(stdout).to.match(new RegExp(`^${group}$`, 'm'));
  });

  for (const wrong of [['--no-such-flag'], ['--view', 'everything'], ['--wait', 'long']])
    it(`${wrong.join(' ')} ends with 2, as wrong flags of any command of the Salesforce CLI do`, async () => {
      const { exitCode, stdout } = await run('audit', ...wrong);
      expect([exitCode, stdout]).to.deep.equal([2, '']);
    });
});
