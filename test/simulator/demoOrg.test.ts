import { expect } from 'chai';
import { query } from './ask.js';
import { DEMO_ORG } from './connect.js';
import { startSimulator, type Simulator } from './simulator.js';

describe('the demo org', () => {
  let org: Simulator;
  before(async () => {
    org = await startSimulator({
      folder: DEMO_ORG,
      overrides: {
        'ExtlClntAppOauthPlcyCnfg:Ticket_Bridge': { IsClientCredentialsFlowEnabled: true },
        'ExtlClntAppOauthPlcyCnfg:Survey_Import_oauthPlcy': 'absent',
      },
    });
  });
  after(() => org.stop());

  it('derives the policies that SOQL shows from its metadata, relaxation as a number', async () => {
    const { records } = await query(
      org,
      'SELECT DeveloperName, IsClientCredentialsFlowEnabled, ClientCredentialsFlowUser, IpRelaxationPolicyType, ' +
        'ExternalClientApplication.DeveloperName FROM ExtlClntAppOauthPlcyCnfg ORDER BY DeveloperName',
    );
    const shown = records.map((row) => [
      row['DeveloperName'],
      row['IsClientCredentialsFlowEnabled'],
      row['IpRelaxationPolicyType'],
      (row['ExternalClientApplication'] as { DeveloperName: string }).DeveloperName,
    ]);
    expect(shown).to.deep.equal([
      ['Archive_Loader_oauthPlcy', true, 0, 'Archive_Loader'],
      ['Catalogue_Publisher_OauthSettings_defaultPolicy', true, 0, 'Catalogue_Publisher'],
      ['Partner_Hub_oauth_defaultPolicy', true, 0, 'Partner_Hub'],
      ['Ticket_Bridge', true, 0, 'Ticket_Bridge'],
      ['Warehouse_Gateway_oauthPlcy', true, 2, 'Warehouse_Gateway'],
    ]);
  });

  it('gives each user one permission set of their profile, and the others with where they come from', async () => {
    const { records } = await query(
      org,
      'SELECT PermissionSet.Name, PermissionSet.IsOwnedByProfile, PermissionSetGroup.DeveloperName FROM ' +
        "PermissionSetAssignment WHERE Assignee.Username = 'integration.partner@example.com'",
    );
    const rows = records as {
      PermissionSet: { IsOwnedByProfile: boolean };
      PermissionSetGroup: { DeveloperName: string } | null;
    }[];
    expect(rows.filter(({ PermissionSet }) => PermissionSet.IsOwnedByProfile)).to.have.length(1);
    expect(rows.map(({ PermissionSetGroup }) => PermissionSetGroup?.DeveloperName)).to.include('Partner_Access');
  });

  it('finds a user’s profile by its metadata id', () => {
    const profile = org.state.component('Profile', 'Integration%3A Billing');
    expect(org.state.user('integration.billing@example.com')?.['ProfileId']).to.equal(profile?.id);
  });
});
