import { expect } from 'chai';
import { withOwnHome } from '../connect.js';
import type { Simulator } from '../simulator.js';
import { deploy, GATEWAY_POLICY, policyText, startBench, SYNC, syncText } from './bench.js';
import { setDeployRules } from './rules.js';
import { connectedApp, HARMLESS, HARMLESS_POLICY, KEY, policy, USER, type Parts } from './samples.js';

describe('a deployed file is the whole definition', () => {
  withOwnHome();
  let org: Simulator;
  beforeEach(async () => {
    org = await startBench();
  });
  afterEach(() => org.stop());

  const deployed = async (text: string): Promise<string> => {
    const outcome = await deploy(org, { [SYNC]: text });
    expect(outcome.status, JSON.stringify(outcome.details.componentFailures)).to.equal('Succeeded');
    return syncText(org);
  };

  it('switches the flow off and takes the execution user away', async () => {
    expect(await deployed(connectedApp(HARMLESS)))
      .to.contain('<isClientCredentialEnabled>false</isClientCredentialEnabled>')
      .and.not.to.contain(USER);
  });

  it('keeps the consumer key although it was not sent', async () => {
    expect(await deployed(connectedApp(HARMLESS))).to.contain(`<consumerKey>${KEY}</consumerKey>`);
  });

  it('leaves every other element as it was', async () => {
    setDeployRules(org.state, { lists: 'as-sent' });
    expect(await deployed(connectedApp(HARMLESS))).to.equal(connectedApp({ ...HARMLESS, consumerKey: KEY }));
  });

  it('drops what the file leaves out; a flag falls back to false', async () => {
    const text = await deployed(connectedApp({ ...HARMLESS, isAdminApproved: undefined }, { profileName: undefined }));
    expect(text).to.contain('<isAdminApproved>false<').and.not.to.contain('profileName');
  });

  it('brings names back in another order, scopes in theirs', async () => {
    const names = [...(await deployed(connectedApp(HARMLESS))).matchAll(/<(?:permissionSetName|scopes)>([^<]*)/g)];
    expect(names.map(([, name]) => name)).to.deep.equal(['Web', 'Api', 'Sync Write', 'Sync Read']);
  });

  for (const element of ['permissionSetName', 'profileName']) {
    it(`loses every assignment to one empty ${element}`, async () => {
      const text = await deployed(connectedApp(HARMLESS, { [element]: ['', 'Admin'] }));
      expect(text).not.to.contain(element);
    });
  }

  const misplaced = (): string => connectedApp(HARMLESS).replace(/( *<isAdminApproved>.*\n)(( *<is.*\n)+)/, '$2$1');

  it('loses an element that stands behind its place without a word', async () => {
    expect(await deployed(misplaced())).to.contain('<isAdminApproved>false<');
  });

  it('takes an element wherever it stands if the org is not so particular', async () => {
    setDeployRules(org.state, { outOfOrder: 'keep' });
    expect(await deployed(misplaced())).to.contain('<isAdminApproved>true<');
  });

  it('takes back in the org’s own order what the org itself wrote out of order', async () => {
    const odd = (parts: Parts): string =>
      connectedApp(parts).replace(/( *<callbackUrl>.*\n)((?:.*\n)*?)( *<\/oauthConfig>)/, '$2$1$3');
    org.setComponent('ConnectedApp', 'Sync', odd({}));
    expect(await deployed(odd(HARMLESS)))
      .to.contain('<callbackUrl>')
      .and.to.contain('<isClientCredentialEnabled>false<');
  });

  it('tells apart what was changed from what was sent as it is', async () => {
    const row = async (): Promise<object | undefined> => {
      const { details } = await deploy(org, { [SYNC]: connectedApp(HARMLESS) });
      return details.componentSuccesses.find(({ fullName }) => fullName === 'Sync');
    };
    expect(await row()).to.include({ created: false, changed: true, deleted: false, success: true });
    const before = syncText(org);
    expect(await row()).to.include({ created: false, changed: false, deleted: false, success: true });
    expect(syncText(org)).to.equal(before);
  });

  it('adds to the grants of a policy, whatever the file leaves out', async () => {
    await deploy(org, { [GATEWAY_POLICY]: policy({ ...HARMLESS_POLICY, commaSeparatedProfile: 'Read Only' }) });
    expect(policyText(org))
      .to.contain('<commaSeparatedProfile>Admin, Integration, Read Only</commaSeparatedProfile>')
      .and.to.contain('<commaSeparatedPermissionSet>Gateway Access</commaSeparatedPermissionSet>')
      .and.to.contain('<isClientCredentialsFlowEnabled>false<');
  });

  it('sets a policy’s words back to their defaults', async () => {
    await deploy(org, { [GATEWAY_POLICY]: policy({ ...HARMLESS_POLICY, permittedUsersPolicyType: undefined }) });
    expect(policyText(org)).to.contain('<permittedUsersPolicyType>AllSelfAuthorized<');
  });
});
