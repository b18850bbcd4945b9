import { expect } from 'chai';
import { assertionOf, type AssertionParts } from './assertion.js';
import { ask, post } from './ask.js';
import { selfSigned } from './certificate.js';
import { startBench } from './deploy/bench.js';
import { clientCredentialsOf } from './deploy/keys.js';
import { connectedApp, file, globalSettings, pluginPolicy, policy, USER, type Parts } from './deploy/samples.js';
import type { Simulator, SimulatorOptions } from './simulator.js';

const client = selfSigned('The client');
const other = selfSigned('Another client');
const ended = selfSigned('Ended', { until: '240101000000Z' });

const bodyOf = (certificate: string): string => certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');

type Kind = 'ConnectedApp' | 'ExternalClientApplication';
const NAMES: Record<Kind, string> = { ConnectedApp: 'Sync', ExternalClientApplication: 'Gateway' };
const DOCUMENTED = 'https://login.salesforce.com';

describe('JWT bearer follows the metadata', () => {
  let org: Simulator;
  const start = async (options: SimulatorOptions = {}): Promise<void> => {
    org = await startBench({ org: { isSandbox: false }, ...options });
    ready();
  };
  afterEach(() => org.stop());

  const setApp = (oauth: Parts = {}, app: Parts = {}): void =>
    void org.setComponent(
      'ConnectedApp',
      'Sync',
      connectedApp({ certificate: bodyOf(client.certificate), scopes: ['Api', 'RefreshToken'], ...oauth }, app),
    );
  const setPolicy = (parts: Parts = {}): void =>
    void org.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', policy(parts));
  const setSettings = (parts: Parts = {}): void =>
    void org.setComponent(
      'ExtlClntAppGlobalOauthSettings',
      'Gateway_glbloauth',
      globalSettings({ certificate: client.certificate, ...parts }),
    );
  const setScopes = (scopes: string): void =>
    void org.setComponent(
      'ExtlClntAppOauthSettings',
      'Gateway_oauth',
      file('ExtlClntAppOauthSettings', { commaSeparatedOauthScopes: scopes, externalClientApplication: 'Gateway' }),
    );

  /** Both apps let the user in: by a permission set the one, by the profile the other. */
  const ready = (): void => {
    const [set] = ['Sync_Access'].map((Name) => org.state.addRow('PermissionSet', { Name, Label: 'Sync Access' }));
    org.state.addRow('PermissionSetAssignment', {
      AssigneeId: org.state.user(USER)?.['Id'],
      PermissionSetId: set?.['Id'],
      IsActive: true,
    });
    setApp({}, { permissionSetName: 'Sync_Access', profileName: undefined });
    setPolicy({ commaSeparatedProfile: 'System Administrator' });
    setSettings();
    setScopes('Api, RefreshToken');
  };

  const logIn = async (kind: Kind, parts: Partial<AssertionParts> = {}, key = client.privateKey): Promise<string> => {
    const { clientId } = clientCredentialsOf(org.state, kind, NAMES[kind]);
    const aud = kind === 'ConnectedApp' ? DOCUMENTED : org.url;
    const { body } = await post(org, '/services/oauth2/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: assertionOf(key, { iss: clientId, sub: USER, aud, ...parts }),
    });
    const answer = JSON.parse(body) as { access_token?: string; error?: string; error_description?: string };
    return answer.access_token ?? `${answer.error}: ${answer.error_description}`;
  };

  for (const kind of ['ConnectedApp', 'ExternalClientApplication'] as const)
    it(`gives whom an administrator let into a ${kind} a token that ends when it is revoked`, async () => {
      await start();
      const token = await logIn(kind);
      const { status, body } = await ask(org, '/services/oauth2/userinfo', token);
      expect(status, token).to.equal(200);
      expect(JSON.parse(body)).to.include({ preferred_username: USER, organization_id: org.state.org.id });
      await post(org, '/services/oauth2/revoke', { token });
      expect((await ask(org, '/services/oauth2/userinfo', token)).status).to.equal(403);
    });

  const NOT_APPROVED = "invalid_grant: user hasn't approved this consumer";
  const NOT_ASSIGNED = 'invalid_app_access: user is not admin approved to access this app';
  const INVALID = 'invalid_grant: invalid assertion';
  const NOT_THE_KEYS = 'invalid_client: invalid client credentials';
  const C = 'ConnectedApp';
  const E = 'ExternalClientApplication';
  const refusals: [story: string, kind: Kind, change: () => void, parts: Partial<AssertionParts>, said: string][] = [
    ['a client nobody knows', C, () => {}, { iss: 'guess' }, 'invalid_client_id: client identifier invalid'],
    ['an assertion that has ended', C, () => {}, { lasts: -1 }, INVALID],
    ['an assertion that lasts too long', C, () => {}, { lasts: 600 }, INVALID],
    ['another algorithm', E, () => {}, { alg: 'RS512' }, INVALID],
    ['a user nobody knows', C, () => {}, { sub: 'no@example.com' }, NOT_APPROVED],
    ['an app without a certificate', C, () => setApp({ certificate: undefined }), {}, NOT_THE_KEYS],
    ['a certificate that has ended', C, () => setApp({ certificate: bodyOf(ended.certificate) }), {}, NOT_THE_KEYS],
    ['a certificate of another key', E, () => setSettings({ certificate: other.certificate }), {}, NOT_THE_KEYS],
    ['an app that users approve themselves', C, () => setApp({ isAdminApproved: 'false' }), {}, NOT_APPROVED],
    ['a policy for everybody', E, () => setPolicy({ permittedUsersPolicyType: 'AllSelfAuthorized' }), {}, NOT_APPROVED],
    ['an app without the scope for it', C, () => setApp({ scopes: ['Api'] }), {}, NOT_APPROVED],
    ['settings without the scope for it', E, () => setScopes('Api'), {}, NOT_APPROVED],
    ['a user whom nobody let in', C, () => setApp({}, { profileName: 'Other' }), {}, NOT_ASSIGNED],
    ['a policy for others', E, () => setPolicy({ commaSeparatedProfile: 'Other' }), {}, NOT_ASSIGNED],
    [
      'My Domain, for a connected app',
      C,
      () => {},
      { aud: 'https://my.example.com' },
      'invalid_grant: audience is invalid',
    ],
    [
      'the test host of production',
      C,
      () => {},
      { aud: 'https://test.salesforce.com' },
      'invalid_grant: audience is invalid',
    ],
    [
      'the documented host, for an external client app',
      E,
      () => {},
      { aud: DOCUMENTED },
      'app_not_found: External client app is not installed in this org',
    ],
    [
      'an app that is switched off',
      E,
      () =>
        void org.setComponent('ExtlClntAppConfigurablePolicies', 'Gateway_plcy', pluginPolicy({ isEnabled: 'false' })),
      {},
      'invalid_grant: app is not enabled',
    ],
  ];
  for (const [story, kind, change, parts, said] of refusals)
    it(`refuses ${story}`, async () => {
      await start();
      change();
      expect(await logIn(kind, parts)).to.equal(said);
    });

  it('takes one audience for both kinds where it is told to', async () => {
    await start({ jwtAudience: 'my-domain' });
    expect(await logIn(C)).to.contain('app_not_found');
    expect(await logIn(C, { aud: org.url })).to.contain('!');
  });

  it('refuses for a while after a change, until it has arrived everywhere', async () => {
    await start({ jwtLag: 2 });
    expect([await logIn(C), await logIn(C)]).to.deep.equal([NOT_APPROVED, NOT_APPROVED]);
    expect(await logIn(C)).to.contain('!');
    setApp({}, { permissionSetName: 'Sync_Access', profileName: ['Admin'] });
    expect(await logIn(C)).to.equal(NOT_APPROVED);
  });

  it('does not know the client for a while after a change, whatever the audience', async () => {
    await start({ jwtLag: 2, jwtLagSays: 'client-unknown' });
    const unknown = 'invalid_client_id: client identifier invalid';
    expect([await logIn(C), await logIn(C, { aud: 'https://x.example.com' })]).to.deep.equal([unknown, unknown]);
    expect(await logIn(C)).to.contain('!');
  });
});
