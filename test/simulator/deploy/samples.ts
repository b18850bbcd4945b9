/** Files of apps for the tests of deploys: each can be spoiled in one place by giving that element another value. */

export type Parts = Readonly<Record<string, string | readonly string[] | undefined>>;

const INDENT = '    ';

export function file(root: string, parts: Parts): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${lines(parts)}</${root}>\n`;
}

/** Markup inside a block, one level down. */
export function block(parts: Parts): string {
  return `\n${lines(parts, INDENT + INDENT)}${INDENT}`;
}

function lines(parts: Parts, indent = INDENT): string {
  return Object.entries(parts)
    .flatMap(([name, value]) => [value ?? []].flat().map((one) => `${indent}<${name}>${one}</${name}>\n`))
    .join('');
}

export const KEY = '3MVG9.key.of.Sync';
export const USER = 'integration.user@example.com';
export const RETIRED_USER = 'retired.user@example.com';

export const OAUTH_CONFIG: Parts = {
  callbackUrl: 'https://app.example.com/callback',
  consumerKey: KEY,
  isAdminApproved: 'true',
  isClientCredentialEnabled: 'true',
  isPkceRequired: 'false',
  oauthClientCredentialUser: USER,
  scopes: ['Web', 'Api'],
};

export const OAUTH_POLICY: Parts = { ipRelaxation: 'ENFORCE', refreshTokenPolicy: 'infinite' };

export function connectedApp(oauthConfig: Parts = {}, app: Parts = {}, oauthPolicy: Parts = {}): string {
  return file('ConnectedApp', {
    contactEmail: 'owner@example.com',
    label: 'Sync',
    oauthConfig: block({ ...OAUTH_CONFIG, ...oauthConfig }),
    oauthPolicy: block({ ...OAUTH_POLICY, ...oauthPolicy }),
    permissionSetName: ['Sync Read', 'Sync Write'],
    profileName: ['Admin', 'Integration'],
    ...app,
  });
}

/** As a careful caller sends it: no key, flow off, nobody to run as. */
export const HARMLESS: Parts = {
  consumerKey: undefined,
  isClientCredentialEnabled: 'false',
  oauthClientCredentialUser: undefined,
};

export function policy(parts: Parts = {}): string {
  return file('ExtlClntAppOauthConfigurablePolicies', {
    clientCredentialsFlowUser: USER,
    commaSeparatedPermissionSet: 'Gateway Access',
    commaSeparatedProfile: 'Admin, Integration',
    externalClientApplication: 'Gateway',
    ipRelaxationPolicyType: 'Enforce',
    isClientCredentialsFlowEnabled: 'true',
    label: 'Gateway policy',
    permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
    refreshTokenPolicyType: 'Infinite',
    requiredSessionLevel: 'STANDARD',
    ...parts,
  });
}

export const HARMLESS_POLICY: Parts = {
  clientCredentialsFlowUser: undefined,
  commaSeparatedPermissionSet: undefined,
  commaSeparatedProfile: undefined,
  isClientCredentialsFlowEnabled: 'false',
};

export const externalClientApp = (): string =>
  file('ExternalClientApplication', {
    contactEmail: 'owner@example.com',
    distributionState: 'Local',
    isProtected: 'false',
    label: 'Gateway',
  });

export const pluginPolicy = (parts: Parts = {}): string =>
  file('ExtlClntAppConfigurablePolicies', {
    externalClientApplication: 'Gateway',
    isEnabled: 'true',
    isOauthPluginEnabled: 'true',
    label: 'Gateway plugins',
    ...parts,
  });

export const globalSettings = (parts: Parts = {}): string =>
  file('ExtlClntAppGlobalOauthSettings', {
    callbackUrl: 'https://gateway.example.com/callback',
    consumerKey: '3MVG9.key.of.Gateway',
    externalClientApplication: 'Gateway',
    isClientCredentialsFlowEnabled: 'true',
    label: 'Gateway settings',
    shouldRotateConsumerKey: 'false',
    shouldRotateConsumerSecret: 'false',
    ...parts,
  });
