import type { Simulator } from '../simulator.js';
import { GATEWAY_SETTINGS } from './bench.js';
import { app, policyWith, type RefusalCase } from './refusalCase.js';
import {
  connectedApp,
  externalClientApp,
  globalSettings,
  HARMLESS,
  HARMLESS_POLICY,
  KEY,
  policy,
  RETIRED_USER,
  USER,
} from './samples.js';

/** The org does not want what a file says. */

const HEADER = 'externalClientApps/Gateway.eca';
const newApp = { 'connectedApps/Fresh.connectedApp': connectedApp(HARMLESS) };
const otherPolicy = (name: string): string => `extlClntAppOauthPolicies/${name}.ecaOauthPlcy`;

const installed =
  (type: string, fullName: string, text: string) =>
  (org: Simulator): void => {
    org.setComponent(type, fullName, text, { manageableState: 'installed' });
  };

function withoutCustomizing({ state }: Simulator): void {
  for (const row of state.rowsOf('PermissionSet')) row['PermissionsCustomizeApplication'] = false;
}

export const casesOfComponents: readonly RefusalCase[] = [
  { story: 'a new connected app', id: 'creation-blocked', files: newApp },
  {
    story: 'a new app in a namespace of others',
    id: 'other-namespace',
    values: { namespace: 'acme' },
    files: { 'connectedApps/acme__Fresh.connectedApp': connectedApp(HARMLESS) },
  },
  {
    story: 'an app’s own consumer key',
    id: 'key-taken',
    files: app({ consumerKey: KEY }),
  },
  {
    story: 'the consumer key of another app',
    id: 'key-taken',
    files: app({ consumerKey: '3MVG9.key.of.Gateway' }),
  },
  { story: 'a consumer key that nobody has', id: 'key-given', files: app({ consumerKey: '3MVG9.nobody' }) },
  { story: 'an empty consumer key', id: 'key-given', files: app({ consumerKey: '' }) },
  { story: 'a consumer secret', id: 'secret-given', files: app({ consumerSecret: 'S3CR3T' }) },
  {
    story: 'a scope that does not exist',
    id: 'bad-scopes',
    values: { value: 'Everything' },
    files: app({ scopes: ['Api', 'Everything'] }),
  },
  {
    story: 'an installed connected app',
    id: 'managed',
    values: { type: 'ConnectedApp', id: '*' },
    files: app(),
    prepare: installed('ConnectedApp', 'Sync', connectedApp()),
  },
  {
    story: 'a user nobody knows, in a connected app',
    id: 'user-invalid',
    files: app({ isClientCredentialEnabled: 'true', oauthClientCredentialUser: 'nobody@example.com' }),
  },
  {
    story: 'an inactive user, in a policy',
    id: 'user-invalid',
    files: policyWith({ isClientCredentialsFlowEnabled: 'true', clientCredentialsFlowUser: RETIRED_USER }),
  },
  {
    story: 'a user left behind in a connected app whose flow is off',
    id: 'user-while-off',
    values: { element: 'oauthClientCredentialUser' },
    files: app({ oauthClientCredentialUser: USER }),
  },
  {
    story: 'a user left behind in a policy whose flow is off',
    id: 'user-while-off',
    values: { element: 'clientCredentialsFlowUser' },
    files: policyWith({ clientCredentialsFlowUser: USER }),
  },
  {
    story: 'a user taken out where the org wants them kept',
    id: 'user-must-stay',
    values: { element: 'oauthClientCredentialUser' },
    files: app(),
    rules: { userWhileOff: 'must-stay' },
  },
  {
    story: 'a policy of an app that does not exist',
    id: 'parent-unknown',
    files: { [otherPolicy('Nowhere')]: policy({ ...HARMLESS_POLICY, externalClientApplication: 'Nowhere' }) },
  },
  {
    story: 'a policy moved to another app',
    id: 'parent-unknown',
    files: policyWith({ externalClientApplication: 'Elsewhere' }),
    prepare: (org) => void org.setComponent('ExternalClientApplication', 'Elsewhere', externalClientApp()),
  },
  {
    story: 'a policy under a name that was computed',
    id: 'second-policy',
    values: { existing: 'Gateway_oauthPlcy' },
    files: { [otherPolicy('Gateway_defaultPolicy')]: policy(HARMLESS_POLICY) },
  },
  {
    story: 'a profile that is granted already',
    id: 'profiles-taken',
    files: policyWith({ commaSeparatedProfile: 'Integration' }),
  },
  {
    story: 'a permission set that is granted already',
    id: 'permission-sets-taken',
    files: policyWith({ commaSeparatedPermissionSet: 'Gateway Access' }),
  },
  {
    story: 'another key in the global settings',
    id: 'key-given',
    files: { [GATEWAY_SETTINGS]: globalSettings({ consumerKey: '3MVG9.nobody' }) },
  },
  {
    story: 'the header of an installed external client app',
    id: 'managed',
    values: { type: 'ExternalClientApplication', id: '*' },
    files: { [HEADER]: externalClientApp() },
    prepare: installed('ExternalClientApplication', 'Gateway', externalClientApp()),
  },
  {
    story: 'an installed policy, where the org says so',
    id: 'managed',
    values: { type: 'ExtlClntAppOauthConfigurablePolicies', id: '*' },
    files: policyWith({}),
    rules: { managed: 'refuse-policies-too' },
    prepare: installed('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', policy()),
  },
  {
    story: 'a caller who may not manage connected apps',
    id: 'access-denied',
    files: app(),
    prepare: withoutCustomizing,
  },
];
