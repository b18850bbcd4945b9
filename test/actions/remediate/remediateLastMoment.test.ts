import { expect } from 'chai';
import { Progress } from '../../../src/actions/progress.js';
import { outcomesIn, POLICY, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

describe('a remediation that is interrupted right before its first deploy', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
  });
  afterEach(() => org.stop());

  it('sends none, and says that nothing was attempted', async () => {
    const progress = new Progress({
      mode: 'lines',
      spinner: { start: () => undefined, stop: () => undefined },
      write: (text) => {
        if (text.includes('deploy')) setImmediate(() => org.abortion.abort());
      },
      say: (step) => step,
    });
    const before = [org.textOf(SYNC), org.textOf(POLICY)];
    const prepared = await org.prepare();
    org.simulator.journal.clear();
    const result = await org.apply(prepared, { progress });
    expect(org.simulator.journal.of('deploy')).to.deep.equal([]);
    expect([org.textOf(SYNC), org.textOf(POLICY)]).to.deep.equal(before);
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'not-attempted', [POLICY]: 'not-attempted' });
    expect(result.outcomes.map(({ problem }) => problem?.code)).to.deep.equal(['interrupted', 'interrupted']);
    expect(result.summary.exitCode).not.to.equal(0);
  });
});
