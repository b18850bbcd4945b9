import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AuditReport } from '../../src/posture/model.js';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { askForToken } from '../simulator/askForToken.js';
import { cliHome, type CliHome, type CliResult } from '../simulator/cliLogin.js';
import { finishDeploys } from '../simulator/deploy/operations.js';
import { componentsOf, resultOf, startCliOrg, type CliOrg, type Components } from './support/cliOrg.js';
import { interruptDeploy } from './support/interrupting.js';

/** One org and two machines: somebody plans on the first, a pipeline carries it out on the second. */

const APP = 'ConnectedApp:Order_Sync';
const EVERYTHING = ['--include-active', '--allow-lockout'];

const newUrl = (text = ''): string => text.replace('order-sync.example.com', 'orders.example.com');

describe('the whole story: audit, plan, approval, interruptions, remediation, restore', () => {
  let org: CliOrg;
  let desk: CliHome;
  let pipeline: CliHome;
  let original: Components;
  let first: AuditReport;
  let snapshot: string;

  before(async () => {
    org = await startCliOrg();
    desk = org.home;
    pipeline = cliHome(org.simulator);
    expect((await pipeline.logIn(org.simulator.login(), 'production')).exitCode).to.equal(0);
    // Somebody who has left could not be put back, whatever is restored.
    Object.assign(org.simulator.state.user('integration.retired@example.com') ?? {}, { IsActive: true });
    original = components();
  });
  after(async () => {
    pipeline.remove();
    await org.stop();
  });

  const components = (): Components => componentsOf(org.simulator);
  const posture = (home: CliHome, ...args: string[]) => home.start(['oauth-posture', ...args]);
  const audit = async (): Promise<{ exitCode: number | null; report: AuditReport }> => {
    const ended = await posture(desk, 'audit', '--target-org', 'demo', '--json').ended;
    return { exitCode: ended.exitCode, report: resultOf(ended) };
  };
  const applyPlan = () =>
    posture(
      pipeline,
      'remediate',
      '-o',
      'production',
      '--plan',
      'approved.json',
      '--no-prompt',
      '--json',
      ...EVERYTHING,
    );
  const tokens = (): Promise<string[]> =>
    Promise.all([
      askForToken(org.simulator, 'ConnectedApp', 'Order_Sync'),
      askForToken(org.simulator, 'ExternalClientApplication', 'Warehouse_Gateway'),
    ]);

  /** Presses Ctrl-C while the org works on the n-th deploy of the run. */
  const interruptedAt = (nth: number): Promise<CliResult> => interruptDeploy(org.simulator, nth, 'SIGINT', applyPlan);

  it('an audit finds apps that fail, and their clients get tokens', async () => {
    const { exitCode, report } = await audit();
    first = report;
    expect([exitCode, report.summary.fail]).to.deep.equal([30, 6]);
    expect(await tokens()).to.deep.equal(['issued', 'issued']);
  });

  it('a dry run saves a plan for approval, and changes nothing', async () => {
    const plan = join(desk.folder, 'plan.json');
    const ended = await posture(
      desk,
      'remediate',
      '-o',
      'demo',
      '--dry-run',
      '--save-plan',
      plan,
      '--json',
      ...EVERYTHING,
    ).ended;
    expect(resultOf<RemediationResult>(ended).summary).to.include({ exitCode: 0, validated: 6 });
    expect(components()).to.deep.equal(original);
    cpSync(plan, join(pipeline.folder, 'approved.json'));
  });

  it('the pipeline is interrupted before anything was sent: 130, nothing was changed', async () => {
    const ended = await interruptedAt(1);
    expect([ended.exitCode, components()]).to.deep.equal([130, original]);
  });

  it('then while the org deploys: 69, and the snapshot knows the deploy', async () => {
    const ended = await interruptedAt(2);
    const { mode, deploys, snapshot: kept } = resultOf<RemediationResult>(ended);
    expect([ended.exitCode, mode]).to.deep.equal([69, 'in-progress']);
    snapshot = kept?.directory ?? '';
    const id = deploys.find(({ checkOnly }) => !checkOnly)?.id ?? 'none';
    expect(readFileSync(join(snapshot, 'after.json'), 'utf8')).to.include(id);
    expect(components()).to.deep.equal(original);
  });

  it('the org ends the deploy by itself, and the same command has nothing left to do', async () => {
    finishDeploys(org.simulator.state);
    const ended = await applyPlan().ended;
    const { mode, plan } = resultOf<RemediationResult>(ended);
    expect([ended.exitCode, mode]).to.deep.equal([0, 'nothing-to-do']);
    expect(plan.skipped.filter(({ reason }) => reason === 'already-done')).to.have.length(6);
  });

  it('the audit finds nothing that fails any more, and no client gets a token', async () => {
    const { report } = await audit();
    expect(report.summary.fail).to.equal(0);
    expect(await tokens()).to.deep.equal(Array(2).fill('client credentials flow not enabled'));
  });

  it('a client is missed: the kept snapshot is restored from the first machine, over what others changed since', async () => {
    const { simulator } = org;
    simulator.setComponent('ConnectedApp', 'Order_Sync', newUrl(components()[APP]));
    const artifact = join(desk.folder, 'artifact');
    cpSync(snapshot, artifact, { recursive: true });
    const ended = await posture(desk, 'restore', '-o', 'demo', '--snapshot', artifact, '--no-prompt', '--json').ended;
    expect(resultOf<RemediationResult>(ended).summary).to.include({ exitCode: 0, verified: 6 });
    expect(components()).to.deep.equal({ ...original, [APP]: newUrl(original[APP]) });
  });

  it('the first audit’s result is back, and so are the tokens', async () => {
    const { exitCode, report } = await audit();
    expect(exitCode).to.equal(30);
    expect(report.targets.map(({ findings }) => findings)).to.deep.equal(first.targets.map(({ findings }) => findings));
    expect(await tokens()).to.deep.equal(['issued', 'issued']);
  });
});
