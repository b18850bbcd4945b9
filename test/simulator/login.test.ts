import { expect } from 'chai';
import { ask, post } from './ask.js';
import { selfSigned } from './certificate.js';
import { cliHome, type CliHome } from './cliLogin.js';
import { DEMO_ORG } from './connect.js';
import { startSimulator, type Simulator } from './simulator.js';

const client = selfSigned('A client with a certificate');
const CLIENTS = [{ id: 'jwt.client', certificate: client.certificate }, { id: 'jwt.client.bare' }];

describe('a person logs in to the simulated org with the real command line', () => {
  let org: Simulator;
  let home: CliHome;

  beforeEach(async () => {
    org = await startSimulator({ folder: DEMO_ORG, clients: CLIENTS });
    home = cliHome(org);
  });
  afterEach(async () => {
    home.remove();
    await org.stop();
  });

  const ways: Record<string, () => Promise<{ exitCode: number | null; stdout: string }>> = {
    'an access token': () =>
      home.run(['org', 'login', 'access-token', '--instance-url', org.url, '--no-prompt', '--json'], '', {
        SF_ACCESS_TOKEN: org.login().accessToken,
      }),
    'a refresh token over https': () =>
      home.run(['org', 'login', 'sfdx-url', '--sfdx-url-stdin', '-', '--json'], org.login().sfdxAuthUrl),
    'a signed JWT': () =>
      home.run(
        ['org', 'login', 'jwt', '--username', 'admin@example.com', '--client-id', 'jwt.client', '--json'].concat([
          '--instance-url',
          org.url,
          '--jwt-key-file',
          home.write('server.key', client.privateKey),
        ]),
      ),
  };
  for (const [way, login] of Object.entries(ways)) {
    it(`by ${way}`, async () => {
      const { exitCode, stdout } = await login();
      const { result } = JSON.parse(stdout) as { result: Record<string, unknown> };
      expect(exitCode).to.equal(0);
      expect(result).to.include({ username: 'admin@example.com', orgId: org.state.org.id, instanceApiVersion: '68.0' });
    });
  }

  it('not by a JWT that another key signed', async () => {
    const forged = home.write('other.key', selfSigned('Somebody else').privateKey);
    const { exitCode, stdout } = await home.run(
      ['org', 'login', 'jwt', '--username', 'admin@example.com', '--client-id', 'jwt.client', '--json'].concat([
        '--instance-url',
        org.url,
        '--jwt-key-file',
        forged,
      ]),
    );
    expect(exitCode).to.equal(1);
    expect(stdout).to.contain('invalid assertion');
  });
});

describe('the token endpoint', () => {
  let org: Simulator;
  let time = Date.parse('2026-05-01T12:00:00Z');

  before(async () => {
    org = await startSimulator({ folder: DEMO_ORG, clients: CLIENTS, now: () => time, tokenLifetimeMs: 60_000 });
  });
  after(() => org.stop());

  const unsigned = (claims: object): string =>
    `e30.${Buffer.from(JSON.stringify({ exp: time, aud: org.url, ...claims })).toString('base64url')}.c2ln`;
  const jwt = (claims: object): Record<string, string> => ({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: unsigned(claims),
  });
  const refusals: Record<string, { form: () => Record<string, string>; error: string }> = {
    'a password': {
      form: () => ({ grant_type: 'password', username: 'admin@example.com' }),
      error: 'unsupported_grant_type',
    },
    'a refresh token nobody issued': {
      form: () => ({ grant_type: 'refresh_token', refresh_token: 'x' }),
      error: 'invalid_grant',
    },
    'a refresh token of another client': {
      form: () => ({ grant_type: 'refresh_token', refresh_token: org.login().refreshToken, client_id: 'jwt.client' }),
      error: 'invalid_client_id',
    },
    'a JWT of an unknown client': {
      form: () => jwt({ iss: 'nobody', sub: 'admin@example.com' }),
      error: 'invalid_client_id',
    },
    'a JWT whose client registered no certificate': {
      form: () => jwt({ iss: 'jwt.client.bare', sub: 'admin@example.com' }),
      error: 'invalid_grant',
    },
    'text that is no JWT': { form: () => ({ ...jwt({}), assertion: 'nonsense' }), error: 'invalid_grant' },
  };
  for (const [what, { form, error }] of Object.entries(refusals)) {
    it(`refuses ${what}`, async () => {
      const { status, body } = await post(org, '/services/oauth2/token', form());
      expect([status, (JSON.parse(body) as { error: string }).error]).to.deep.equal([400, error]);
    });
  }

  it('refuses an inactive user, whatever token they hold', async () => {
    const { refreshToken } = org.login('integration.retired@example.com');
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: 'PlatformCLI' };
    const { status, body } = await post(org, '/services/oauth2/token', form);
    expect(status).to.equal(400);
    expect(body).to.contain('inactive_user');
  });

  it('lets a token end with its time', async () => {
    const { accessToken } = org.login();
    expect((await ask(org, '/services/data/v67.0', accessToken)).status).to.equal(200);
    time += 61_000;
    expect((await ask(org, '/services/data/v67.0', accessToken)).status).to.equal(401);
  });

  it('lets a token end when it is revoked, and says 403 in HTML to a userinfo without one', async () => {
    const { accessToken } = org.login();
    expect((await ask(org, '/services/oauth2/userinfo', accessToken)).status).to.equal(200);
    await post(org, '/services/oauth2/revoke', { token: accessToken });
    const { status, body } = await ask(org, '/services/oauth2/userinfo', accessToken);
    expect([status, body]).to.deep.equal([403, 'Bad_OAuth_Token']);
  });
});
