import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CliResult } from '../simulator/cliLogin.js';
import { startCliOrg, type CliOrg } from './support/cliOrg.js';

describe('the views of sf oauth-posture audit, on an org where 60 apps fail', () => {
  let org: CliOrg;
  let shown: CliResult;
  let file: string;

  before(async () => {
    org = await startCliOrg({ isBare: true, generate: { connectedApps: 60, users: 3, on: 1 } });
    file = join(org.home.folder, 'posture.txt');
    shown = await org.audit(['--output-file', file]);
  });
  after(() => org.stop());

  const failing = (text: string): number => text.match(/^ {2}App_?\d+ \(/gm)?.length ?? 0;

  it('shows a summary where nobody chose a view, and gives the command that shows all', () => {
    expect(shown.exitCode).to.equal(30);
    expect(shown.stdout)
      .to.match(/^Fail: 60 apps$/m)
      .and.match(/^Worst 10 of 60 failures$/m);
    expect(shown.stdout).to.include('sf oauth-posture audit --target-org demo --view table');
    expect(failing(shown.stdout)).to.equal(10);
  });

  it('lists all of them in a file, which nobody has to scroll through', () => {
    expect(failing(readFileSync(file, 'utf8'))).to.equal(60);
  });

  it('says on stderr where it saved the result', () => {
    expect(shown.stderr.trim().split('\n').at(-1)).to.equal(`Saved the result to ${file} (format: human).`);
  });

  it('lists all of them with --view table', async () => {
    const { stdout } = await org.audit(['--view', 'table']);
    expect(failing(stdout)).to.equal(60);
  });
});
