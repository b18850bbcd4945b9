import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { askForToken } from '../simulator/askForToken.js';
import { externalClientApp, globalSettings, pluginPolicy, policy } from '../simulator/deploy/samples.js';
import { HARDENING_ROWS, INSIDE, INTEGRATION, OPEN, OUTSIDE, rangesFile } from '../actions/support/hardeningOrg.js';
import type { CliResult } from '../simulator/cliLogin.js';
import { finishDeploys } from '../simulator/deploy/operations.js';
import { printed, resultOf, startCliOrg, type CliOrg } from './support/cliOrg.js';
import { interruptDeploy } from './support/interrupting.js';

const HARDEN = ['oauth-posture', 'remediate', '--target-org', 'demo', '--harden'];
const AT_ONCE = ['--no-prompt', '--json'];

describe('sf oauth-posture remediate --harden', () => {
  let org: CliOrg;

  before(async () => {
    org = await startCliOrg({ isBare: true, rows: HARDENING_ROWS });
    const { simulator } = org;
    simulator.setComponent('ExternalClientApplication', 'Gateway', externalClientApp());
    simulator.setComponent('ExtlClntAppConfigurablePolicies', 'Gateway_plcy', pluginPolicy());
    simulator.setComponent('ExtlClntAppGlobalOauthSettings', 'Gateway_glbloauth', globalSettings());
    simulator.setComponent('Profile', 'Narrow', rangesFile(['127.0.0.0', '127.0.0.15']));
  });
  beforeEach(() =>
    org.simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', policy(OPEN)),
  );
  afterEach(() => finishDeploys(org.simulator.state));
  after(() => org.stop());

  const tokens = async (): Promise<string[]> => [
    await askForToken(org.simulator, 'ExternalClientApplication', 'Gateway', OUTSIDE),
    await askForToken(org.simulator, 'ExternalClientApplication', 'Gateway', INSIDE),
  ];

  it('shows the addresses beside the ranges, hardens, and a restore brings the first state back', async () => {
    const dry = await org.start([...HARDEN, '--dry-run']).ended;
    const shown = dry.stdout.replaceAll(/\s+/g, ' ');
    expect(dry.exitCode, dry.stderr).to.equal(0);
    expect(shown).to.include(INSIDE).and.to.include('127.0.0.0-127.0.0.15').and.to.include('Bypass → Enforce');
    expect(await tokens()).to.deep.equal(['issued', 'issued']);

    const result = resultOf<RemediationResult>(await org.start([...HARDEN, ...AT_ONCE]).ended);
    expect([result.summary.verified, result.summary.exitCode]).to.deep.equal([1, 0]);
    expect(result.notices.map(({ code }) => code)).to.include('hardened-now');
    expect(await tokens()).to.deep.equal(['ip restricted', 'issued']);

    const restore = [
      'oauth-posture',
      'restore',
      '--target-org',
      'demo',
      '--snapshot',
      result.snapshot?.directory ?? '',
    ];
    const restored = await org.start([...restore, '--no-prompt']).ended;
    expect(restored.exitCode, restored.stdout).to.equal(0);
    expect(await tokens()).to.deep.equal(['issued', 'issued']);
  });

  it('applies a saved plan exactly, and refuses the flags beside it', async () => {
    const saved = await org.start([...HARDEN, '--dry-run', '--save-plan', 'harden.json', '--json']).ended;
    expect(saved.exitCode, saved.stdout).to.equal(0);
    const byPlan = ['oauth-posture', 'remediate', '--target-org', 'demo', '--plan', 'harden.json'];
    expect((await org.start([...byPlan, '--harden', ...AT_ONCE]).ended).exitCode).to.equal(2);
    const applied = resultOf<RemediationResult>(await org.start([...byPlan, ...AT_ONCE]).ended);
    expect([applied.summary.verified, applied.summary.exitCode]).to.deep.equal([1, 0]);
    expect(await tokens()).to.deep.equal(['ip restricted', 'issued']);
    const again = resultOf<RemediationResult>(await org.start([...byPlan, ...AT_ONCE]).ended);
    expect(again.plan.skipped.map(({ reason }) => reason)).to.deep.equal(['already-done']);
  });

  it('says which fact is missing and how to get it', async () => {
    const ended = await org.start([
      ...HARDEN,
      '--app',
      'Gateway',
      '--execution-user',
      'person@example.com',
      '--no-prompt',
    ]).ended;
    const shown = ended.stdout.replaceAll(/\s+/g, ' ');
    expect(ended.exitCode).to.equal(1);
    expect(shown).to.include("isn't restricted to API access").and.to.include('add narrow login IP ranges');
  });

  it('needs an app for an execution user, and external client apps to harden', async () => {
    expect((await org.start([...HARDEN, '--execution-user', INTEGRATION, ...AT_ONCE]).ended).exitCode).to.equal(2);
    const other = await org.start([...HARDEN, '--control', 'connected-app-client-credentials', ...AT_ONCE]).ended;
    expect(printed(other)).to.deep.include({ name: 'ControlNotHardenedError', exitCode: 1 });
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const interrupted = async (deploy: number): Promise<CliResult> => {
      org.simulator.journal.clear();
      return interruptDeploy(org.simulator, deploy, signal, () => org.start([...HARDEN, ...AT_ONCE]));
    };
    const relaxation = (): string | undefined =>
      /<ipRelaxationPolicyType>(\w+)</.exec(
        org.simulator.state.component('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy')?.text ?? '',
      )?.[1];

    it(`${signal} while the org validates: 130, and the policy is as open as it was`, async () => {
      const ended = await interrupted(1);
      expect([ended.exitCode, printed(ended).name]).to.deep.equal([130, 'InterruptedError']);
      expect([relaxation(), await tokens()]).to.deep.equal(['Bypass', ['issued', 'issued']]);
      expect(org.simulator.journal.of('deploy').map(({ detail }) => detail)).to.deep.equal(['check-only']);
    });

    it(`${signal} while the org deploys: 69 with the id, and running again ends well`, async () => {
      // The first validation is refused because of the profiles that the app admits, so this is the third deploy.
      const ended = await interrupted(3);
      const { mode, deploys, notices } = resultOf<RemediationResult>(ended);
      expect([ended.exitCode, mode, relaxation()]).to.deep.equal([69, 'in-progress', 'Bypass']);
      expect(deploys.filter(({ checkOnly }) => !checkOnly).map(({ id }) => id)).not.to.include(undefined);
      expect(notices.map(({ code }) => code)).not.to.include('hardened-now');
      finishDeploys(org.simulator.state);
      expect([relaxation(), await tokens()]).to.deep.equal(['Enforce', ['ip restricted', 'issued']]);
      const again = await org.start([...HARDEN, ...AT_ONCE]).ended;
      expect([again.exitCode, resultOf<RemediationResult>(again).mode]).to.deep.equal([0, 'nothing-to-do']);
    });
  }
});
