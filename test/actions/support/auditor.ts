import type { RowsFile } from '../../simulator/rowsFile.js';

export const AUDITOR = 'auditor@example.com';

/** Somebody with these permissions and no others. */
export const auditorWith = (...permissions: string[]): RowsFile => ({
  Profile: [
    {
      Id: '@auditor-profile',
      Name: 'Auditor',
      UserType: 'Standard',
      PermissionsApiEnabled: true,
      ...Object.fromEntries(permissions.map((name) => [`Permissions${name}`, true])),
    },
  ],
  User: [{ Username: AUDITOR, Name: 'Auditor', IsActive: true, UserType: 'Standard', ProfileId: '@auditor-profile' }],
});

export const FOR_CONNECTED_APPS = ['ModifyMetadata', 'CustomizeApplication', 'ManageRemoteAccess'];
export const FOR_EXTERNAL_CLIENT_APPS = ['ModifyMetadata', 'ExternalClientAppViewer'];
