import { expect } from 'chai';
import type { Prepared } from '../../../src/actions/remediate/prepared.js';
import { outcomesIn, POLICY, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

describe('a remediation of a component that somebody deletes after the last look', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
    // Grants would be missing afterwards, and give it away.
    const text = org.textOf(POLICY).replaceAll(/\s*<commaSeparated(?:PermissionSet|Profile)>[^<]*<[^>]*>/g, '');
    org.simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', text);
  });
  afterEach(() => org.stop());

  const deletingAtLast = (prepared: Prepared, key: string): Prepared => {
    const startDeploy: Prepared['door']['startDeploy'] = (files, options) => {
      org.simulator.state.components.delete(key);
      return prepared.door.startDeploy(files, options);
    };
    return { ...prepared, door: { ...prepared.door, startDeploy } };
  };

  it('does not call it verified: its deploy has made it anew, 32', async () => {
    const result = await org.apply(deletingAtLast(await org.prepare(), POLICY));
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'altered' });
    expect(result.outcomes.map(({ problem }) => problem?.code)).to.deep.equal([undefined, 'created']);
    expect(result.summary.exitCode).to.equal(32);
  });
});
