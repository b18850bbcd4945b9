import { expect } from 'chai';
import { withOwnHome } from '../connect.js';
import type { Simulator } from '../simulator.js';
import {
  deploy,
  GATEWAY_SETTINGS,
  manifest,
  policyText,
  problemsOf,
  startBench,
  syncText,
  textOf,
  type Package,
} from './bench.js';
import { clientCredentialsOf } from './keys.js';
import { app, policyWith } from './refusalCase.js';
import { setDeployRules, type DeployRules } from './rules.js';
import { connectedApp, globalSettings, HARMLESS, policy, USER } from './samples.js';

const GOOD_AND_BAD: Package = { ...app(), ...policyWith({ commaSeparatedProfile: 'Admin' }) };

describe('what a deploy leaves behind', () => {
  withOwnHome();
  let org: Simulator;
  beforeEach(async () => {
    org = await startBench({ org: { isSandbox: true } });
  });
  afterEach(() => org.stop());

  const others = (): string[] =>
    [...org.state.components.values()].filter(({ fullName }) => fullName !== 'Sync').map(({ text }) => text);

  it('nothing, if it only checks: created and changed mean "would"', async () => {
    const before = [...org.state.components.values()];
    const outcome = await deploy(org, app(), { checkOnly: true });
    expect(outcome).to.include({ status: 'Succeeded', checkOnly: true });
    expect(outcome.details.componentSuccesses.at(-1)).to.include({ fullName: 'Sync', changed: true, created: false });
    expect([...org.state.components.values()]).to.deep.equal(before);
  });

  it('nothing, if one component is refused and all are rolled back', async () => {
    const before = [...org.state.components.values()];
    const outcome = await deploy(org, GOOD_AND_BAD);
    expect(outcome).to.include({ status: 'Failed', success: false, numberComponentErrors: 1 });
    expect(outcome.details.componentSuccesses.at(-1)).to.include({ fullName: 'Sync', changed: true });
    expect([...org.state.components.values()]).to.deep.equal(before);
  });

  it('what was not refused, if nothing is rolled back', async () => {
    const outcome = await deploy(org, GOOD_AND_BAD, { rollbackOnError: false });
    expect(outcome).to.include({ status: 'SucceededPartial', success: true });
    expect(syncText(org)).to.contain('<isClientCredentialEnabled>false<');
    expect(policyText(org)).to.equal(policy());
  });

  it('every other component byte for byte as it was', async () => {
    const before = others();
    await deploy(org, app());
    expect(others()).to.deep.equal(before);
  });

  it('the flag as it was, if the org takes the deploy and reverts it', async () => {
    setDeployRules(org.state, { reverts: ['ConnectedApp:Sync'] });
    expect((await deploy(org, app())).status).to.equal('Succeeded');
    expect(syncText(org)).to.contain('<isClientCredentialEnabled>true<').and.not.to.contain(USER);
  });

  it('the flag as it was, if one deploy is to be reverted', async () => {
    org.fault({
      kind: 'deploy-reverted',
      on: 'deploy',
      member: 'ExtlClntAppOauthConfigurablePolicies:Gateway_oauthPlcy',
    });
    await deploy(org, { ...app(), ...policyWith({}) });
    expect(policyText(org)).to.contain('<isClientCredentialsFlowEnabled>true<');
    expect(syncText(org)).to.contain('<isClientCredentialEnabled>false<');
  });

  it('an app without what the org forgets', async () => {
    setDeployRules(org.state, { forgets: ['isAdminApproved', 'profileName'] });
    expect((await deploy(org, app())).status).to.equal('Succeeded');
    expect(syncText(org)).to.contain('<isAdminApproved>false<').and.not.to.contain('profileName');
  });

  it('one app refused for real that passed the check', async () => {
    const refuses: DeployRules['refuses'] = ({ fullName, checkOnly }) =>
      fullName === 'Sync' && !checkOnly ? 'gack' : undefined;
    setDeployRules(org.state, { refuses });
    expect((await deploy(org, app(), { checkOnly: true })).status).to.equal('Succeeded');
    expect(problemsOf(await deploy(org, app()))).to.deep.equal(['gack']);
  });

  it('one app refused by a fault with its name', async () => {
    org.fault({ kind: 'deploy-failed', on: 'deploy', member: 'ConnectedApp:Sync', message: 'locked' });
    const outcome = await deploy(org, { ...app(), ...policyWith({}) });
    expect([problemsOf(outcome), outcome.details.componentSuccesses.length]).to.deep.equal([['locked'], 2]);
  });

  for (const [ignoreWarnings, status] of [
    [false, 'Failed'],
    [true, 'Succeeded'],
  ] as const) {
    it(`a warning: ${status} where ignoreWarnings is ${String(ignoreWarnings)}`, async () => {
      setDeployRules(org.state, { warns: ({ fullName }) => (fullName === 'Sync' ? 'look' : undefined) });
      const outcome = await deploy(org, app(), { ignoreWarnings });
      expect(outcome.status).to.equal(status);
      const rows = [...outcome.details.componentFailures, ...outcome.details.componentSuccesses];
      expect(rows.find(({ fullName }) => fullName === 'Sync')).to.include({
        problem: 'look',
        problemType: 'Warning',
        success: ignoreWarnings,
      });
    });
  }

  it('no app where one was to be deleted', async () => {
    const files = { 'package.xml': manifest([]), 'destructiveChanges.xml': manifest([['ConnectedApp', 'Sync']]) };
    const outcome = await deploy(org, files);
    expect(outcome.details.componentSuccesses.at(-1)).to.include({ fullName: 'Sync', deleted: true });
    expect(org.state.component('ConnectedApp', 'Sync')).to.equal(undefined);
  });

  it('a new app where new ones are allowed, the member named by a wildcard', async () => {
    setDeployRules(org.state, { creation: 'allowed' });
    const fresh = connectedApp(HARMLESS);
    const files = { 'package.xml': manifest([['ConnectedApp', '*']]), 'connectedApps/Fresh.connectedApp': fresh };
    const outcome = await deploy(org, files);
    expect(outcome.details.componentSuccesses.at(-1)).to.include({ fullName: 'Fresh', created: true, changed: true });
    expect(textOf(org, 'ConnectedApp', 'Fresh')).to.contain('<label>Sync</label>');
  });

  it('clients locked out by a secret that was rotated', async () => {
    const before = clientCredentialsOf(org.state, 'ExternalClientApplication', 'Gateway');
    await deploy(org, { [GATEWAY_SETTINGS]: globalSettings({ shouldRotateConsumerSecret: 'true' }) });
    const after = clientCredentialsOf(org.state, 'ExternalClientApplication', 'Gateway');
    expect([after.clientId === before.clientId, after.clientSecret === before.clientSecret]).to.deep.equal([
      true,
      false,
    ]);
    expect(textOf(org, 'ExtlClntAppGlobalOauthSettings', 'Gateway_glbloauth')).to.equal(globalSettings());
  });

  it('clients locked out by a key that was rotated', async () => {
    const before = clientCredentialsOf(org.state, 'ExternalClientApplication', 'Gateway');
    await deploy(org, { [GATEWAY_SETTINGS]: globalSettings({ shouldRotateConsumerKey: 'true' }) });
    expect(clientCredentialsOf(org.state, 'ExternalClientApplication', 'Gateway').clientId).not.to.equal(
      before.clientId,
    );
  });
});
