import { SYNC } from './bench.js';
import { app, policyWith, type RefusalCase } from './refusalCase.js';
import { connectedApp, externalClientApp, HARMLESS } from './samples.js';

/** A file cannot be read, or does not fit its type. */

const CONFLICT = connectedApp(HARMLESS).replace('    <label>', '<<<<<<< HEAD\n    <label>');

export const casesOfFiles: readonly RefusalCase[] = [
  {
    story: 'committed conflict markers',
    id: 'not-well-formed',
    values: { reason: '*' },
    files: { [SYNC]: CONFLICT },
  },
  {
    story: 'an external client app in the folder of connected apps',
    id: 'wrong-root',
    values: { element: 'ExternalClientApplication' },
    files: { [SYNC]: externalClientApp() },
  },
  {
    story: 'a file without the namespace of metadata',
    id: 'wrong-root',
    values: { element: 'ConnectedApp' },
    files: { [SYNC]: connectedApp(HARMLESS).replace(/ xmlns="[^"]*"/, '') },
  },
  {
    story: 'an invented element',
    id: 'element-unknown',
    values: { element: 'oauthFlows', type: 'ConnectedAppOauthConfig' },
    files: app({ oauthFlows: 'x' }),
  },
  {
    story: 'an element that this API version does not know yet',
    id: 'element-unknown',
    values: { element: 'isClientCredentialEnabled', type: 'ConnectedAppOauthConfig' },
    files: { [SYNC]: connectedApp({ ...HARMLESS, isPkceRequired: undefined }) },
    options: { version: '55.0' },
  },
  {
    story: 'the flag twice',
    id: 'element-repeated',
    values: { element: 'isClientCredentialEnabled', type: 'ConnectedAppOauthConfig' },
    files: app({ isClientCredentialEnabled: ['false', 'false'] }),
  },
  {
    story: 'scopes with something in between',
    id: 'element-repeated',
    values: { element: 'scopes', type: 'ConnectedAppOauthConfig' },
    files: {
      [SYNC]: connectedApp(HARMLESS).replace(
        '<scopes>Api<',
        '<singleLogoutUrl>https://x</singleLogoutUrl><scopes>Api<',
      ),
    },
  },
  {
    story: 'a flag that is no boolean',
    id: 'not-boolean',
    values: { element: 'isClientCredentialEnabled', value: 'off' },
    files: app({ isClientCredentialEnabled: 'off' }),
  },
  ...(['label', 'contactEmail'] as const).map((element): RefusalCase => ({
    story: `a connected app without ${element}`,
    id: 'field-missing',
    values: { element },
    files: app({}, { [element]: undefined }),
  })),
  {
    story: 'a connected app without callbackUrl',
    id: 'field-missing',
    values: { element: 'callbackUrl' },
    files: app({ callbackUrl: '' }),
  },
  ...(['ipRelaxation', 'refreshTokenPolicy'] as const).map((element): RefusalCase => ({
    story: `a connected app without ${element}`,
    id: 'field-missing',
    values: { element },
    files: app({}, {}, { [element]: undefined }),
  })),
  {
    story: 'a policy that belongs to no app',
    id: 'field-missing',
    values: { element: 'externalClientApplication' },
    files: policyWith({ externalClientApplication: undefined }),
  },
  {
    story: 'a word that the enum does not know',
    id: 'enum-invalid',
    values: { value: 'AdminApproved', enum: 'PermittedUsersPolicyType' },
    files: policyWith({ permittedUsersPolicyType: 'AdminApproved' }),
  },
  {
    story: 'an IP relaxation of the other kind of app',
    id: 'enum-invalid',
    values: { value: 'Enforce', enum: 'ConnectedAppOauthIpRelaxation' },
    files: app({}, {}, { ipRelaxation: 'Enforce' }),
  },
  {
    story: 'a type before its time',
    id: 'type-unavailable',
    files: policyWith({}),
    options: { version: '58.0' },
  },
];
