import type { RowsFile } from '../rowsFile.js';

/** A few people and their log-ins, for the tests of queries. */

export const NOW = Date.parse('2026-05-10T12:00:00Z');

export const rows: RowsFile = {
  UserLicense: [{ Id: '@integration', Name: 'Salesforce Integration' }],
  Profile: [
    { Id: '@narrow', Name: 'Narrow', UserLicenseId: '@integration', PermissionsApiEnabled: true },
    { Id: '@watcher', Name: 'Watcher', PermissionsMonitorLoginHistory: true },
  ],
  User: [
    { Id: '@ann', Username: 'ann@example.com', Name: 'Ann', IsActive: true, ProfileId: '@narrow' },
    { Id: '@ben', Username: 'ben+50%@example.com', Name: "Ben O'Hara", IsActive: false, ProfileId: '@narrow' },
    { Id: '@eve', Username: 'eve@example.com', Name: 'Eve', IsActive: true, ProfileId: '@watcher' },
  ],
  LoginHistory: [
    {
      UserId: '@ann',
      LoginTime: '@-1d',
      LoginSubType: 'OauthClientCredentials',
      Application: 'A',
      SourceIp: '192.0.2.1',
    },
    {
      UserId: '@ann',
      LoginTime: '@-2d',
      LoginSubType: 'OauthClientCredentials',
      Application: 'A',
      SourceIp: '192.0.2.1',
    },
    { UserId: '@ann', LoginTime: '@-100d', LoginSubType: null, Application: 'A', SourceIp: '192.0.2.2' },
    { UserId: '@ben', LoginTime: '@-3d', LoginSubType: 'oauthclientcredential', Application: 'B', SourceIp: null },
  ],
};
