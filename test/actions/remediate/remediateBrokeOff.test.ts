import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Prepared } from '../../../src/actions/remediate/prepared.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import type { SnapshotAfter } from '../../../src/remediation/model/saved.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import { outcomesIn, POLICY, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

const DEFECT = new Error('Nobody foresaw this.');
const fail = (): Promise<never> => Promise.reject(DEFECT);

describe('an error that nobody foresaw, once the org was written to', () => {
  let org: RemediateOrg;
  let prepared: Prepared;
  beforeEach(async () => {
    org = await startRemediateOrg();
    prepared = await org.prepare();
  });
  afterEach(() => org.stop());

  const kept = (file: string): unknown =>
    JSON.parse(readFileSync(join(org.folder, readdirSync(org.folder)[0] ?? 'none', file), 'utf8'));
  const isTold = (result: RemediationResult): void => {
    expect(result.notices).to.deep.include({ code: 'broke-off', data: { problem: DEFECT.message } });
    expect(kept('result.json')).to.deep.equal(JSON.parse(JSON.stringify(result)));
  };

  it('in the audit afterwards: what was done is told and kept, 32', async () => {
    const result = await org.apply({ ...prepared, auditAgain: fail });
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
    expect(result.notices).to.deep.include({ code: 'not-audited-again' });
    expect(result.summary.exitCode).to.equal(32);
    isTold(result);
  });

  it('in the audit after a deploy that changed nothing: 1', async () => {
    setDeployRules(org.simulator.state, { refuses: ({ checkOnly }) => (checkOnly ? undefined : 'Not today.') });
    const result = await org.apply({ ...prepared, auditAgain: fail });
    expect(result.summary.exitCode).to.equal(1);
    isTold(result);
  });

  it('while the deploy was waited for: reading back tells what it did, and its id is kept, 32', async () => {
    const result = await org.apply({ ...prepared, door: { ...prepared.door, awaitDeploy: fail } });
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
    expect(result.deploys.at(-1)).to.include({ checkOnly: false, status: 'unknown' });
    expect((kept('after.json') as SnapshotAfter).deploys[0]?.id).to.equal(result.deploys.at(-1)?.id ?? 'none');
    expect(result.summary.exitCode).to.equal(32);
    isTold(result);
  });

  it('while it was read back: nothing is taken for done, 32', async () => {
    const finishing = (): Prepared['door'] => ({ ...prepared.door, retrieve: fail });
    const result = await org.apply({ ...prepared, door: { ...prepared.door, finishing } });
    expect(result.outcomes.map(({ problem }) => problem?.code)).to.deep.equal(Array(2).fill('not-read-back'));
    expect(result.summary.exitCode).to.equal(32);
    isTold(result);
  });
});
