import { expect } from 'chai';
import type { SkipReason } from '../../../src/remediation/model/result.js';
import { queueDeploy } from '../../simulator/deploy/queue.js';
import {
  HARDEN,
  INSIDE,
  INTEGRATION,
  OTHER,
  OUTSIDE,
  POLICY,
  rangesFile,
  startHardeningOrg,
  type HardeningOrg,
} from '../support/hardeningOrg.js';
import { outcomesIn } from '../support/remediateOrg.js';

describe('what a hardening rests on changes while the run asks', () => {
  let org: HardeningOrg;
  before(async () => (org = await startHardeningOrg()));
  beforeEach(() => org.reset());
  after(() => org.stop());

  const changes: Array<[story: string, reason: SkipReason, change: () => void]> = [
    [
      'another admin moves the ranges away from the client',
      'harden-addresses-outside',
      () => void org.simulator.setComponent('Profile', 'Narrow', rangesFile(['127.0.0.8', '127.0.0.15'])),
    ],
    [
      'another admin removes the ranges',
      'harden-no-ranges',
      () => void org.simulator.setComponent('Profile', 'Narrow', rangesFile()),
    ],
    ['a client logs in from outside the ranges', 'harden-addresses-outside', () => org.addLogin({ SourceIp: OUTSIDE })],
  ];
  for (const [story, reason, change] of changes)
    it(`${story}: nothing is changed, and the run says so`, async () => {
      const before = org.textOf(POLICY);
      const prepared = await org.prepare(HARDEN);
      const result = await org.apply(prepared, { approve: () => (change(), Promise.resolve(true)) });
      expect(result.plan.skipped.map((skip) => skip.reason)).to.deep.equal([reason]);
      expect([org.textOf(POLICY), result.summary.exitCode]).to.deep.equal([before, 1]);
      expect(await org.token(INSIDE)).to.equal('issued');
    });

  it('another admin sets another user, which only SOQL shows: nothing is changed, and the run says so', async () => {
    const { settings } = org.simulator.state;
    const setUser = (ClientCredentialsFlowUser: string): void => {
      const overrides = { 'ExtlClntAppOauthPlcyCnfg:Gateway_oauthPlcy': { ClientCredentialsFlowUser } };
      org.simulator.state.settings = { ...settings, overrides };
    };
    org.setPolicy({ clientCredentialsFlowUser: undefined });
    setUser(INTEGRATION);
    const before = org.textOf(POLICY);
    const prepared = await org.prepare(HARDEN);
    expect(prepared.plan.changes).to.have.length(1);
    const result = await org.apply(prepared, { approve: () => (setUser(OTHER), Promise.resolve(true)) });
    org.simulator.state.settings = settings;
    expect(result.plan.skipped.map(({ reason }) => reason)).to.deep.equal(['changed-since-plan']);
    expect([org.textOf(POLICY), result.summary.exitCode]).to.deep.equal([before, 1]);
  });

  const moveRanges = (): void =>
    void org.simulator.setComponent('Profile', 'Narrow', rangesFile(['127.0.0.8', '127.0.0.15']));
  const theirDeploy = { by: 'admin@example.com', changes: moveRanges };

  it('waits for a deploy that moves the ranges, and changes nothing then', async () => {
    const before = org.textOf(POLICY);
    const prepared = await org.prepare(HARDEN);
    queueDeploy(org.simulator.state, { ...theirDeploy, asks: 3 });
    const result = await org.apply(prepared);
    expect(result.plan.skipped.map(({ reason }) => reason)).to.deep.equal(['harden-addresses-outside']);
    expect([org.textOf(POLICY), result.summary.exitCode]).to.deep.equal([before, 1]);
  });

  for (const [when, asks] of [
    ['is still open', 3],
    ['has ended by then', 0],
  ] as const)
    it(`judges again after a deploy that moves the ranges right after they were judged, and ${when}`, async () => {
      const before = org.textOf(POLICY);
      const { unfitNow, ...prepared } = await org.prepare(HARDEN);
      let times = 0;
      const andThenTheyDeploy: typeof unfitNow = async () => {
        const against = await unfitNow?.();
        times += 1;
        if (times > 1) return against;
        const theirs = queueDeploy(org.simulator.state, { ...theirDeploy, asks });
        if (asks === 0) theirs.finish();
        return against;
      };
      const result = await org.apply({ ...prepared, unfitNow: andThenTheyDeploy });
      expect(result.plan.skipped.map(({ reason }) => reason)).to.deep.equal(['harden-addresses-outside']);
      expect([org.textOf(POLICY), result.summary.exitCode, times]).to.deep.equal([before, 1, 2]);
      expect(await org.token(INSIDE)).to.equal('issued');
    });

  it('refuses where others deploy each time that it judges', async () => {
    const before = org.textOf(POLICY);
    const { unfitNow, ...prepared } = await org.prepare(HARDEN);
    const andThenTheyDeploy: typeof unfitNow = async () => {
      const against = await unfitNow?.();
      queueDeploy(org.simulator.state, { ...theirDeploy, changes: () => undefined, asks: 1 });
      return against;
    };
    const refusal: unknown = await org
      .apply({ ...prepared, unfitNow: andThenTheyDeploy })
      .catch((error: unknown) => error);
    expect(refusal).to.include({ code: 'others-keep-deploying', exitCode: 1 });
    expect(org.textOf(POLICY)).to.equal(before);
  });

  it('takes its deploy back from behind one that moves the ranges, and changes nothing then', async () => {
    const before = org.textOf(POLICY);
    const { settings } = org.simulator.state;
    org.simulator.state.settings = { ...settings, pollsUntilDone: 1 };
    const { door, ...prepared } = await org.prepare(HARDEN);
    const startDeploy: typeof door.startDeploy = (files, options) => {
      queueDeploy(org.simulator.state, { ...theirDeploy, asks: 8 });
      return door.startDeploy(files, options);
    };
    const result = await org.apply({ ...prepared, door: { ...door, startDeploy } });
    org.simulator.state.settings = settings;
    expect(outcomesIn(result)).to.deep.equal({ [POLICY]: 'not-attempted' });
    expect([org.textOf(POLICY), result.summary.exitCode]).to.deep.equal([before, 1]);
  });
});
