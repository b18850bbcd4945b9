import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { RUNS, startChangingOrgs, type ChangingOrg } from './support/changingOrg.js';
import { resultOf } from './support/cliOrg.js';
import { comesToBe, isStruck } from './support/interrupting.js';

/** Longer than a look at a few apps may be old. */
const ASLEEP_MS = 11_000;

/** The process is stopped, as by a machine that is suspended, while the org answers its last look. */
describe('an org is being changed by a process that sleeps', function () {
  this.timeout(180_000);
  let org: ChangingOrg;
  before(async () => {
    [org] = (await startChangingOrgs(1)) as [ChangingOrg];
  });
  after(() => org.stop());

  const textOf = (): string => org.simulator.state.component('ConnectedApp', 'Order_Sync')?.text ?? '';

  /** The last answer before the deploy is the one with the apps. */
  const lastLookOf = async (args: readonly string[]): Promise<number> => {
    await org.start(args).ended;
    const entries = [...org.simulator.journal.entries];
    const sent = entries.findIndex(({ operation, detail }) => operation === 'deploy' && detail === 'for good');
    return entries.slice(0, sent).filter(({ operation }) => operation === 'checkRetrieveStatus').length;
  };

  it('after it wakes, it looks again: what another admin changed meanwhile is left alone, and the rest is done', async () => {
    const { args } = RUNS.remediate;
    org.become('original');
    const nth = await lastLookOf(args);
    org.become('original');
    const theirs = textOf().replace('order-sync.example.com', 'orders.example.com');
    org.simulator.fault({ kind: 'slow', ms: 500, on: 'checkRetrieveStatus', nth });
    const run = org.start(args);
    expect(await comesToBe(() => isStruck(org.simulator))).to.equal(true);
    run.kill('SIGSTOP');
    await pause(1000);
    org.simulator.setComponent('ConnectedApp', 'Order_Sync', theirs);
    await pause(ASLEEP_MS);
    run.kill('SIGCONT');
    const { outcomes, summary } = resultOf<RemediationResult>(await run.ended);
    expect(textOf()).to.equal(theirs);
    expect(outcomes.map(({ app, result, problem }) => [app.name, result, problem?.code])).to.deep.equal([
      ['Open_Reporting', 'verified', undefined],
      ['Order_Sync', 'not-attempted', 'changed-meanwhile'],
    ]);
    expect(org.simulator.journal.of('deploy').filter(({ detail }) => detail === 'for good')).to.have.length(1);
    expect(summary.exitCode).to.equal(68);
  });
});
