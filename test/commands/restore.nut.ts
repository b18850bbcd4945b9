import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { AuditReport } from '../../src/posture/model.js';
import type { RemediationResult } from '../../src/remediation/model.js';
import { askForToken } from '../simulator/askForToken.js';
import type { CliResult } from '../simulator/cliLogin.js';
import { finishDeploys } from '../simulator/deploy/operations.js';
import { resultOf as auditOf, startCliOrg, type CliOrg } from './cliOrg.js';

type Printed = { status: number; result: RemediationResult; name?: string; message?: string; actions?: string[] };

const AT_ONCE = ['--no-prompt', '--json'];
const NOTHING_IN_THE_WAY = ['--include-active', '--allow-lockout'];

/** What two audits of one state have in common. */
const judged = ({ targets }: AuditReport): unknown => targets.map(({ findings, coverage }) => ({ findings, coverage }));

describe('sf oauth-posture restore, on an org that was remediated', function () {
  this.timeout(120_000);
  let org: CliOrg;
  let first: AuditReport;
  let snapshot: string;
  let original: Record<string, string>;
  let remediated: Record<string, string>;

  const components = (): Record<string, string> =>
    Object.fromEntries([...org.simulator.state.components].map(([key, { text }]) => [key, text]));
  const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    org.simulator.journal.clear();
    return org.home.start(['oauth-posture', ...args], '', { NODE_ENV: 'production', ...env });
  };
  const restore = (args: readonly string[], env?: NodeJS.ProcessEnv): Promise<CliResult> =>
    start(['restore', '--target-org', 'demo', '--snapshot', snapshot, ...args], env).ended;
  const printed = ({ stdout }: CliResult): Printed => JSON.parse(stdout) as Printed;

  before(async () => {
    org = await startCliOrg();
    Object.assign(org.simulator.state.user('integration.retired@example.com') ?? {}, { IsActive: true });
    original = components();
    first = auditOf(await org.audit(['--json']));
    const done = await start(['remediate', '--target-org', 'demo', ...AT_ONCE, ...NOTHING_IN_THE_WAY]).ended;
    const { result } = printed(done);
    expect(done.exitCode).to.equal(0);
    snapshot = result.snapshot?.directory ?? '';
    remediated = components();
  });
  after(() => org.stop());
  beforeEach(() => {
    org.simulator.clearFaults();
    for (const component of org.simulator.state.components.values())
      component.text = remediated[`${component.type}:${component.fullName}`] ?? component.text;
  });

  const withoutAnswer: [name: string, args: string[]][] = [
    ['without a terminal', []],
    ['under --json', ['--json']],
  ];
  for (const [name, args] of withoutAnswer)
    it(`refuses ${name}, where nobody can be asked, before the org hears of it`, async () => {
      const ended = await restore(args);
      expect([ended.exitCode, org.simulator.journal.entries.length]).to.deep.equal([1, 0]);
      expect(ended.stdout + ended.stderr)
        .to.include('Nobody can be asked here')
        .and.to.include('--no-prompt');
    });

  it('shows in a dry run what would be put back, and changes nothing', async () => {
    const { exitCode, stdout, stderr } = await restore(['--dry-run']);
    expect([exitCode, components()]).to.deep.equal([0, remediated]);
    expect(stdout).to.include('To be put back in demo (production): 6').and.to.include('validated by the org');
    expect(stderr.trim().split('\n')).to.deep.equal([
      'Connecting to demo',
      'Reading what is to be put back: 6',
      'Letting the org validate changes: 6',
    ]);
  });

  it('brings the first audit’s result back, and tokens are issued again', async () => {
    expect(await askForToken(org.simulator, 'ConnectedApp', 'Order_Sync')).to.not.equal('issued');
    const ended = await restore(AT_ONCE);
    const { status, result } = printed(ended);
    expect([ended.exitCode, status, ended.stderr]).to.deep.equal([0, 0, '']);
    expect(result).to.deep.include({ schemaVersion: 1, mode: 'applied' });
    expect(components()).to.deep.equal(original);
    expect(judged(auditOf(await org.audit(['--json'])))).to.deep.equal(judged(first));
    expect(await askForToken(org.simulator, 'ConnectedApp', 'Order_Sync')).to.equal('issued');
    expect(await askForToken(org.simulator, 'ExternalClientApplication', 'Warehouse_Gateway')).to.equal('issued');
  });

  it('tells a pipeline to keep the folder with what there was', async () => {
    const { exitCode, stdout } = await restore(['--no-prompt', '--app', 'Order_Sync'], { CI: 'true' });
    expect(exitCode).to.equal(0);
    expect(stdout).to.include('put back, and read back as meant').and.to.include('keep that folder as an artifact');
  });

  /** Holds the run where the n-th deploy was sent, and sends the signal there. */
  const interruptAt = async (nth: number, signal: NodeJS.Signals): Promise<CliResult> => {
    const { simulator } = org;
    simulator.fault({ kind: 'never-done', on: 'deploy', nth });
    const run = start(['restore', '--target-org', 'demo', '--snapshot', snapshot, ...AT_ONCE]);
    const polled = (): boolean =>
      simulator.journal.of('deploy').length === nth && simulator.journal.entries.at(-1)?.poll === true;
    for (const end = Date.now() + 60_000; !polled() && Date.now() < end;) await pause(20);
    run.kill(signal);
    return run.ended;
  };

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`${signal} while the org validates: 130, nothing was changed`, async () => {
      const ended = await interruptAt(1, signal);
      expect([ended.exitCode, printed(ended).message]).to.deep.equal([
        130,
        'The run on demo was interrupted. Nothing was changed.',
      ]);
      finishDeploys(org.simulator.state);
      expect(components()).to.deep.equal(remediated);
    });

    it(`${signal} while the org deploys: 69, with the id; once it has ended, nothing is left to do`, async () => {
      const ended = await interruptAt(2, signal);
      const { result } = printed(ended);
      expect([ended.exitCode, result.mode]).to.deep.equal([69, 'in-progress']);
      expect(result.deploys.find(({ checkOnly }) => !checkOnly)?.id).to.match(/^0Af/);
      org.simulator.clearFaults();
      finishDeploys(org.simulator.state);
      expect(components()).to.deep.equal(original);
      const again = await restore(AT_ONCE);
      expect([again.exitCode, printed(again).result.mode]).to.deep.equal([0, 'nothing-to-do']);
    });
  }
});
