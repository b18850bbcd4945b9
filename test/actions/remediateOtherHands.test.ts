import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { apply } from '../../src/actions/apply.js';
import { prepareRestore } from '../../src/actions/restore.js';
import type { RemediationResult } from '../../src/remediation/model.js';
import { setDeployRules } from '../simulator/deploy/rules.js';
import { connectedApp, policy } from '../simulator/deploy/samples.js';
import { outcomesIn, POLICY, skipsIn, startRemediateOrg, SYNC, type RemediateOrg } from './remediateOrg.js';

/** Exactly as the run itself means to leave it. */
const CLOSED_POLICY = policy({ isClientCredentialsFlowEnabled: 'false', clientCredentialsFlowUser: undefined });
const CLOSED_APP = connectedApp({ isClientCredentialEnabled: 'false', oauthClientCredentialUser: undefined });
const RENAMED_APP = connectedApp({}, { label: 'Somebody was here' });

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

    it('claims no change that it did not make, 1', async () => {
      const result = await org.remediate();
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'failed', [POLICY]: 'not-attempted' });
      expect(problemIn(result, POLICY)).to.deep.equal({ code: 'changed-meanwhile' });
      expect(result.summary.exitCode).to.equal(1);
    });

    it('and does not open on restore what somebody closed', async () => {
      await org.remediate();
      const result = await restore();
      expect(skipsIn(result)['ExternalClientApplication:Gateway']).to.equal('not-changed');
      expect([result.outcomes, org.textOf(POLICY)]).to.deep.equal([[], CLOSED_POLICY]);
    });
  });

  for (const [what, text, path] of [
    ['closes it', CLOSED_APP, 'oauthConfig.isClientCredentialEnabled'],
    ['renames it', RENAMED_APP, 'label'],
  ] as const)
    it(`${what}: claims no change that the org rolled back, 1`, async () => {
      byHand(SYNC, text);
      const result = await org.remediate({ apps: ['Sync'] });
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'failed' });
      expect(problemIn(result, SYNC)).to.deep.include({ code: 'changed-by-others', detail: 'Not today.' });
      expect(JSON.stringify(problemIn(result, SYNC))).to.contain(`"path":"${path}"`);
      expect(result.summary.exitCode).to.equal(1);
      expect(result.notices.map(({ code }) => code)).not.to.include('tokens-to-end');
    });

  it('and restores that app only when it is forced', async () => {
    byHand(SYNC, CLOSED_APP);
    await org.remediate({ apps: ['Sync'] });
    const left = await restore();
    expect([skipsIn(left), left.outcomes]).to.deep.equal([{ 'ConnectedApp:Sync': 'not-changed' }, []]);
    expect(org.textOf(SYNC)).to.equal(CLOSED_APP);
    expect(outcomesIn(await restore(true))).to.deep.equal({ [SYNC]: 'verified' });
  });
});
