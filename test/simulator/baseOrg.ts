import { PERMISSIONS } from './data/permissions.js';
import { idOf } from './ids.js';
import { component } from './load.js';
import { typeNamed } from './metadata/types.js';
import type { Settings } from './settings.js';
import { OrgState, type OrgIdentity, type Row } from './state.js';

/** What every org has: itself, and an administrator with all permissions. */

export const ADMINISTRATOR = 'admin@example.com';

const PROFILE = `<?xml version="1.0" encoding="UTF-8"?>
<Profile xmlns="http://soap.sforce.com/2006/04/metadata">
    <custom>false</custom>
    <userLicense>Salesforce</userLicense>
</Profile>
`;

export function baseOrg(settings: Settings, identity: Partial<OrgIdentity> = {}): OrgState {
  const org = { id: idOf('Organization', 1), name: 'Simulated org', isSandbox: false, namespace: null, ...identity };
  const state = new OrgState(org, settings);
  state.addRow('Organization', organization(org));
  const licence = state.addRow('UserLicense', {
    Name: 'Salesforce',
    MasterLabel: 'Salesforce',
    LicenseDefinitionKey: 'SFDC',
  });
  const type = typeNamed('Profile');
  if (!type) throw new Error('The table of metadata types has no Profile.');
  const profile = component(state, type, 'Admin', PROFILE);
  state.setComponent(profile);
  state.addRow('Profile', {
    Id: profile.id,
    Name: 'System Administrator',
    UserLicenseId: licence['Id'],
    UserType: 'Standard',
    ...administrative,
  });
  state.addRow('User', {
    Username: ADMINISTRATOR,
    Name: 'Administrator',
    IsActive: true,
    UserType: 'Standard',
    ProfileId: profile.id,
  });
  return state;
}

const administrative = Object.fromEntries(
  PERMISSIONS.filter((name) => name !== 'ApiUserOnly' && name !== 'BulkApiHardDelete').map((name) => [
    `Permissions${name}`,
    true,
  ]),
);

function organization(org: OrgIdentity): Row {
  return {
    Id: org.id,
    Name: org.name,
    InstanceName: 'SIM1',
    IsSandbox: org.isSandbox,
    TrialExpirationDate: null,
    NamespacePrefix: org.namespace,
    OrganizationType: 'Enterprise Edition',
    LanguageLocaleKey: 'en_US',
  };
}
