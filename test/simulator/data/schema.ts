import type { Settings } from '../settings.js';
import { PERMISSIONS } from './permissions.js';

/** What objects and fields this org knows. A column that is not in here fails its query, as it does on the platform. */

export type FieldType = 'id' | 'string' | 'boolean' | 'datetime' | 'int' | 'reference';
export type Field = {
  name: string;
  type: FieldType;
  relationship?: { name: string; object: string };
  filterable: boolean;
  groupable: boolean;
};
export type Schema = { object: string; fields: ReadonlyMap<string, Field> };

const permissionFields = PERMISSIONS.map((name) => `Permissions${name}:boolean`).join(' ');

/** `Name:type`, `Name>Object` for a reference, `Name>Object.Relationship` where its name is not the field's. */
const objects: Readonly<Record<string, string>> = {
  AuthSession: 'UsersId>User LoginType LoginSubType CreatedDate:datetime NumSecondsValid:int SourceIp',
  ConnectedApplication:
    'Name CreatedDate:datetime LastModifiedDate:datetime OptionsAllowAdminApprovedUsersOnly:boolean StartUrl',
  DeployRequest:
    'Status CheckOnly:boolean CreatedDate:datetime StartDate:datetime CompletedDate:datetime CreatedById>User',
  ExternalClientApplication: 'DeveloperName MasterLabel NamespacePrefix DistributionState ContactEmail',
  ExtlClntAppOauthPlcyCnfg:
    'DeveloperName MasterLabel NamespacePrefix IsClientCredentialsFlowEnabled:boolean ClientCredentialsFlowUser ' +
    'IpRelaxationPolicyType:int ExternalClientApplicationId>ExternalClientApplication',
  ExtlClntAppPlcyCnfg:
    'DeveloperName MasterLabel NamespacePrefix IsEnabled:boolean OauthPluginStatus ' +
    'ExternalClientApplicationId>ExternalClientApplication',
  LoginHistory:
    'UserId:reference LoginTime:datetime LoginType LoginSubType Application Status SourceIp LoginUrl ApiType ApiVersion',
  ObjectPermissions:
    'ParentId>PermissionSet SobjectType PermissionsRead:boolean PermissionsCreate:boolean PermissionsEdit:boolean ' +
    'PermissionsDelete:boolean PermissionsViewAllRecords:boolean PermissionsModifyAllRecords:boolean',
  Organization:
    'Name InstanceName IsSandbox:boolean TrialExpirationDate:datetime NamespacePrefix OrganizationType LanguageLocaleKey',
  PermissionSet:
    'Name Label NamespacePrefix Type IsOwnedByProfile:boolean IsCustom:boolean HasActivationRequired:boolean ' +
    `ProfileId>Profile PermissionSetGroupId>PermissionSetGroup LicenseId:reference ${permissionFields}`,
  PermissionSetAssignment:
    'AssigneeId>User PermissionSetId>PermissionSet PermissionSetGroupId>PermissionSetGroup ExpirationDate:datetime ' +
    'IsActive:boolean IsRevoked:boolean',
  PermissionSetGroup: 'DeveloperName MasterLabel Status NamespacePrefix HasActivationRequired:boolean',
  Profile: `Name UserLicenseId>UserLicense UserType ${permissionFields}`,
  SetupAuditTrail: 'Action Section Display CreatedDate:datetime CreatedById>User DelegateUser',
  TransactionSecurityPolicy:
    'DeveloperName MasterLabel EventName EventType State:string ExecutionUserId>User Type NamespacePrefix',
  User:
    'Username Name FirstName LastName Email IsActive:boolean UserType ProfileId>Profile LastLoginDate:datetime ' +
    'CreatedDate:datetime FederationIdentifier UserRoleId:reference',
  UserLicense: 'Name MasterLabel LicenseDefinitionKey',
  UserPermissionAccess: permissionFields,
};

/** What an org of an earlier release does not have. */
const laterFields = ({ newestApiVersion }: Settings): string[] =>
  newestApiVersion < 67 ? ['AuthSession.LoginSubType'] : [];

/** Documented, or said of real orgs: see `refusals.ts`. */
const unfilterable = (settings: Settings): ReadonlySet<string> =>
  new Set(['LoginHistory.Application', ...(settings.loginSubTypeFilterable ? [] : ['LoginHistory.LoginSubType'])]);

export function schemaOf(object: string, settings: Settings): Schema | undefined {
  const name = Object.keys(objects).find((known) => known.toLowerCase() === object.toLowerCase());
  const declared = name && !settings.missingTypes.includes(name) ? objects[name] : undefined;
  if (name === undefined || declared === undefined) return undefined;
  const missing = new Set([...settings.missingFields, ...laterFields(settings)].map((field) => field.toLowerCase()));
  const closed = unfilterable(settings);
  const fields = ['Id:id', ...declared.split(' ')]
    .map((text) => fieldFrom(text, name, closed))
    .filter((field) => !missing.has(`${name}.${field.name}`.toLowerCase()));
  return { object: name, fields: new Map(fields.map((field) => [field.name.toLowerCase(), field])) };
}

function fieldFrom(text: string, object: string, closed: ReadonlySet<string>): Field {
  const [, name = '', target, type = 'string'] = /^(\w+)(?:>(\w+)|:(\w+))?$/.exec(text) ?? [];
  const common = { name, filterable: !closed.has(`${object}.${name}`), groupable: type !== 'datetime' };
  if (target === undefined) return { ...common, type: type as FieldType };
  return { ...common, type: 'reference', relationship: { name: name.replace(/Id$/, ''), object: target } };
}
