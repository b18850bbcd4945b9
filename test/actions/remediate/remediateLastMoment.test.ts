import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Prepared } from '../../../src/actions/remediate/prepared.js';
import { Progress } from '../../../src/actions/progress.js';
import { type Disk, disk } from '../../../src/files/disk.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
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

describe('a remediation whose machine sleeps between its last look and its deploy', () => {
  let org: RemediateOrg;
  const { now } = Date;
  let asleep: number;
  beforeEach(async () => {
    org = await startRemediateOrg();
    asleep = 0;
    Date.now = () => now() + asleep;
  });
  afterEach(async () => {
    Date.now = now;
    await org.stop();
  });

  const theyChange = (): unknown =>
    org.simulator.setComponent('ConnectedApp', 'Sync', org.textOf(SYNC).replace('<label>', '<label>New '));

  const expectLookedAgain = (result: RemediationResult): void => {
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'not-attempted', [POLICY]: 'verified' });
    expect(org.textOf(SYNC)).to.contain('<label>New ');
    expect(org.simulator.journal.of('deploy')).to.have.length(1);
    expect(result.summary.exitCode).to.equal(68);
  };

  it('looks again where it sleeps when everything is ready to be sent', async () => {
    const prepared = await org.prepare();
    org.simulator.journal.clear();
    const startDeploy: Prepared['door']['startDeploy'] = (files, options) => {
      if (asleep === 0) theyChange();
      asleep = 60_000;
      return prepared.door.startDeploy(files, options);
    };
    expectLookedAgain(await org.apply({ ...prepared, door: { ...prepared.door, startDeploy } }));
  });

  it('looks again where it sleeps while the org answers the look', async () => {
    const prepared = await org.prepare();
    org.simulator.journal.clear();
    const retrieve: Prepared['door']['retrieve'] = async (members) => {
      const answered = await prepared.door.retrieve(members);
      if (asleep === 0) theyChange();
      asleep = 60_000;
      return answered;
    };
    expectLookedAgain(await org.apply({ ...prepared, door: { ...prepared.door, retrieve } }));
  });

  it('sends nothing however often it sleeps, and says why, 1', async () => {
    const prepared = await org.prepare();
    org.simulator.journal.clear();
    const startDeploy: Prepared['door']['startDeploy'] = (files, options) => {
      asleep += 60_000;
      return prepared.door.startDeploy(files, options);
    };
    const result = await org.apply({ ...prepared, door: { ...prepared.door, startDeploy } });
    expect(result.outcomes.map(({ problem }) => problem?.code)).to.deep.equal(['not-started', 'not-started']);
    expect(result.outcomes[0]?.problem?.detail).to.match(/^last look: > 10/);
    expect([result.summary.exitCode, org.simulator.journal.of('deploy').length]).to.deep.equal([1, 0]);
  });
});
