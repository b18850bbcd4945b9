import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import type { SnapshotAfter } from '../../src/remediation/model/saved.js';
import type { CliResult, StartedCli } from '../simulator/cliLogin.js';
import { queueDeploy, type QueuedJob } from '../simulator/deploy/queue.js';
import type { FaultRule } from '../simulator/faults.js';
import { setDeployRules } from '../simulator/deploy/rules.js';
import { AT_ONCE, RESTORE, RUNS, startChangingOrgs, type ChangingOrg } from './support/changingOrg.js';
import { printed, resultOf } from './support/cliOrg.js';
import { comesToBe, interrupt, isStruck } from './support/interrupting.js';

const FOLDER = 'oauth-posture-snapshots';

/** The org has, or may have, a deploy of which the run that sent it does not know. */
describe('an org is to be changed back while the deploy of a run may still wait in it', function () {
  this.timeout(180_000);
  let org: ChangingOrg;
  let other: QueuedJob;

  before(async () => {
    [org] = (await startChangingOrgs(1)) as [ChangingOrg];
  });
  after(() => org.stop());
  beforeEach(() => {
    rmSync(join(org.home.folder, FOLDER), { recursive: true, force: true });
    org.become('original');
  });

  const snapshot = (): string =>
    join(
      FOLDER,
      (existsSync(join(org.home.folder, FOLDER)) ? readdirSync(join(org.home.folder, FOLDER))[0] : undefined) ?? 'none',
    );
  const restore = (): string[] => [...RESTORE, '--snapshot', snapshot(), ...AT_ONCE];
  /** Ahead of the one of the run, so that this one waits. */
  const queueAhead = (): void => {
    other = queueDeploy(org.simulator.state, { by: 'admin@example.com', asks: Infinity });
  };
  const deploysOf = (): SnapshotAfter['deploys'] =>
    (JSON.parse(readFileSync(join(org.home.folder, snapshot(), 'after.json'), 'utf8')) as SnapshotAfter).deploys;

  const restoreWhileItWaits = async (letItRun: () => void): Promise<CliResult> => {
    const run = org.start(restore());
    expect(await comesToBe(() => org.simulator.journal.of('toolingQuery').length > 3)).to.equal(true);
    expect(org.changedSince('original'), 'it waits').to.deep.equal([]);
    letItRun();
    return run.ended;
  };
  const endUnknownIn = (ended: CliResult): string | undefined =>
    resultOf<RemediationResult>(ended).notices.find(({ code }) => code === 'run-end-unknown')?.code;
  const isPutBack = (ended: CliResult): void => {
    expect([ended.exitCode, org.changedSince('original')]).to.deep.equal([0, []]);
    expect(resultOf<RemediationResult>(ended).summary.verified).to.equal(2);
  };

  it('because its answer was lost: waits for it, and puts back what it did', async () => {
    const { state } = org.simulator;
    org.simulator.fault({ kind: 'reset-after', on: 'deploy', nth: 2 });
    setDeployRules(state, { staysPending: ({ checkOnly }) => !checkOnly });
    const { exitCode } = await org.start(RUNS.remediate.args).ended;
    expect([exitCode, deploysOf().map(({ id }) => id)]).to.deep.equal([32, [undefined]]);
    isPutBack(await restoreWhileItWaits(() => setDeployRules(state, { staysPending: () => false })));
  });

  describe('because it has sent nothing yet', () => {
    /** Another deploy arrives after the run has made sure that there is none, and before it looks for the last time. */
    const holdBack = async (): Promise<StartedCli> => {
      const run = org.start(RUNS.remediate.args);
      org.simulator.fault({ kind: 'answer', on: 'toolingQuery', body: (truth) => (queueAhead(), truth.body) });
      expect(await comesToBe(() => existsSync(join(org.home.folder, snapshot(), 'after.json')))).to.equal(true);
      expect(deploysOf()).to.deep.equal([]);
      return run;
    };

    it('does not say that there is nothing to do while that run is alive, 1', async () => {
      const run = await holdBack();
      const early = await org.start(restore()).ended;
      expect([early.exitCode, printed(early).name]).to.deep.equal([1, 'RunStillRunningError']);
      const forced = await org.start([...restore(), '--force']).ended;
      expect([forced.exitCode, endUnknownIn(forced)]).to.deep.equal([32, 'run-end-unknown']);
      other.finish();
      expect((await run.ended).exitCode).to.equal(0);
      isPutBack(await org.start(restore()).ended);
    });

    it('says that there is nothing to do once that run was killed, 0, unless it ran elsewhere, 32', async () => {
      const run = await holdBack();
      run.kill('SIGKILL');
      await run.ended;
      const ended = await org.start(restore()).ended;
      expect([ended.exitCode, resultOf<RemediationResult>(ended).mode]).to.deep.equal([0, 'nothing-to-do']);
      const file = join(org.home.folder, snapshot(), 'after.json');
      const after = JSON.parse(readFileSync(file, 'utf8')) as Required<SnapshotAfter>;
      writeFileSync(file, JSON.stringify({ ...after, run: { ...after.run, host: 'another-machine' } }));
      const elsewhere = await org.start(restore()).ended;
      expect([elsewhere.exitCode, endUnknownIn(elsewhere)]).to.deep.equal([32, 'run-end-unknown']);
    });
  });

  describe('because it was killed right after it was sent', () => {
    const kill = async (fault: Pick<FaultRule, 'kind' | 'ms'>): Promise<void> => {
      org.simulator.fault({ ...fault, on: /^for good$/ });
      const { held } = await interrupt(org.start(RUNS.remediate.args), () => isStruck(org.simulator), 'SIGKILL');
      expect([held, deploysOf().map(({ id }) => id)]).to.deep.equal([true, [undefined]]);
      org.simulator.clearFaults();
    };

    it('does not say that there is nothing to do as long as it may be on its way, 1', async () => {
      await kill({ kind: 'never' });
      const ended = await org.start(restore()).ended;
      expect([ended.exitCode, printed(ended).name]).to.deep.equal([1, 'DeployMayArriveError']);
      expect(org.changedSince('original')).to.deep.equal([]);
    });

    it('waits for it, and puts back what it did', async () => {
      await kill({ kind: 'slow', ms: 4000 });
      queueAhead();
      await pause(4500);
      isPutBack(await restoreWhileItWaits(() => other.finish()));
    });

    it('and the next run names the snapshot and the command that undoes it', async () => {
      await kill({ kind: 'never' });
      const args = RUNS.remediate.args.filter((arg) => arg !== '--no-prompt');
      const ended = await org.start([...args, '--no-prompt', '--dry-run']).ended;
      const told = resultOf<RemediationResult>(ended).notices.find(({ code }) => code === 'unfinished-run');
      expect(told?.data?.['snapshot']).to.equal(join(org.home.folder, snapshot()));
      expect(told?.data?.['apps']).to.include('Order_Sync');
      const shown = await org.start([...args.filter((arg) => arg !== '--json'), '--dry-run', '--no-prompt']).ended;
      expect(shown.stdout.replaceAll(/ \\\n\s*/g, ' ')).to.include(
        `sf oauth-posture restore --target-org demo --snapshot ${join(org.home.folder, snapshot())}`,
      );
    });
  });
});
