/** User permissions that make an execution user broad, by their API names. */
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
 * Every org has these. One of them missing from a successful describe means that the caller may not see it,
 * so it is unknown; any other missing one cannot be granted in that org.
 */
const PERMISSIONS_OF_EVERY_ORG: readonly string[] = [
  'AuthorApex',
  'CustomizeApplication',
  'ManageUsers',
  'ModifyAllData',
  'ViewAllData',
];

export const MODIFY_ALL_DATA = 'ModifyAllData';

/** The sign of an integration user. Not broad, but read along with what is. */
export const API_ONLY = 'ApiUserOnly';

export const columnOf = (permission: string): string => `Permissions${permission}`;

/** Missing from a describe, these were hidden from the caller. Any other one cannot be granted in that org. */
export const mayExistUnseen = (permission: string): boolean =>
  permission === API_ONLY || PERMISSIONS_OF_EVERY_ORG.includes(permission);
