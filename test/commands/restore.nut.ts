import { expect } from 'chai';
import type { AuditReport } from '../../src/posture/model.js';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { askForToken } from '../simulator/askForToken.js';
import type { CliResult } from '../simulator/cliLogin.js';
import { componentsOf, resultOf, startCliOrg, type CliOrg, type Components } from './support/cliOrg.js';

const REMEDIATE = ['oauth-posture', 'remediate', '--target-org', 'demo', '--include-active', '--allow-lockout'];
const AT_ONCE = ['--no-prompt', '--json'];

/** What two audits of one state have in common. */
const judged = ({ targets }: AuditReport): unknown => targets.map(({ findings, coverage }) => ({ findings, coverage }));

describe('sf oauth-posture restore, on an org that was remediated', () => {
  let org: CliOrg;
  let first: AuditReport;
  let snapshot: string;
  let original: Components;
  let remediated: Components;

  const restore = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> =>
    org.start(['oauth-posture', 'restore', '--target-org', 'demo', '--snapshot', snapshot, ...args], { env }).ended;

  before(async () => {
    org = await startCliOrg();
    Object.assign(org.simulator.state.user('integration.retired@example.com') ?? {}, { IsActive: true });
    original = componentsOf(org.simulator);
    first = resultOf(await org.audit(['--json']));
    const done = await org.start([...REMEDIATE, ...AT_ONCE]).ended;
    expect(done.exitCode).to.equal(0);
    snapshot = resultOf<RemediationResult>(done).snapshot?.directory ?? '';
    remediated = componentsOf(org.simulator);
  });
  after(() => org.stop());
  beforeEach(() => {
    org.simulator.clearFaults();
    for (const component of org.simulator.state.components.values())
      component.text = remediated[`${component.type}:${component.fullName}`] ?? component.text;
  });

  it('shows in a dry run what would be put back, and changes nothing', async () => {
    const { exitCode, stdout, stderr } = await restore(['--dry-run']);
    expect([exitCode, componentsOf(org.simulator)]).to.deep.equal([0, remediated]);
    expect(stdout).to.include('6 components to restore in demo (production)').and.to.include('validated by the org');
    expect(stderr.trim().split('\n')).to.deep.equal([
      '[1/3] Connecting to demo',
      '[2/3] Reading the current state of 6 app components',
      '[3/3] Validating 6 changes',
    ]);
  });

  it('brings the first audit’s result back, and tokens are issued again', async () => {
    expect(await askForToken(org.simulator, 'ConnectedApp', 'Order_Sync')).to.not.equal('issued');
    const ended = await restore(AT_ONCE);
    expect(resultOf<RemediationResult>(ended)).to.deep.include({ schemaVersion: 1, mode: 'applied' });
    expect(componentsOf(org.simulator)).to.deep.equal(original);
    expect(judged(resultOf(await org.audit(['--json'])))).to.deep.equal(judged(first));
    expect(await askForToken(org.simulator, 'ConnectedApp', 'Order_Sync')).to.equal('issued');
    expect(await askForToken(org.simulator, 'ExternalClientApplication', 'Warehouse_Gateway')).to.equal('issued');
  });

  it('tells a pipeline to keep the folder with what there was', async () => {
    const { exitCode, stdout } = await restore(['--no-prompt', '--app', 'Order_Sync'], { CI: 'true' });
    expect(exitCode).to.equal(0);
    expect(stdout).to.include('restored and verified').and.to.include('keep this folder as an artifact');
  });
});
