import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import type { CliResult } from '../simulator/cliLogin.js';
import { finishDeploys } from '../simulator/deploy/operations.js';
import { REMEDIATE, RESTORE } from './support/changingOrg.js';
import { resultOf, startCliOrg, type CliOrg } from './support/cliOrg.js';
import { comesToBe, interruptDeploy } from './support/interrupting.js';
import { CTRL_C, ENTER, hasTerminals, onTerminal } from './support/terminal.js';
import { skipBecause } from '../skip.js';

const APPS = ['--app', 'Order_Sync', '--app', 'Open_Reporting'];
const ACKNOWLEDGED = 'Interrupted. Finishing safely';

const linesOf = (text: string): string[] => text.trim().split('\n');

describe('a result that does not contradict itself', () => {
  let org: CliOrg;
  beforeEach(async () => {
    org = await startCliOrg();
  });
  afterEach(() => org.stop());

  const cli = (...args: string[]): Promise<CliResult> => org.start(args).ended;

  it('a deploy that was interrupted: nothing is "not changed" whose end is not known yet', async () => {
    const args = [...REMEDIATE, ...APPS, '--no-prompt'];
    const { exitCode, stdout, stderr } = await interruptDeploy(org.simulator, 2, 'SIGINT', () => org.start(args));
    finishDeploys(org.simulator.state);
    expect(exitCode).to.equal(69);
    expect(stdout)
      .to.include("2 sent to the org, but its deploy hasn't ended")
      .and.not.match(/not changed/);
    const lines = linesOf(stderr);
    const at = lines.findIndex((line) => line.startsWith(ACKNOWLEDGED));
    expect(lines[at - 1]).to.equal('[6/8] Deploying 2 changes');
    expect(lines[at + 1]).to.equal('[7/8] Verifying 2 changes');
  });

  it('a plan that is applied twice: every change was made already', async () => {
    const apply = [...REMEDIATE, '--plan', 'plan.json', '--no-prompt'];
    await cli(...REMEDIATE, ...APPS, '--dry-run', '--save-plan', 'plan.json');
    await cli(...apply);
    const { exitCode, stdout } = await cli(...apply);
    expect(exitCode).to.equal(0);
    expect(stdout).to.include('Every planned change was already made.').and.not.include('No change was planned');
  });

  it('a remediation: connects once, and its steps end with the second audit', async () => {
    const { stderr } = await cli(...REMEDIATE, ...APPS, '--no-prompt');
    const lines = linesOf(stderr);
    expect(lines.filter((line) => line.includes('Connecting'))).to.deep.equal(['[1/8] Connecting to demo']);
    expect(lines.at(-1)).to.equal('[8/8] Auditing again');
  });

  it('a restore of everything but one user: its app is not as the snapshot has it', async () => {
    const kept = join(org.home.folder, 'kept');
    await cli(...REMEDIATE, '--no-prompt', '--snapshot-dir', kept, '--app', 'Legacy_Feed', '--app', 'Billing_Export');
    const [name = ''] = readdirSync(kept).filter((entry) => entry !== '.gitignore');
    const restore = [...RESTORE, '--snapshot', join(kept, name)];
    const dry = await cli(...restore, '--dry-run');
    expect(dry.exitCode).to.equal(1);
    expect(dry.stdout).to.match(/Legacy_Feed: validated by the org without its Run As user/);
    const { exitCode, stdout } = await cli(...restore, '--no-prompt');
    expect(exitCode).to.equal(68);
    expect(stdout)
      .to.include('1 restored and verified\n')
      .and.include('1 restored without its Run As user\n')
      .and.include('Without integration.retired@example.com as its Run As user, the app issues no token.');
    const again = await cli(...restore, '--no-prompt');
    expect(again.exitCode).to.equal(1);
    expect(again.stdout).to.include('Nothing more can be restored').and.not.include('Nothing to restore');
  });

  it('the same for machines', async () => {
    const kept = join(org.home.folder, 'kept');
    await cli(...REMEDIATE, '--no-prompt', '--snapshot-dir', kept, '--app', 'Legacy_Feed');
    const [name = ''] = readdirSync(kept).filter((entry) => entry !== '.gitignore');
    const ended = await cli(...RESTORE, '--snapshot', join(kept, name), '--no-prompt', '--json');
    const { outcomes } = resultOf<RemediationResult>(ended);
    expect(outcomes.map(({ result, problem }) => [result, problem?.code, problem?.detail])).to.deep.equal([
      ['verified', 'user-left-out', 'integration.retired@example.com'],
    ]);
  });

  describe('on a terminal', () => {
    before(function () {
      if (!hasTerminals()) skipBecause(this, 'this system has no `script` of util-linux, which makes a terminal');
    });

    it('an answer of no: canceled, and the apps still fail', async () => {
      const terminal = onTerminal(org.home, [...REMEDIATE, ...APPS]);
      await terminal.shows('in PRODUCTION org');
      terminal.type(`n${ENTER}`);
      expect(await terminal.ended).to.equal(1);
      expect(terminal.screen())
        .to.include('Canceled: nothing was changed')
        .and.include('You answered no, so none of the planned changes was made.')
        .and.include('2 failing apps are unchanged, so the next audit reports them again.');
    });

    it('an error: the step before it is not shown as done', async () => {
      const terminal = onTerminal(org.home, ['oauth-posture', 'audit', '--target-org', 'nobody']);
      expect(await terminal.ended).to.equal(1);
      expect(terminal.screen())
        .to.include('Connecting to nobody... failed')
        .and.not.include('Connecting to nobody... done');
    });

    it('Ctrl-C: acknowledged at once, while the org still holds its answer', async () => {
      org.simulator.fault({ kind: 'never-done', on: 'deploy', nth: 2 });
      const terminal = onTerminal(org.home, [...REMEDIATE, ...APPS, '--no-prompt']);
      const { journal } = org.simulator;
      expect(
        await comesToBe(() => journal.of('deploy').length === 2 && journal.entries.at(-1)?.poll === true),
      ).to.equal(true);
      terminal.type(CTRL_C);
      await terminal.shows(ACKNOWLEDGED);
      // The shell of the terminal got the Ctrl-C too, and may put its own code in place of the command's.
      await terminal.ended;
      expect(terminal.screen())
        .to.include('Exit code 69')
        .and.include('Deploying 2 changes... interrupted')
        .and.not.include('Deploying 2 changes... done');
    });
  });
});
