import { expect } from 'chai';
import { withOwnHome } from '../connect.js';
import type { Simulator } from '../simulator.js';
import { deploy, manifest, startBench, SYNC, type Package } from './bench.js';
import { app, policyWith } from './refusalCase.js';
import { setDeployRules, type DeployRules } from './rules.js';
import { connectedApp, HARMLESS, policy, USER } from './samples.js';

describe('where orgs differ, a deploy is taken', () => {
  withOwnHome();
  let org: Simulator;
  beforeEach(async () => {
    org = await startBench();
  });
  afterEach(() => org.stop());

  const lenient: [story: string, rules: Partial<DeployRules>, files: Package][] = [
    ['a user who stays while the flow is off', { userWhileOff: 'may-stay' }, app({ oauthClientCredentialUser: USER })],
    [
      'a user who must stay while the flow is off',
      { userWhileOff: 'must-stay' },
      app({ oauthClientCredentialUser: USER }),
    ],
    ['a profile granted once more', { regrant: 'accept' }, policyWith({ commaSeparatedProfile: 'Admin' })],
    [
      'a package.xml of another version',
      { otherVersion: 'accept' },
      { 'package.xml': manifest([['ConnectedApp', 'Sync']], '60.0'), ...app() },
    ],
  ];
  for (const [story, rules, files] of lenient) {
    it(`${story}, where the org takes it`, async () => {
      setDeployRules(org.state, rules);
      expect((await deploy(org, files)).status).to.equal('Succeeded');
    });
  }

  it('an installed app changed, where the org takes it', async () => {
    org.setComponent('ConnectedApp', 'Sync', connectedApp(), { manageableState: 'installed' });
    setDeployRules(org.state, { managed: 'accept' });
    expect((await deploy(org, { [SYNC]: connectedApp(HARMLESS) })).status).to.equal('Succeeded');
  });

  it('a packaged app’s policy changed: it is the subscriber’s', async () => {
    org.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', policy(), {
      manageableState: 'installed',
    });
    expect((await deploy(org, policyWith({}))).status).to.equal('Succeeded');
  });
});
