import type { StepName } from '../../../src/posture/model.js';

/** What an audit asks an org for, and the step of the coverage that has to tell when it is not answered. */
export type AuditRequestRow = {
  name: string;
  /** Tried on a request's operation and on what it asks for. */
  on: RegExp;
  /** The first match that counts. */
  nth?: number;
  /** Without one nothing can be audited at all. */
  step?: StepName;
  /** A second source that an audit does without, and says nothing of. */
  isExtra?: true;
  /** Not every org has the object, so an org that says that it doesn't is believed. */
  isOptional?: true;
  /** A retrieve: the job itself can fail as well. */
  isJob?: true;
};

const APPS = /^(ConnectedApp|ExternalClientApplication|ExtlClntApp\w+):\d/;
const AROUND = /^(Profile|Settings):\d/;

export const AUDIT_REQUESTS: readonly AuditRequestRow[] = [
  { name: 'the API versions', on: /^versions$/ },
  { name: 'the organization', on: /FROM Organization$/ },
  { name: 'the fields of the caller’s permissions', on: /^UserPermissionAccess$/, step: 'caller-permissions' },
  { name: 'the caller’s permissions', on: /FROM UserPermissionAccess$/, step: 'caller-permissions' },
  {
    name: 'external client apps by query',
    on: /FROM ExternalClientApplication$/,
    step: 'query-external-client-apps',
  },
  { name: 'OAuth policies by query', on: /FROM ExtlClntAppOauthPlcyCnfg$/, step: 'query-oauth-policies' },
  { name: 'app policies by query', on: /FROM ExtlClntAppPlcyCnfg$/, step: 'query-app-policies' },
  { name: 'connected apps by query', on: /FROM ConnectedApplication$/, isExtra: true },
  { name: 'the list of connected apps', on: /^([\w,]+,)?ConnectedApp(,|$)/, step: 'list-connected-apps' },
  {
    name: 'the list of external client apps',
    on: /^([\w,]+,)?ExternalClientApplication(,|$)/,
    step: 'list-external-client-apps',
  },
  {
    name: 'the list of OAuth policies',
    on: /^([\w,]+,)?ExtlClntAppOauthConfigurablePolicies(,|$)/,
    step: 'list-oauth-policies',
  },
  {
    name: 'the list of app policies',
    on: /^([\w,]+,)?ExtlClntAppConfigurablePolicies(,|$)/,
    step: 'list-app-policies',
  },
  { name: 'the list of profiles', on: /^([\w,]+,)?Profile(,|$)/, step: 'list-profiles' },
  { name: 'the retrieve of the apps', on: APPS, step: 'retrieve-apps', isJob: true },
  { name: 'the files of the apps', on: /^checkRetrieveStatus$/, step: 'retrieve-apps' },
  {
    name: 'transaction security',
    on: /FROM TransactionSecurityPolicy$/,
    step: 'query-transaction-security',
    isOptional: true,
  },
  { name: 'the audit trail', on: /FROM SetupAuditTrail WHERE/, step: 'query-audit-trail' },
  { name: 'execution users', on: /FROM User WHERE/, step: 'query-users' },
  { name: 'the fields of permission sets', on: /^PermissionSet$/, step: 'describe-permissions' },
  { name: 'the fields of assignments', on: /^PermissionSetAssignment$/, step: 'describe-permissions' },
  { name: 'assignments', on: /FROM PermissionSetAssignment WHERE/, step: 'query-permissions' },
  { name: 'object permissions', on: /FROM ObjectPermissions WHERE/, step: 'query-object-permissions' },
  { name: 'log-ins', on: /FROM LoginHistory WHERE/, step: 'query-login-history' },
  {
    name: 'the retrieve of profiles and settings',
    on: AROUND,
    step: 'retrieve-profiles-and-settings',
    isJob: true,
  },
  {
    name: 'the files of profiles and settings',
    on: /^checkRetrieveStatus$/,
    nth: 2,
    step: 'retrieve-profiles-and-settings',
  },
];

/** What the control asks for that is only evaluated by name, after all of that. */
export const SETTINGS_REQUESTS: readonly AuditRequestRow[] = [
  { name: 'the setting of secrets', on: /^Settings:1$/, step: 'retrieve-secret-setting', isJob: true },
  { name: 'the file of that setting', on: /^checkRetrieveStatus$/, nth: 3, step: 'retrieve-secret-setting' },
  { name: 'the list of OAuth settings', on: /^ExtlClntAppGlobalOauthSettings$/, step: 'list-oauth-settings' },
  {
    name: 'the retrieve of OAuth settings',
    on: /^ExtlClntAppGlobalOauthSettings:\d/,
    step: 'retrieve-oauth-settings',
    isJob: true,
  },
  { name: 'the files of OAuth settings', on: /^checkRetrieveStatus$/, nth: 4, step: 'retrieve-oauth-settings' },
];
