import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { apply } from '../../../src/actions/remediate/apply.js';
import { prepareRestore } from '../../../src/actions/restore.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import { connectedApp, policy } from '../../simulator/deploy/samples.js';
import { outcomesIn, POLICY, skipsIn, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

/** Exactly as the run itself means to leave it. */
const CLOSED_POLICY = policy({ isClientCredentialsFlowEnabled: 'false', clientCredentialsFlowUser: undefined });
const CLOSED: Parameters<typeof connectedApp>[0] = {
  isClientCredentialEnabled: 'false',
  oauthClientCredentialUser: undefined,
};
const RENAMED = { label: 'Somebody was here' };
const RENAMED_APP = connectedApp({}, RENAMED);
const RENAMED_CLOSED_APP = connectedApp(CLOSED, RENAMED);

describe('where a deploy fails while somebody else changes an app by hand', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
    setDeployRules(org.simulator.state, {
      refuses: ({ checkOnly, fullName }) => (checkOnly || fullName !== 'Sync' ? undefined : 'Not today.'),
    });
  });
  afterEach(() => org.stop());

  const byHand = (key: string, text: string): void => {
    const [type = '', fullName = ''] = key.split(':');
    setDeployRules(org.simulator.state, {
      whileDeploying: () => void org.simulator.setComponent(type, fullName, text),
    });
  };
  const problemIn = ({ outcomes }: RemediationResult, key: string): unknown =>
    outcomes.find(({ component }) => `${component.type}:${component.fullName}` === key)?.problem;
  const restore = async (force = false): Promise<RemediationResult> => {
    setDeployRules(org.simulator.state, { refuses: () => undefined, whileDeploying: () => undefined });
    const snapshot = join(org.folder, readdirSync(org.folder)[0] ?? 'none');
    const request = { org: org.login.username, snapshot, apps: null, force };
    return apply(await prepareRestore(request, org.doors), join(org.folder, 'of the restore'), org.doors);
  };

  describe('that was only rolled back with the one the org refuses', () => {
    beforeEach(() => byHand(POLICY, CLOSED_POLICY));

    it('says that it is as planned, and does not claim the change, 32', async () => {
      const result = await org.remediate();
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'failed', [POLICY]: 'failed' });
      expect(problemIn(result, POLICY)).to.deep.include({ code: 'failed-yet-as-meant' });
      expect(result.summary.exitCode).to.equal(32);
    });
  });

  it('renames it: claims no change that the org rolled back, 1', async () => {
    byHand(SYNC, RENAMED_APP);
    const result = await org.remediate({ apps: ['Sync'] });
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'failed' });
    expect(problemIn(result, SYNC)).to.deep.include({ code: 'changed-by-others', detail: 'Not today.' });
    expect(JSON.stringify(problemIn(result, SYNC))).to.contain('"path":"label"');
    expect(result.summary.exitCode).to.equal(1);
    expect(result.notices.map(({ code }) => code)).not.to.include('tokens-to-end');
  });

  it('and turns it off: does not say that nothing was changed, 32', async () => {
    byHand(SYNC, RENAMED_CLOSED_APP);
    const result = await org.remediate({ apps: ['Sync'] });
    expect(problemIn(result, SYNC)).to.deep.include({ code: 'failed-yet-changed', detail: 'Not today.' });
    expect(result.summary.exitCode).to.equal(32);
    expect(result.notices.map(({ code }) => code)).to.include('tokens-to-end');
  });

  it('and restores that app only when it is forced', async () => {
    byHand(SYNC, RENAMED_CLOSED_APP);
    await org.remediate({ apps: ['Sync'] });
    const left = await restore();
    expect([skipsIn(left), left.outcomes]).to.deep.equal([{ 'ConnectedApp:Sync': 'not-changed' }, []]);
    expect(org.textOf(SYNC)).to.equal(RENAMED_CLOSED_APP);
    expect(outcomesIn(await restore(true))).to.deep.equal({ [SYNC]: 'verified' });
  });
});
