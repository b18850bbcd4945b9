/** Files of a generated org. */

export type Shape = { on: boolean; user: string | undefined };

const file = (root: string, ...lines: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n` +
  `${lines.map((line) => `    ${line}\n`).join('')}</${root}>\n`;

const userElement = (name: string, { on, user }: Shape): string[] =>
  on && user !== undefined ? [`<${name}>${user}</${name}>`] : [];

export const connectedApp = (name: string, shape: Shape): string =>
  file(
    'ConnectedApp',
    '<contactEmail>owner@example.com</contactEmail>',
    `<label>${name}</label>`,
    '<oauthConfig>',
    '    <callbackUrl>https://app.example.com/callback</callbackUrl>',
    `    <consumerKey>3MVG9.key.of.${name}</consumerKey>`,
    `    <isClientCredentialEnabled>${String(shape.on)}</isClientCredentialEnabled>`,
    '    <isCodeCredentialEnabled>false</isCodeCredentialEnabled>',
    ...userElement('oauthClientCredentialUser', shape).map((line) => `    ${line}`),
    '    <scopes>Api</scopes>',
    '</oauthConfig>',
    '<oauthPolicy>',
    '    <ipRelaxation>ENFORCE</ipRelaxation>',
    '    <refreshTokenPolicy>infinite</refreshTokenPolicy>',
    '</oauthPolicy>',
  );

export const eca = (name: string): string =>
  file(
    'ExternalClientApplication',
    '<contactEmail>owner@example.com</contactEmail>',
    '<distributionState>Local</distributionState>',
    '<isProtected>false</isProtected>',
    `<label>${name}</label>`,
  );

export const ecaPolicy = (app: string, shape: Shape): string =>
  file(
    'ExtlClntAppOauthConfigurablePolicies',
    ...userElement('clientCredentialsFlowUser', shape),
    `<externalClientApplication>${app}</externalClientApplication>`,
    '<ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType>',
    `<isClientCredentialsFlowEnabled>${String(shape.on)}</isClientCredentialsFlowEnabled>`,
    `<label>${app}_oauthPlcy</label>`,
    '<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>',
    '<refreshTokenPolicyType>Infinite</refreshTokenPolicyType>',
    '<requiredSessionLevel>STANDARD</requiredSessionLevel>',
  );

export const profile = (n: number): string =>
  file(
    'Profile',
    '<custom>true</custom>',
    ...(n % 2 === 0
      ? [
          '<loginIpRanges>',
          `    <endAddress>192.0.2.${String(n + 20)}</endAddress>`,
          `    <startAddress>192.0.2.${String(n)}</startAddress>`,
          '</loginIpRanges>',
        ]
      : []),
    '<userLicense>Salesforce Integration</userLicense>',
  );
