import type { OrgState, Row } from '../state.js';

/** User permissions this org knows, as they stand behind `Permissions` in field names. */
export const PERMISSIONS = [
  'ApiEnabled',
  'ApiUserOnly',
  'AssignPermissionSets',
  'AuthorApex',
  'BulkApiHardDelete',
  'CanApproveUninstalledApps',
  'ClientSecretRotation',
  'CustomizeApplication',
  'DataExport',
  'ExternalClientAppAdmin',
  'ExternalClientAppDeveloper',
  'ExternalClientAppViewer',
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
  'MonitorLoginHistory',
  'QueryAllFiles',
  'ResetPasswords',
  'ViewAllData',
  'ViewAllFieldsGlobal',
  'ViewAllProfiles',
  'ViewAllUsers',
  'ViewClientSecret',
  'ViewEncryptedData',
  'ViewSetup',
  'ViewSetupAuditTrail',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What a user holds by profile, permission sets and groups; assignments that ended do not count. */
export function permissionsOf(state: OrgState, userId: string, now: number): ReadonlySet<Permission> {
  const sets = new Map(state.rowsOf('PermissionSet').map((row) => [row['Id'], row]));
  const held = state
    .rowsOf('PermissionSetAssignment')
    .filter((row) => row['AssigneeId'] === userId && row['IsActive'] !== false && !isOver(row, now))
    .map((row) => sets.get(row['PermissionSetId']));
  return new Set(PERMISSIONS.filter((name) => held.some((row) => row?.[`Permissions${name}`] === true)));
}

function isOver(row: Row, now: number): boolean {
  const end = row['ExpirationDate'];
  return typeof end === 'string' && Date.parse(end) <= now;
}

const ECA = ['ExternalClientAppAdmin', 'ExternalClientAppDeveloper', 'ExternalClientAppViewer'] as const;

/** Whether components of this type show up for somebody with these permissions. */
export function maySee(type: string, held: ReadonlySet<Permission>): boolean {
  const any = (...names: readonly Permission[]): boolean => names.some((name) => held.has(name));
  if (!any('ModifyMetadata', 'ModifyAllData')) return false;
  if (type === 'ConnectedApp') return held.has('CustomizeApplication') && any('ModifyAllData', 'ManageRemoteAccess');
  if (type.startsWith('ExternalClientApp') || type.startsWith('ExtlClntApp')) return any(...ECA);
  return true;
}
