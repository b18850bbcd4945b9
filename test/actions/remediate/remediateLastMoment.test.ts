import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { Progress } from '../../../src/actions/progress.js';
import { type Disk, disk } from '../../../src/files/disk.js';
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

describe('a remediation whose disk stalls between its last look and its deploy', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
  });
  afterEach(() => org.stop());

  it('looks again: what somebody changed meanwhile is left alone, and the rest is done', async () => {
    const theirs = (org.textOf(SYNC) ?? '').replace('<label>', '<label>New ');
    let stalls = 1;
    const write: Disk['write'] = async (path, content, mode) => {
      if (path.endsWith('after.json') && String(content).includes('"unknown"') && stalls > 0) {
        stalls -= 1;
        await sleep(3200);
        org.simulator.setComponent('ConnectedApp', 'Sync', theirs);
      }
      return disk.write(path, content, mode);
    };
    const prepared = await org.prepare();
    org.simulator.journal.clear();
    const result = await org.apply(prepared, { disk: { ...disk, write } });
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'not-attempted', [POLICY]: 'verified' });
    expect(org.textOf(SYNC)).to.equal(theirs);
    expect(org.simulator.journal.of('deploy')).to.have.length(1);
    expect(result.summary.exitCode).to.equal(68);
  });

  it('deploys on no old look, however often it stalls: refuses after the fourth time, and changes nothing, 1', async () => {
    const { now } = Date;
    let asleep = 0;
    const write: Disk['write'] = (path, content, mode) => {
      if (path.endsWith('after.json') && String(content).includes('"unknown"')) asleep += 4000;
      return disk.write(path, content, mode);
    };
    const prepared = await org.prepare();
    org.simulator.journal.clear();
    Date.now = () => now() + asleep;
    try {
      const result = await org.apply(prepared, { disk: { ...disk, write } });
      expect(asleep).to.equal(4 * 4000);
      expect(result.outcomes.map(({ problem }) => problem?.code)).to.deep.equal(['not-started', 'not-started']);
      expect([result.summary.exitCode, org.simulator.journal.of('deploy').length]).to.deep.equal([1, 0]);
    } finally {
      Date.now = now;
    }
  });

  it('deploys on no old look where the clock is set back meanwhile', async () => {
    const { now } = Date;
    let hours = 0;
    const write: Disk['write'] = async (path, content, mode) => {
      if (path.endsWith('after.json') && String(content).includes('"unknown"') && hours === 0) {
        hours = 2;
        await sleep(3200);
        org.simulator.setComponent('ConnectedApp', 'Sync', org.textOf(SYNC).replace('<label>', '<label>New '));
      }
      return disk.write(path, content, mode);
    };
    const prepared = await org.prepare();
    Date.now = () => now() - hours * 3_600_000;
    try {
      const result = await org.apply(prepared, { disk: { ...disk, write } });
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'not-attempted', [POLICY]: 'verified' });
    } finally {
      Date.now = now;
    }
  });
});
