import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { dryRun } from '../../../src/actions/remediate/apply.js';
import { USER } from '../../simulator/deploy/samples.js';
import { outcomesIn, POLICY, skipsIn, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

const WAIVER = `version: 1
waivers:
  - control: connected-app-client-credentials
    app: ConnectedApp:Sync
    reason: Vendor has no JWT support yet
    owner: integration-team
    expires: ${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}
`;

describe('an app that is named exactly', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
  });
  afterEach(() => org.stop());

  const use = (application: string): void =>
    void org.simulator.state.addRow('LoginHistory', {
      UserId: org.simulator.state.user(USER)?.['Id'],
      LoginTime: new Date(Date.now() - 86_400_000).toISOString(),
      LoginType: 'Remote Access Client',
      LoginSubType: 'OauthClientCredentials',
      Application: application,
      Status: 'Success',
      SourceIp: '192.0.2.1',
    });

  it('and that a guard leaves alone does not end with 0', async () => {
    use('Sync');
    const before = org.textOf(SYNC);
    const result = await org.remediate({ apps: ['Sync'] });
    expect(skipsIn(result)).to.deep.equal({ 'ConnectedApp:Sync': 'in-use' });
    expect([result.mode, result.summary.exitCode, org.textOf(SYNC)]).to.deep.equal(['nothing-to-do', 1, before]);
  });

  it('ends a dry run with 1 as well, in whatever case it is spelled', async () => {
    use('Sync');
    const { summary } = dryRun(await org.prepare({ apps: ['sYNC', 'Gateway'] }), org.doors);
    expect(summary).to.include({ validated: 1, exitCode: 1 });
  });

  it('ends with 68 where others were changed', async () => {
    use('Sync');
    const result = await org.remediate({ apps: ['Sync', 'Gateway'] });
    expect([outcomesIn(result), result.summary.exitCode]).to.deep.equal([{ [POLICY]: 'verified' }, 68]);
  });

  it('counts only if it is named: a pattern asks for what can be changed', async () => {
    use('Sync');
    expect((await org.remediate({ apps: ['Syn*'] })).summary.exitCode).to.equal(0);
    expect((await org.remediate({ apps: null })).summary.exitCode).to.equal(0);
  });

  it('ends with 0 where it is waived', async () => {
    writeFileSync(join(org.folder, 'oauth-posture.yml'), WAIVER);
    const result = await org.remediate({ apps: ['Sync'], waivers: { kind: 'byDefault', folder: org.folder } });
    expect([skipsIn(result), result.summary.exitCode]).to.deep.equal([{ 'ConnectedApp:Sync': 'waived' }, 0]);
  });

  it('ends with 0 where it is off already', async () => {
    await org.remediate({ apps: ['Sync'] });
    const again = await org.remediate({ apps: ['Sync'] });
    expect([again.mode, again.summary.exitCode]).to.deep.equal(['nothing-to-do', 0]);
  });
});
