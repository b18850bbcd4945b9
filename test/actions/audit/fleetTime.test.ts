import { expect } from 'chai';
import { cpuTime } from '../../cpuTime.js';
import { auditedIn, startFleet, type Fleet } from '../support/fleet.js';

const ORGS = 40;
const LANES = 20;
const SLOW = 3;

/** Orgs that answer after a while: what an audit of them takes is mostly waiting, which 20 lanes do at the same time. */
describe('the time that 40 orgs take', () => {
  let fleet: Fleet;
  before(async () => {
    fleet = await startFleet(Array.from({ length: ORGS }, () => ({ latency: 100 })));
  });
  after(() => fleet.stop());

  /** Without what this process computed meanwhile: it plays the orgs, too, and a busy machine stretches that. */
  const waited = async (orgs: readonly string[]): Promise<number> => {
    const [began, computed] = [performance.now(), cpuTime()];
    const report = await fleet.audit({ orgs: [...orgs], concurrency: LANES });
    expect(auditedIn(report)).to.have.length(orgs.length);
    return performance.now() - began - (cpuTime() - computed);
  };

  it('is near that of the slowest, or of all divided by --concurrency', async () => {
    const [first = '', ...others] = fleet.names;
    await waited([first]);
    const one = await waited([first]);
    const slowest = fleet.orgs[1];
    if (slowest) slowest.state.settings = { ...slowest.state.settings, latency: 100 * SLOW };
    const expected = Math.max(SLOW * one, ((ORGS - 1 + SLOW) * one) / LANES);
    const all = await waited([first, ...others]);
    expect(all, `one org: ${one} ms`).to.be.below(3 * expected);
  });
});
