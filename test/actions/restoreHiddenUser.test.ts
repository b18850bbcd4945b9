import { expect } from 'chai';
import { Refusal } from '../../src/actions/refusal.js';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { connectedApp } from '../simulator/deploy/samples.js';
import { INSIDE, INTEGRATION, OTHER, POLICY, startHardeningOrg, type HardeningOrg } from './support/hardeningOrg.js';

/** The file of the policy names no Run As user, and SOQL shows one: a restore without it would leave a dead flow. */
describe('a restore where only SOQL showed the Run As user', () => {
  let org: HardeningOrg;
  before(async () => (org = await startHardeningOrg()));
  beforeEach(() => org.reset());
  after(() => org.stop());

  const whileHidden = async (
    change: () => Promise<RemediationResult>,
    ClientCredentialsFlowUser = INTEGRATION,
  ): Promise<RemediationResult> => {
    org.setPolicy({ clientCredentialsFlowUser: undefined });
    const { settings } = org.simulator.state;
    const overrides = { 'ExtlClntAppOauthPlcyCnfg:Gateway_oauthPlcy': { ClientCredentialsFlowUser } };
    org.simulator.state.settings = { ...settings, overrides };
    const result = await change();
    org.simulator.state.settings = settings;
    return result;
  };
  const expectItBack = async (result: RemediationResult): Promise<void> => {
    expect((await org.restore(result)).summary.exitCode).to.equal(0);
    expect(org.textOf(POLICY)).to.include(`<clientCredentialsFlowUser>${INTEGRATION}<`).and.include('>Bypass<');
    expect(await org.token(INSIDE)).to.equal('issued');
  };

  it('brings it back after a hardening', async () => expectItBack(await whileHidden(() => org.harden())));

  it('brings it back after a hardening that set another user', async () => {
    org.simulator.setComponent('ConnectedApp', 'Sync', connectedApp({ oauthClientCredentialUser: INTEGRATION }));
    const request = { harden: { executionUser: OTHER }, apps: ['Gateway'] };
    const result = await whileHidden(() => org.harden(request));
    expect(org.textOf(POLICY)).to.include(`<clientCredentialsFlowUser>${OTHER}<`);
    await expectItBack(result);
  });

  it('brings it back after its flow was turned off', async () => {
    const request = { apps: ['Gateway'], includeActive: true };
    await expectItBack(await whileHidden(() => org.remediate(request)));
  });

  describe('is left alone where somebody set another one since, whom only SOQL shows either,', () => {
    const offThenSet = async (user: string, force = false): Promise<RemediationResult> => {
      const result = await whileHidden(() => org.remediate({ apps: ['Gateway'], includeActive: true }));
      const { settings } = org.simulator.state;
      const overrides = { 'ExtlClntAppOauthPlcyCnfg:Gateway_oauthPlcy': { ClientCredentialsFlowUser: user } };
      org.simulator.state.settings = { ...settings, overrides };
      try {
        return await org.restore(result, { force });
      } finally {
        org.simulator.state.settings = settings;
      }
    };
    const idOf = (user: string): string => String(org.simulator.state.user(user)?.['Id']);

    for (const [how, userOf] of [
      ['by name', () => OTHER],
      ['by ID', () => idOf(OTHER)],
    ] as const)
      it(how, async () => {
        const { plan, summary } = await offThenSet(userOf());
        expect(plan.skipped.map(({ reason, detail }) => [reason, detail])).to.deep.equal([['changed-again', OTHER]]);
        expect(summary.exitCode).to.equal(1);
        expect(org.textOf(POLICY)).to.include('Enabled>false<').and.not.include(INTEGRATION);
      });

    it('but not with --force, nor where it is the same one, by name or by ID', async () => {
      for (const [user, force] of [
        [OTHER, true],
        [INTEGRATION.toUpperCase(), false],
        [idOf(INTEGRATION), false],
      ] as const) {
        org.reset();
        expect((await offThenSet(user, force)).summary.exitCode).to.equal(0);
        expect(org.textOf(POLICY)).to.include(`<clientCredentialsFlowUser>${INTEGRATION}<`);
      }
    });

    it('and where SOQL does not answer, unless --force is used', async () => {
      const result = await whileHidden(() => org.remediate({ apps: ['Gateway'], includeActive: true }));
      org.simulator.fault({
        ...{ kind: 'error', code: 'UNKNOWN_EXCEPTION', message: 'Something broke.' },
        ...{ times: Infinity, on: /ExtlClntAppOauthPlcyCnfg/ },
      });
      expect(await org.restore(result).catch((error: unknown) => error)).to.be.instanceOf(Refusal);
      expect(org.textOf(POLICY)).to.include('Enabled>false<');
      expect((await org.restore(result, { force: true })).summary.exitCode).to.equal(0);
    });
  });

  it('by its name after a hardening where SOQL shows its ID', async () => {
    const id = String(org.simulator.state.user(INTEGRATION)?.['Id']);
    const result = await whileHidden(() => org.harden(), id);
    expect(result.plan.changes.map(({ edits }) => edits.map(({ after }) => after))).to.deep.equal([
      [INTEGRATION, 'Enforce'],
    ]);
    await expectItBack(result);
  });

  it('by its name where SOQL shows its ID', async () => {
    const id = String(org.simulator.state.user(INTEGRATION)?.['Id']);
    await expectItBack(await whileHidden(() => org.remediate({ apps: ['Gateway'], includeActive: true }), id));
  });
});
