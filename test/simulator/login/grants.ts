import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import type { OrgState } from '../state.js';
import { oauthRefusal } from '../refusals.js';
import type { Grants, TokenRequest } from '../wire.js';
import { CLI_CLIENT } from './credentials.js';
import { appAsks } from './jwtOfApp.js';

/** Ways to an access token. The password flow is not among them: this org has it blocked, as new orgs do. */
export const loginGrants: Grants = {
  refresh_token: ({ form, state }) => {
    const known = state.refreshTokens.get(form.get('refresh_token') ?? '');
    if (!known) throw oauthRefusal('refresh-refused');
    const clientId = clientOf(form, state);
    if (known.clientId !== clientId) throw oauthRefusal('client-unknown');
    return known;
  },
  'urn:ietf:params:oauth:grant-type:jwt-bearer': (request) => {
    const ofApp = appAsks(request);
    if (ofApp) return ofApp;
    const claims = verified(request);
    const user = request.state.user(claims.sub);
    if (!user) throw oauthRefusal('user-not-approved');
    return { userId: String(user['Id']), clientId: claims.iss };
  },
};

function clientOf(form: URLSearchParams, state: OrgState): string {
  const id = form.get('client_id') ?? '';
  const client = state.clients.get(id);
  if (!client && id !== CLI_CLIENT) throw oauthRefusal('client-unknown');
  if (client?.secret !== undefined && form.get('client_secret') !== client.secret) {
    throw oauthRefusal('client-secret-wrong');
  }
  return id;
}

type Claims = { iss: string; sub: string; aud: string; exp: number };

function verified({ form, state, url, now }: TokenRequest): Claims {
  const assertion = form.get('assertion') ?? '';
  const claims = claimsOf(assertion);
  const client = state.clients.get(claims.iss);
  if (!client) throw oauthRefusal('client-unknown');
  if (!signedBy(assertion, client.certificate, state.settings.acceptUnsignedClients)) {
    throw oauthRefusal('assertion-invalid');
  }
  if (!audiences(url).includes(claims.aud.replace(/\/$/, ''))) throw oauthRefusal('audience-invalid');
  if (claims.exp * 1000 < now()) throw oauthRefusal('assertion-expired');
  return claims;
}

const audiences = (url: string): string[] => [url, 'https://login.salesforce.com', 'https://test.salesforce.com'];

function claimsOf(assertion: string): Claims {
  try {
    return JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString('utf8')) as Claims;
  } catch {
    throw oauthRefusal('assertion-invalid');
  }
}

function signedBy(assertion: string, certificate: string | undefined, acceptUnseen: boolean): boolean {
  if (certificate === undefined) return acceptUnseen;
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  const key = certificate.includes('CERTIFICATE')
    ? new X509Certificate(certificate).publicKey
    : createPublicKey(certificate);
  return verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
}
