/** User permissions that make a Run As user broad, by API name. */
export const BROAD_PERMISSIONS = [
  'AssignPermissionSets',
  'AuthorApex',
  'BulkApiHardDelete',
  'CanApproveUninstalledApps',
  'ClientSecretRotation',
  'CustomizeApplication',
  'DataExport',
  'ExternalClientAppAdmin',
  'ExternalClientAppDeveloper',
  'ManageCertificates',
  'ManageEncryptionKeys',
  'ManageInternalUsers',
  'ManageIpAddresses',
  'ManageLoginAccessPolicies',
  'ManageProfilesPermissionsets',
  'ManageRemoteAccess',
  'ManageRoles',
  'ManageSharing',
  'ManageUsers',
  'ModifyAllData',
  'ModifyMetadata',
  'QueryAllFiles',
  'ResetPasswords',
  'ViewAllData',
  'ViewAllFieldsGlobal',
  'ViewClientSecret',
  'ViewEncryptedData',
] as const;

/**
 * Every org has these. If one is missing in a successful describe, the caller can't see it, so it's unknown. Any other
 * missing permission can't be granted in that org.
 */
const PERMISSIONS_OF_EVERY_ORG: readonly string[] = [
  'AuthorApex',
  'CustomizeApplication',
  'ManageUsers',
  'ModifyAllData',
  'ViewAllData',
];

export const MODIFY_ALL_DATA = 'ModifyAllData';

/** The sign of an integration user. It isn't broad, but is read together with the broad ones. */
export const API_ONLY = 'ApiUserOnly';

export const columnOf = (permission: string): string => `Permissions${permission}`;

/**
 * If one of these is missing in a describe, it was hidden from the caller. Any other one can't be granted in that org.
 */
export const mayExistUnseen = (permission: string): boolean =>
  permission === API_ONLY || PERMISSIONS_OF_EVERY_ORG.includes(permission);
