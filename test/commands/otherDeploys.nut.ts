import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import type { CliResult } from '../simulator/cliLogin.js';
import { queueDeploy, type QueuedJob } from '../simulator/deploy/queue.js';
import { RUNS, startChangingOrgs, type ChangingOrg } from './support/changingOrg.js';
import { resultOf } from './support/cliOrg.js';
import { comesToBe, isStruck } from './support/interrupting.js';

/** Somebody else deploys an app at the very moment at which a run is about to. */
describe('an org is being changed while somebody else deploys to it', function () {
  this.timeout(180_000);
  let org: ChangingOrg;
  let theirs: string;

  before(async () => {
    [org] = (await startChangingOrgs(1)) as [ChangingOrg];
    theirs = textOf().replace('order-sync.example.com', 'orders.example.com');
  });
  after(() => org.stop());
  beforeEach(() => org.become('original'));

  const textOf = (): string => org.simulator.state.component('ConnectedApp', 'Order_Sync')?.text ?? '';

  /** The last look is over, and the deploy on its way. */
  const whileSending = async (args: readonly string[], happens: () => void): Promise<CliResult> => {
    org.simulator.fault({ kind: 'slow', ms: 1000, on: /^for good$/ });
    const run = org.start(args);
    expect(await comesToBe(() => isStruck(org.simulator))).to.equal(true);
    happens();
    return run.ended;
  };
  const queue = (asks: number): QueuedJob =>
    queueDeploy(org.simulator.state, {
      by: 'admin@example.com',
      changes: () => void org.simulator.setComponent('ConnectedApp', 'Order_Sync', theirs),
      asks,
    });

  it('a deploy that is ahead of its own is let pass, and what it changed is left alone', async () => {
    const ended = await whileSending(RUNS.remediate.args, () => void queue(8));
    const { outcomes, deploys } = resultOf<RemediationResult>(ended);
    expect(textOf()).to.equal(theirs);
    expect(outcomes.map(({ app, result, problem }) => [app.name, result, problem?.code])).to.deep.equal([
      ['Open_Reporting', 'verified', undefined],
      ['Order_Sync', 'not-attempted', 'changed-meanwhile'],
    ]);
    expect(deploys.filter(({ checkOnly }) => !checkOnly).map(({ status }) => status)).to.deep.equal([
      'Canceled',
      'Succeeded',
    ]);
    expect(ended.exitCode).to.equal(68);
  });

  it('one that ended between its look and its own is named, with whose it was, 32', async () => {
    let other: QueuedJob | undefined;
    const ended = await whileSending(
      RUNS.remediate.args.filter((arg) => arg !== '--json'),
      () => {
        other = queue(0);
        other.finish();
      },
    );
    expect(ended.exitCode).to.equal(32);
    const told = ended.stdout.replaceAll(/\s+/g, ' ');
    expect(told).to.include(`Deploy ${other?.id} by Administrator ended at`).and.to.include('may have overwritten');
  });

  it('one that waits is waited for, before anything is sent', async () => {
    const other = queue(4);
    const ended = await org.start(RUNS.remediate.args).ended;
    expect([other.isOver, textOf(), ended.exitCode]).to.deep.equal([true, theirs, 68]);
    expect(
      resultOf<RemediationResult>(ended).plan.skipped.map(({ app, reason }) => [app.name, reason]),
    ).to.deep.include(['Order_Sync', 'changed-since-plan']);
  });

  it('a record in text names the app that its plan still shows as changed', async () => {
    const other = queue(4);
    const file = join(org.home.folder, 'record.txt');
    const ended = await org.start([...RUNS.remediate.args, '--output-file', file]).ended;
    expect([other.isOver, ended.exitCode]).to.deep.equal([true, 68]);
    const [, outcome = ''] = readFileSync(file, 'utf8').split(/^(?=Result)/m);
    expect(outcome).to.include('Order_Sync');
  });

  it('where the org does not show such deploys, that is told, 0', async () => {
    const { state } = org.simulator;
    const { settings } = state;
    state.settings = { ...settings, deployRequests: 'refused' };
    const ended = await org.start(RUNS.remediate.args).ended;
    state.settings = settings;
    expect(ended.exitCode).to.equal(0);
    expect(resultOf<RemediationResult>(ended).notices.map(({ code }) => code)).to.include('other-deploys-unread');
  });
});
