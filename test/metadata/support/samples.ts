/** Small real-looking files for cases that differ in one element. */

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
const METADATA = 'http://soap.sforce.com/2006/04/metadata';

export const file = (type: string, inside: string): string =>
  `${DECLARATION}\n<${type} xmlns="${METADATA}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n${inside}</${type}>\n`;

export const connectedApp = (oauthConfig: string, rest = ''): string =>
  file(
    'ConnectedApp',
    `    <contactEmail>owner@example.com</contactEmail>
    <label>Billing</label>
    <oauthConfig>
        <callbackUrl>https://example.com/callback</callbackUrl>
${oauthConfig}        <isAdminApproved>false</isAdminApproved>
        <scopes>Web</scopes>
        <scopes>Api</scopes>
    </oauthConfig>
${rest}`,
  );

export const policy = (inside: string): string =>
  file(
    'ExtlClntAppOauthConfigurablePolicies',
    `    <commaSeparatedPermissionSet>Billing</commaSeparatedPermissionSet>
    <externalClientApplication>Billing</externalClientApplication>
    <ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType>
${inside}    <label>Billing_policy</label>
`,
  );
