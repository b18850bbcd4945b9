import { verify, X509Certificate } from 'node:crypto';
import { appWithClientId, GLOBAL_SETTINGS } from '../deploy/keys.js';
import { childrenNamed, isTrueAt, storedTree, valueAt, type Tree } from '../deploy/tree.js';
import { isSwitchedOff, partsOf, refused } from '../grant.js';
import { oauthRefusal } from '../refusals.js';
import type { Settings } from '../settings.js';
import type { OrgState, Row, StoredComponent } from '../state.js';
import type { Granted, TokenRequest } from '../wire.js';

/**
 * JWT bearer for the apps of the org: whether a token is issued follows from their metadata as it is at that moment, the
 * certificate, the users an administrator let in and the scopes.
 */

type Claims = { iss: string; sub: string; aud: string; exp: number };

const LONGEST_SECONDS = 300;

/** Undefined: the assertion is of no app here, and another client may have sent it. */
export function appAsks(request: TokenRequest): Granted | undefined {
  const { form, state } = request;
  const assertion = form.get('assertion') ?? '';
  const { header, claims } = partsOfAssertion(assertion);
  if (state.clients.has(String(claims.iss))) return undefined;
  const app = appWithClientId(state, String(claims.iss));
  if (!app) return undefined;
  refuseLate('client-unknown', state, app);
  if (header['alg'] !== 'RS256' || !areClaims(claims)) throw oauthRefusal('assertion-invalid');
  refuseWrongAudience(claims.aud, app, request);
  const seconds = claims.exp - request.now() / 1000;
  if (seconds <= 0 || seconds > LONGEST_SECONDS) throw oauthRefusal('assertion-invalid');
  const rules = app.type === 'ConnectedApp' ? connectedAppRules(app) : externalClientAppRules(app, state);
  if (!isSigned(assertion, rules.certificate, request.now())) throw oauthRefusal('certificate-not-the-keys');
  const user = state.user(claims.sub);
  refuseLate('user-not-approved', state, app);
  if (!user || !rules.isAdminApproved || !rules.scopes.includes('RefreshToken'))
    throw oauthRefusal('user-not-approved');
  if (!isLetIn(user, rules, state)) throw oauthRefusal('user-not-assigned');
  return { userId: String(user['Id']), clientId: claims.iss, scope: 'api' };
}

function partsOfAssertion(assertion: string): { header: Record<string, unknown>; claims: Record<string, unknown> } {
  const read = (part: string | undefined): Record<string, unknown> => {
    try {
      return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;
    } catch {
      throw oauthRefusal('assertion-invalid');
    }
  };
  const [header, claims] = assertion.split('.');
  return { header: read(header), claims: read(claims) };
}

const areClaims = (claims: Record<string, unknown>): claims is Claims =>
  ['iss', 'sub', 'aud'].every((name) => typeof claims[name] === 'string') && typeof claims['exp'] === 'number';

function refuseWrongAudience(audience: string, { type }: StoredComponent, { state, url }: TokenRequest): void {
  const { jwtAudience } = state.settings;
  const byKind = type === 'ConnectedApp' ? 'documented' : 'my-domain';
  const rule = jwtAudience === 'by-kind' ? byKind : jwtAudience;
  const given = audience.replace(/\/$/, '');
  const documented = state.org.isSandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
  if (rule === 'documented') {
    if (given !== documented) throw oauthRefusal('audience-invalid');
  } else if (![url, url.replace(/^http:/, 'https:')].includes(given)) throw oauthRefusal('app-not-found');
}

type Rules = {
  certificate: string | undefined;
  isAdminApproved: boolean;
  permissionSets: readonly string[];
  profiles: readonly string[];
  scopes: readonly string[];
};

function connectedAppRules({ text }: StoredComponent): Rules {
  const tree = storedTree(text);
  const config = childrenNamed(tree, 'oauthConfig')[0];
  return {
    certificate: valueAt(config, 'certificate'),
    isAdminApproved: isTrueAt(config, 'isAdminApproved'),
    permissionSets: textsOf(tree, 'permissionSetName'),
    profiles: textsOf(tree, 'profileName'),
    scopes: textsOf(config, 'scopes'),
  };
}

