import { expect } from 'chai';
import {
  ecaGlobalSettingsFacts,
  ecaHeaderFacts,
  ecaPluginFacts,
  ecaPolicyFacts,
} from '../../../src/metadata/read/externalClientApp.js';
import { file, policy } from '../support/samples.js';

describe('facts of external client apps', () => {
  it('reads a header', () => {
    const inside = '<distributionState>Local</distributionState><label>Billing &amp; more</label>';
    expect(ecaHeaderFacts(file('ExternalClientApplication', inside))).to.deep.equal({
      kind: 'ExternalClientApplication',
      label: 'Billing & more',
      distributionState: 'Local',
    });
  });

  it('reads a policy whose user stands far from its flag', () => {
    const text = policy(
      '<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled><sessionTimeoutInMinutes>15</sessionTimeoutInMinutes>',
    ).replace('    <comma', '<clientCredentialsFlowUser\n >bot@example.com</clientCredentialsFlowUser><comma');
    expect(ecaPolicyFacts(text)).to.deep.equal({
      kind: 'ExtlClntAppOauthConfigurablePolicies',
      externalClientApplication: 'Billing',
      flow: { state: 'on', value: 'true', offset: text.indexOf('<isClientCredentialsFlowEnabled') },
      executionUser: 'bot@example.com',
      ipRelaxation: 'Enforce',
      sessionTimeoutInMinutes: '15',
      admitted: { profiles: [], permissionSets: ['Billing'] },
    });
  });

  it('does not say whose a policy is that names two apps', () => {
    const two = '<externalClientApplication>Other</externalClientApplication>';
    const same = '<externalClientApplication> billing </externalClientApplication>';
    expect(ecaPolicyFacts(policy(two))).not.to.have.property('externalClientApplication');
    expect(ecaPolicyFacts(policy(same))).to.have.property('externalClientApplication');
    const plugin = (inside: string): string =>
      file('ExtlClntAppConfigurablePolicies', `${same}${inside}<isEnabled>false</isEnabled>`);
    expect(ecaPluginFacts(plugin(two))).not.to.have.property('externalClientApplication');
  });

  it('does not say whose global settings are that name two apps', () => {
    const names = ['Billing', 'Other'].map((name) => `<externalClientApplication>${name}</externalClientApplication>`);
    const facts = ecaGlobalSettingsFacts(file('ExtlClntAppGlobalOauthSettings', names.join('')));
    expect(facts).not.to.have.property('externalClientApplication');
  });

  it('does not take the flag of a connected app for that of a policy', () => {
    const facts = ecaPolicyFacts(policy('<isClientCredentialEnabled>true</isClientCredentialEnabled>'));
    expect(facts).to.deep.include({ flow: { state: 'absent', value: null } });
  });

  it('cannot read a policy whose flag stands in another case or place, unless it is off', () => {
    const flow = (inside: string): unknown => ecaPolicyFacts(policy(inside));
    const on = '<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>';
    expect(flow(`<other>${on}</other>`)).to.have.nested.property('flow.state', 'unreadable');
    expect(flow(on.replaceAll('Flow', 'flow'))).to.have.nested.property('flow.state', 'unreadable');
    expect(flow(on.replaceAll('Flow', 'flow').replace('true', 'false'))).to.have.nested.property(
      'flow.state',
      'absent',
    );
  });

  it('cannot read a switch of the app that is off at its place and on at another', () => {
    const inside = '<isEnabled>false</isEnabled><IsEnabled>true</IsEnabled>';
    const facts = ecaPluginFacts(file('ExtlClntAppConfigurablePolicies', inside));
    expect(facts).to.have.nested.property('appEnabled.state', 'unreadable');
  });

  it('reads a policy with nothing in it', () => {
    expect(ecaPolicyFacts('<ExtlClntAppOauthConfigurablePolicies/>')).to.deep.equal({
      kind: 'ExtlClntAppOauthConfigurablePolicies',
      flow: { state: 'absent', value: null },
      ipRelaxation: null,
    });
  });

  const plugins: readonly [name: string, inside: string, app: string, plugin: string][] = [
    ['both on', '<isEnabled>true</isEnabled><isOauthPluginEnabled>1</isOauthPluginEnabled>', 'on', 'on'],
    ['the app off', '<isEnabled>false</isEnabled><isOauthPluginEnabled>true</isOauthPluginEnabled>', 'off', 'on'],
    ['neither named', '', 'absent', 'absent'],
    ['no boolean', '<isEnabled>no</isEnabled><isOauthPluginEnabled/>', 'unreadable', 'unreadable'],
    ['off and on at once', '<isEnabled>false</isEnabled><isEnabled>true</isEnabled>', 'on', 'absent'],
  ];
  for (const [name, inside, app, plugin] of plugins) {
    it(`reads an app's switches with ${name}`, () => {
      const facts = ecaPluginFacts(
        file(
          'ExtlClntAppConfigurablePolicies',
          `<externalClientApplication>Billing</externalClientApplication>${inside}`,
        ),
      );
      expect(facts).to.have.property('externalClientApplication', 'Billing');
      expect(facts).to.have.nested.property('appEnabled.state', app);
      expect(facts).to.have.nested.property('pluginEnabled.state', plugin);
    });
  }

  it('refuses a file of another type of the family', () => {
    for (const read of [ecaHeaderFacts, ecaPluginFacts, ecaPolicyFacts]) {
      expect(read('<ExtlClntAppOauthSettings/>')).to.include({ kind: 'unparsable', problem: 'wrong-root' });
    }
  });
});
