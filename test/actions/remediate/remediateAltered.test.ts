import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { apply, dryRun } from '../../../src/actions/remediate/apply.js';
import { prepareRestore } from '../../../src/actions/restore.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import { startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

describe('a remediation by which an org lost more than the switch', () => {
  let org: RemediateOrg;
  let result: RemediationResult;
  beforeEach(async () => {
    org = await startRemediateOrg();
    setDeployRules(org.simulator.state, { forgets: ['isAdminApproved', 'permissionSetName'] });
    result = await org.remediate();
    setDeployRules(org.simulator.state, { forgets: [] });
  });
  afterEach(() => org.stop());

  const original = (): string => result.outcomes[0]?.original ?? 'none';
  const prepareIt = () =>
    prepareRestore(
      { org: org.login.username, snapshot: result.snapshot?.directory ?? '', apps: null, force: false },
      org.doors,
    );
  const restore = async (): Promise<RemediationResult> =>
    apply(await prepareIt(), join(org.folder, 'of the restore'), org.doors);
  const left = () => ({
    code: 'not-as-in-snapshot',
    app: SYNC,
    data: { component: 'Sync', paths: 'oauthConfig.isAdminApproved, permissionSetName', original: original() },
  });

  it('names the very file that shows how it was', () => {
    expect(result.outcomes.map(({ result: outcome }) => outcome)).to.deep.equal(['altered', 'verified']);
    expect(readFileSync(original(), 'utf8')).to.contain('<isAdminApproved>true').and.to.contain('Sync Write');
    const folder = join(result.snapshot?.directory ?? '', 'originals');
    expect(readdirSync(folder).map((file) => join(folder, file))).to.contain(original());
  });

  it('names no file for an app that is as it was meant', () => {
    expect(result.outcomes[1]).not.to.have.property('original');
  });

  it('is undone in flag and user, and what a restore leaves is named', async () => {
    const restored = await restore();
    expect([restored.summary.verified, restored.summary.exitCode]).to.deep.equal([2, 0]);
    expect(restored.notices).to.deep.include(left());
    expect(org.textOf(SYNC)).not.to.contain('permissionSetName');
  });

  it('is told so before anybody says yes, and as often as it is asked', async () => {
    expect(dryRun(await prepareIt(), org.doors).notices).to.deep.equal([left()]);
    await restore();
    const again = await restore();
    expect([again.mode, again.notices]).to.deep.equal(['nothing-to-do', [left()]]);
  });

  it('is not told any more once somebody has put the rest back', async () => {
    org.simulator.setComponent('ConnectedApp', 'Sync', readFileSync(original(), 'utf8'));
    expect(dryRun(await prepareIt(), org.doors).notices).to.deep.equal([]);
  });
});

describe('a remediation by which an org lost nothing but the switch', () => {
  it('leaves nothing to be told by its restore', async () => {
    const org = await startRemediateOrg();
    const { snapshot, outcomes } = await org.remediate();
    const request = { org: org.login.username, snapshot: snapshot?.directory ?? '', apps: null, force: false };
    expect(outcomes.some((outcome) => 'original' in outcome)).to.equal(false);
    expect((await prepareRestore(request, org.doors)).notices).to.deep.equal([]);
    await org.stop();
  });

  it('names no file where only the user or the flag is not as meant', async () => {
    const org = await startRemediateOrg();
    setDeployRules(org.simulator.state, { reverts: [SYNC] });
    const { outcomes } = await org.remediate({ apps: ['Sync'] });
    expect(outcomes[0]?.result).to.equal('reverted');
    expect(outcomes[0]).not.to.have.property('original');
    await org.stop();
  });
});