function externalClientAppRules({ fullName }: StoredComponent, state: OrgState): Rules {
  if (partsOf('ExtlClntAppConfigurablePolicies', fullName, state).some(isSwitchedOff)) throw refused('app-off');
  const policies = partsOf('ExtlClntAppOauthConfigurablePolicies', fullName, state);
  const named = (type: string, element: string): string[] =>
    partsOf(type, fullName, state).flatMap((tree) => listIn(valueAt(tree, element)));
  return {
    certificate: partsOf(GLOBAL_SETTINGS, fullName, state)
      .map((tree) => valueAt(tree, 'certificate'))
      .find((certificate) => certificate !== undefined),
    isAdminApproved: policies.some(
      (tree) => valueAt(tree, 'permittedUsersPolicyType') === 'AdminApprovedPreAuthorized',
    ),
    permissionSets: named('ExtlClntAppOauthConfigurablePolicies', 'commaSeparatedPermissionSet'),
    profiles: named('ExtlClntAppOauthConfigurablePolicies', 'commaSeparatedProfile'),
    scopes: named('ExtlClntAppOauthSettings', 'commaSeparatedOauthScopes'),
  };
}

const textsOf = (tree: Tree | undefined, name: string): string[] => childrenNamed(tree, name).map(({ text }) => text);

const listIn = (text: string | undefined): string[] => (text ?? '').split(',').map((part) => part.trim());

/** The file holds the certificate's base64, with or without its header lines. */
function isSigned(assertion: string, certificate: string | undefined, now: number): boolean {
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  if (certificate === undefined) return false;
  const body = certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  try {
    const known = new X509Certificate(Buffer.from(body, 'base64'));
    if (Date.parse(known.validTo) < now) return false;
    return verify(
      'RSA-SHA256',
      Buffer.from(`${header}.${payload}`),
      known.publicKey,
      Buffer.from(signature, 'base64url'),
    );
  } catch {
    return false;
  }
}

function isLetIn(user: Row, { permissionSets, profiles }: Rules, state: OrgState): boolean {
  const ids = state
    .rowsOf('PermissionSetAssignment')
    .filter((row) => row['AssigneeId'] === user['Id'] && row['IsActive'] !== false)
    .map((row) => row['PermissionSetId']);
  const holds = state.rowsOf('PermissionSet').filter((row) => ids.includes(row['Id']));
  const profile = state.rowsOf('Profile').find((row) => row['Id'] === user['ProfileId']);
  return (
    holds.some(({ Name, Label }) => permissionSets.some((name) => name === Name || name === Label)) ||
    (profile !== undefined && profiles.includes(String(profile['Name'])))
  );
}

function refuseLate(says: Settings['jwtLagSays'], state: OrgState, app: StoredComponent): void {
  if (state.settings.jwtLagSays === says && lags(state, app)) throw oauthRefusal(says);
}

const seenByOrg = new WeakMap<OrgState, Map<string, { as: string; refusals: number }>>();

/** Counts from when the app is first seen as it is now. */
function lags(state: OrgState, { type, fullName, text }: StoredComponent): boolean {
  const seen = seenByOrg.get(state) ?? new Map<string, { as: string; refusals: number }>();
  seenByOrg.set(state, seen);
  const parts = ['ExtlClntAppOauthConfigurablePolicies', GLOBAL_SETTINGS].flatMap((part) =>
    type === 'ConnectedApp' ? [] : partsOf(part, fullName, state),
  );
  const as = JSON.stringify([text, parts]);
  const known = seen.get(`${type}:${fullName}`);
  const { refusals } = known?.as === as ? known : { refusals: 0 };
  if (refusals >= state.settings.jwtLag) return false;
  seen.set(`${type}:${fullName}`, { as, refusals: refusals + 1 });
  return true;
}
