import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { apply } from '../../../src/actions/remediate/apply.js';
import type { Prepared } from '../../../src/actions/remediate/prepared.js';
import { prepareRestore } from '../../../src/actions/restore.js';
import { componentKey } from '../../../src/values.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import { policy, type Parts } from '../../simulator/deploy/samples.js';
import { outcomesIn, POLICY, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

/** As if the two apps were too large for one package. */
const apart = (prepared: Prepared): Prepared => ({
  ...prepared,
  packages: prepared.packages.flat().map((one) => [one]),
});

describe('remediating an org in several packages', () => {
  let org: RemediateOrg;
  let prepared: Prepared;
  beforeEach(async () => {
    org = await startRemediateOrg();
    prepared = apart(await org.prepare());
    expect(prepared.packages.flat().map(({ change }) => componentKey(change.component))).to.deep.equal([SYNC, POLICY]);
  });
  afterEach(() => org.stop());

  const byHand = (parts: Parts): void =>
    void org.simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', policy(parts));
  const meanwhile = (hand: () => void): void =>
    setDeployRules(org.simulator.state, {
      whileDeploying: () => {
        setDeployRules(org.simulator.state, { whileDeploying: () => undefined });
        hand();
      },
    });
  const problemsIn = ({ outcomes }: RemediationResult): Record<string, unknown> =>
    Object.fromEntries(
      outcomes.map(({ component, problem }) => [`${component.type}:${component.fullName}`, problem?.code]),
    );

  it('does them one after another', async () => {
    const result = await org.apply(prepared);
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
    expect(result.deploys.filter(({ checkOnly }) => !checkOnly)).to.have.lengthOf(2);
  });

  describe('leaves alone what somebody changed while the first was deployed', () => {
    const OFF = { isClientCredentialsFlowEnabled: 'false' };
    const RENAMED = { label: 'Somebody was here' };

    for (const [what, parts] of Object.entries({ 'another value': RENAMED, 'the switch itself': OFF }))
      it(`${what}: 68, and what is there stays`, async () => {
        let theirs = '';
        meanwhile(() => {
          byHand(parts);
          theirs = org.textOf(POLICY);
        });
        const result = await org.apply(prepared);
        expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'not-attempted' });
        expect(problemsIn(result)[POLICY]).to.equal('changed-meanwhile');
        expect(result.summary.exitCode).to.equal(68);
        expect(org.textOf(POLICY)).to.equal(theirs).and.not.to.equal('');
      });

    it('and restores it only when it is forced', async () => {
      meanwhile(() => byHand(OFF));
      await org.apply(prepared);
      const snapshot = join(org.folder, readdirSync(org.folder)[0] ?? '');
      const restored = await prepareRestore({ org: org.login.username, snapshot, apps: null, force: false }, org.doors);
      const result = await apply(restored, join(org.folder, 'of the restore'), org.doors);
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified' });
      expect(result.plan.skipped.map(({ reason }) => reason)).to.deep.equal(['not-changed']);
      expect(result.summary.exitCode).to.equal(0);
    });

    it('and never sends what somebody deleted', async () => {
      const gone = ['ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy'] as const;
      meanwhile(() => org.simulator.removeComponent(...gone));
      expect(problemsIn(await org.apply(prepared))[POLICY]).to.equal('changed-meanwhile');
      expect(org.simulator.state.component(...gone)).to.equal(undefined);
    });
  });

  it('sends nothing more where it cannot look once more, and says why, 68', async () => {
    meanwhile(() =>
      org.simulator.fault({
        kind: 'error',
        on: 'retrieve',
        code: 'INSUFFICIENT_ACCESS',
        message: 'no more reading',
        nth: 1,
      }),
    );
    const result = await org.apply(prepared);
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'not-attempted' });
    const { problem } = result.outcomes.find(({ result: outcome }) => outcome === 'not-attempted') ?? {};
    expect(problem?.code).to.equal('not-seen-again');
    expect(problem?.detail).to.contain('no more reading');
    expect(result.summary.exitCode).to.equal(68);
    expect(result.deploys.filter(({ checkOnly }) => !checkOnly)).to.have.lengthOf(1);
  });

  describe('where the org takes no further deploy', () => {
    const locked = { kind: 'error', on: 'deploy', code: 'REQUEST_LIMIT_EXCEEDED', message: '', status: 403 } as const;
    const problemOf = ({ outcomes }: RemediationResult, key: string): unknown =>
      outcomes.find(({ component }) => componentKey(component) === key)?.problem;

    it('says why, and does not blame the package before, 68', async () => {
      org.simulator.fault({ ...locked, nth: 2 });
      const result = await org.apply(prepared);
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'not-attempted' });
      expect(problemOf(result, POLICY)).to.include({ code: 'not-started', reason: 'request-limit' });
      expect(result.summary.exitCode).to.equal(68);
    });

    it('says so of what was only rolled back with another one, too, 1', async () => {
      setDeployRules(org.simulator.state, {
        refuses: ({ checkOnly, fullName }) => (checkOnly || fullName !== 'Sync' ? undefined : 'Not today.'),
      });
      org.simulator.fault({ ...locked, nth: 2 });
      const result = await org.apply({ ...prepared, packages: [prepared.packages.flat()] });
      expect(problemOf(result, SYNC)).to.deep.equal({ code: 'deploy-failed', detail: 'Not today.' });
      expect(problemOf(result, POLICY)).to.include({ code: 'not-sent-again', reason: 'request-limit' });
      expect(result.summary.exitCode).to.equal(1);
    });
  });

  describe('interrupted during the first', () => {
    const interrupted = (): Promise<RemediationResult> => {
      const awaitDeploy: Prepared['door']['awaitDeploy'] = async (id) => {
        const ended = await prepared.door.awaitDeploy(id);
        org.abortion.abort();
        return ended;
      };
      return org.apply({ ...prepared, door: { ...prepared.door, awaitDeploy } });
    };

    it('which changed nothing: 130', async () => {
      setDeployRules(org.simulator.state, { refuses: ({ checkOnly }) => (checkOnly ? undefined : 'Not today.') });
      const result = await interrupted();
      expect(problemsIn(result)).to.deep.equal({ [SYNC]: 'deploy-failed', [POLICY]: 'interrupted' });
      expect(result.summary.exitCode).to.equal(130);
    });

    it('which made its change: 68', async () => {
      const result = await interrupted();
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'not-attempted' });
      expect(result.summary.exitCode).to.equal(68);
    });
  });
});
