import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { setDeployRules } from '../simulator/deploy/rules.js';
import { AT_ONCE, REMEDIATE, RESTORE } from './support/changingOrg.js';
import { resultOf, startCliOrg, type CliOrg } from './support/cliOrg.js';
import { filesBelow, findings, logsOf, PLANTED, SECRET, TO_FILE, tokensOf, toldBy } from './support/planted.js';

/** Planned, applied and restored, each by a process of its own that logs all it can, while the org quotes its secrets. */
describe('an org that holds secrets is changed, and changed back', () => {
  const secrets = new Set(['3MVG9', SECRET]);
  const written: string[] = [];
  let org: CliOrg;
  let plan: string;
  let applied: RemediationResult;
  let restored: RemediationResult;

  const run = async (args: readonly string[]): Promise<string> => {
    const ended = await org.start(args, { env: TO_FILE }).ended;
    for (const token of tokensOf(org)) secrets.add(token);
    written.push(ended.stdout, ended.stderr);
    return ended.stdout;
  };
  const refuse = (name: string): void => {
    const told = toldBy(org);
    setDeployRules(org.simulator.state, { refuses: ({ fullName }) => (fullName === name ? told : undefined) });
  };
  const resultIn = (stdout: string): RemediationResult => resultOf({ exitCode: null, stdout, stderr: '' });

  before(async () => {
    org = await startCliOrg();
    const { simulator, home } = org;
    simulator.setComponent('ConnectedApp', 'Planted', PLANTED);
    simulator.fault({ kind: 'error', on: /FROM TransactionSecurityPolicy$/, times: Infinity, message: toldBy(org) });
    refuse('Order_Sync');
    const file = join(home.folder, 'plan.json');
    await run([...REMEDIATE, '--allow-lockout', '--dry-run', '--save-plan', file]);
    plan = readFileSync(file, 'utf8');
    simulator.state.sessions.clear();
    const asPlanned = ['--allow-lockout', '--plan', file, ...AT_ONCE];
    applied = resultIn(await run([...REMEDIATE, ...asPlanned]));
    refuse('Billing_Export');
    const snapshot = ['--snapshot', applied.snapshot?.directory ?? 'none'];
    restored = resultIn(await run([...RESTORE, ...snapshot, ...AT_ONCE]));
    written.push(plan, ...filesBelow(join(home.folder, 'oauth-posture-snapshots')), ...logsOf(org));
  });
  after(() => org.stop());

  it('in all but what it refuses', () => {
    const ended = (result: RemediationResult): unknown =>
      result.outcomes.find(({ app }) => app.name === 'Planted')?.result;
    expect([ended(applied), ended(restored)]).to.deep.equal(['verified', 'verified']);
    expect(plan).to.contain('Planted').and.to.contain('"refused"').and.to.contain('sessionId=***');
    expect(restored.plan.skipped.map(({ app, reason }) => [app.name, reason])).to.deep.include([
      'Billing_Export',
      'refused',
    ]);
  });

  it('and its log files tell much, its snapshots lie there, and its tokens are known', () => {
    expect(logsOf(org).join('').length).to.be.above(10_000);
    expect(written.length).to.be.above(20);
    expect(secrets.size).to.be.at.least(5);
  });

  it('and none of its secrets is told in any output, plan, snapshot or log', () => {
    expect(findings(secrets, written)).to.deep.equal([]);
  });
});
