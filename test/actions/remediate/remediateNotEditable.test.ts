import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { connectedApp, KEY, policy, USER } from '../../simulator/deploy/samples.js';
import { outcomesIn, POLICY, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

describe('a remediation of an app that cannot be edited safely', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
  });
  afterEach(() => org.stop());

  const TWICE = { isClientCredentialEnabled: ['true', 'true'], oauthClientCredentialUser: [USER, USER] };
  const apps: readonly [what: string, text: string, detail: string][] = [
    ['has flag and user twice', connectedApp(TWICE), 'not-restorable'],
    ['has its user twice', connectedApp({ oauthClientCredentialUser: [USER, 'b@example.com'] }), 'not-restorable'],
    ['has its flag twice', connectedApp({ isClientCredentialEnabled: ['true', 'false'] }), 'not-restorable'],
    ['has its key in the description', connectedApp({}, { description: `Key ${KEY}` }), 'secret-elsewhere'],
    ['has its key in an address', connectedApp({}, { startUrl: `https://x.example.com/${KEY}` }), 'secret-elsewhere'],
  ];
  for (const [what, text, detail] of apps)
    it(`that ${what} leaves it alone, says why, and does the rest`, async () => {
      org.simulator.setComponent('ConnectedApp', 'Sync', text);
      // A second user who isn't there leaves the use unknown, which would keep the app back before it is edited.
      const result = await org.remediate({ includeActive: true });
      expect(result.plan.skipped.map(({ app, reason, ...more }) => [app.name, reason, more.detail])).to.deep.equal([
        ['Sync', 'not-editable', detail],
      ]);
      expect([outcomesIn(result), result.summary.exitCode]).to.deep.equal([{ [POLICY]: 'verified' }, 68]);
      expect(org.textOf(SYNC)).to.equal(text);
      expect(JSON.stringify(result)).not.to.contain(KEY);
    });

  it('takes no snapshot where nothing else is to be done', async () => {
    org.simulator.setComponent('ConnectedApp', 'Sync', connectedApp(TWICE));
    org.simulator.setComponent(
      'ExtlClntAppOauthConfigurablePolicies',
      'Gateway_oauthPlcy',
      policy({ clientCredentialsFlowUser: [USER, USER] }),
    );
    const { mode, summary } = await org.remediate();
    expect([mode, summary.exitCode, readdirSync(org.folder)]).to.deep.equal(['nothing-to-do', 1, []]);
  });
});
