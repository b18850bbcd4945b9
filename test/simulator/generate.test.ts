import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { cpuTime } from '../cpuTime.js';
import { query, soap } from './ask.js';
import { startSimulator } from './simulator.js';

const NOW = Date.parse('2026-05-10T12:00:00Z');

describe('a generated org', () => {
  it('is the same for the same seed and another for another', async () => {
    const fingerprint = async (seed: number): Promise<string> => {
      const size = { seed, connectedApps: 40, externalClientApps: 40, users: 12, logins: 100 };
      const org = await startSimulator({ generate: size, now: () => NOW });
      await org.stop();
      const content = JSON.stringify([[...org.state.components], [...org.state.rows]]);
      return createHash('sha256').update(content).digest('hex');
    };
    expect(await fingerprint(7)).to.equal(await fingerprint(7));
    expect(await fingerprint(7)).not.to.equal(await fingerprint(8));
  });

  it('of 5,000 apps of each kind, 500 users and 100,000 log-ins is there in seconds', async () => {
    const size = { connectedApps: 5000, externalClientApps: 5000, users: 500, logins: 100_000 };
    const begun = cpuTime();
    const org = await startSimulator({ generate: size });
    expect(cpuTime() - begun).to.be.below(8000);
    const { totalSize } = await query(org, 'SELECT COUNT() FROM LoginHistory');
    const { body } = await soap(org, 'listMetadata', '<queries><type>ConnectedApp</type></queries>');
    expect([totalSize, body.split('<result>').length - 1]).to.deep.equal([100_000, 5000]);
    await org.stop();
  });
});
