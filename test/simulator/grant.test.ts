import { expect } from 'chai';
import { post } from './ask.js';
import { withOwnHome } from './connect.js';
import { deploy, startBench } from './deploy/bench.js';
import { clientCredentialsOf } from './deploy/keys.js';
import { app, policyWith } from './deploy/refusalCase.js';
import {
  connectedApp,
  file,
  globalSettings,
  pluginPolicy,
  policy,
  RETIRED_USER,
  type Parts,
} from './deploy/samples.js';
import { GRANT_REFUSALS } from './grant.js';
import type { Simulator } from './simulator.js';

type Kind = 'ConnectedApp' | 'ExternalClientApplication';
const NAMES: Record<Kind, string> = { ConnectedApp: 'Sync', ExternalClientApplication: 'Gateway' };

describe('the client credentials flow follows the metadata', () => {
  withOwnHome();
  let org: Simulator;
  beforeEach(async () => {
    org = await startBench();
  });
  afterEach(() => org.stop());

  async function ask(kind: Kind, changed: Record<string, string> = {}): Promise<string> {
    const { clientId, clientSecret } = clientCredentialsOf(org.state, kind, NAMES[kind]);
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, ...changed };
    const { body } = await post(org, '/services/oauth2/token', form);
    const answer = JSON.parse(body) as { access_token?: string; error?: string; error_description?: string };
    return answer.access_token === undefined ? `${answer.error}: ${answer.error_description}` : 'a token';
  }

  const refused = (id: keyof typeof GRANT_REFUSALS): string => `${GRANT_REFUSALS[id].code}: ${GRANT_REFUSALS[id].text}`;
  const setApp = (oauth: Parts) => (): void => void org.setComponent('ConnectedApp', 'Sync', connectedApp(oauth));
  const setPolicy = (parts: Parts) => (): void =>
    void org.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', policy(parts));
  const setPlugin = (parts: Parts) => (): void =>
    void org.setComponent('ExtlClntAppConfigurablePolicies', 'Gateway_plcy', pluginPolicy(parts));
  const setSettings = (parts: Parts) => (): void =>
    void org.setComponent('ExtlClntAppGlobalOauthSettings', 'Gateway_glbloauth', globalSettings(parts));

  for (const kind of ['ConnectedApp', 'ExternalClientApplication'] as const) {
    it(`issues a token for a ${kind} while its flow is on, and none once a deploy has switched it off`, async () => {
      expect(await ask(kind)).to.equal('a token');
      expect((await deploy(org, { ...app(), ...policyWith({}) })).status).to.equal('Succeeded');
      expect(await ask(kind)).to.equal(refused('flow-off'));
    });

    it(`refuses a ${kind}’s wrong secret and an unknown client`, async () => {
      expect(await ask(kind, { client_secret: 'guess' })).to.equal('invalid_client: invalid client credentials');
      expect(await ask(kind, { client_id: 'guess' })).to.equal('invalid_client_id: client identifier invalid');
    });
  }

  const setRanges = (...ranges: (readonly [string, string])[]): void => {
    const markup = ranges.map(([start, end]) => `<endAddress>${end}</endAddress><startAddress>${start}</startAddress>`);
    org.setComponent('Profile', 'Admin', file('Profile', { loginIpRanges: markup }));
  };

  for (const [relaxation, ranges, outcome] of [
    ['Enforce', [], 'a token'],
    ['Enforce', [['127.0.0.0', '127.0.0.9']], 'a token'],
    ['Enforce', [['192.0.2.0', '192.0.2.9']], 'refused'],
    [undefined, [['192.0.2.0', '192.0.2.9']], 'refused'],
    ['Enforce_relaxrefresh', [['2001:db8::', '2001:db8::ffff']], 'refused'],
    ['Bypass', [['192.0.2.0', '192.0.2.9']], 'a token'],
  ] as const)
    it(`honors login IP ranges, relaxation ${relaxation ?? 'left out'}, ${ranges.length} ranges: ${outcome}`, async () => {
      setPolicy({ ipRelaxationPolicyType: relaxation })();
      setRanges(...ranges);
      const expected = outcome === 'refused' ? refused('ip-restricted') : outcome;
      expect(await ask('ExternalClientApplication')).to.equal(expected);
    });

  const cases: [story: string, kind: Kind, change: () => void, outcome: string][] = [
    ['a flag of 1', 'ConnectedApp', setApp({ isClientCredentialEnabled: '1' }), 'a token'],
    [
      'a flag that is on in one copy',
      'ConnectedApp',
      setApp({ isClientCredentialEnabled: ['false', 'true'] }),
      'a token',
    ],
    ['no flag', 'ConnectedApp', setApp({ isClientCredentialEnabled: undefined }), refused('flow-off')],
    ['nobody to run as', 'ConnectedApp', setApp({ oauthClientCredentialUser: undefined }), refused('no-user')],
    [
      'a user who does not exist',
      'ConnectedApp',
      setApp({ oauthClientCredentialUser: 'no@example.com' }),
      refused('no-user'),
    ],
    [
      'an inactive user',
      'ConnectedApp',
      setApp({ oauthClientCredentialUser: RETIRED_USER }),
      'inactive_user: user is inactive',
    ],
    [
      'an inactive user',
      'ExternalClientApplication',
      setPolicy({ clientCredentialsFlowUser: RETIRED_USER }),
      'inactive_user: user is inactive',
    ],
    [
      'nobody to run as',
      'ExternalClientApplication',
      setPolicy({ clientCredentialsFlowUser: undefined }),
      refused('no-user'),
    ],
    ['the app switched off', 'ExternalClientApplication', setPlugin({ isEnabled: 'false' }), refused('app-off')],
    [
      'its OAuth plugin switched off',
      'ExternalClientApplication',
      setPlugin({ isOauthPluginEnabled: '0' }),
      refused('app-off'),
    ],
    ['a plugin policy that says nothing', 'ExternalClientApplication', setPlugin({ isEnabled: undefined }), 'a token'],
    [
      'the settings off',
      'ExternalClientApplication',
      setSettings({ isClientCredentialsFlowEnabled: 'false' }),
      refused('flow-off'),
    ],
    [
      'settings that say nothing',
      'ExternalClientApplication',
      setSettings({ isClientCredentialsFlowEnabled: undefined }),
      'a token',
    ],
  ];
  for (const [story, kind, change, outcome] of cases) {
    it(`${kind}, ${story}: ${outcome}`, async () => {
      change();
      expect(await ask(kind)).to.equal(outcome);
    });
  }

  it('issues a token without global settings in the org', async () => {
    org.removeComponent('ExtlClntAppGlobalOauthSettings', 'Gateway_glbloauth');
    expect(await ask('ExternalClientApplication')).to.equal('a token');
  });

  it('needs a policy', async () => {
    org.removeComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy');
    expect(await ask('ExternalClientApplication')).to.equal(refused('flow-off'));
  });

  it('no longer takes a secret that was rotated', async () => {
    const { clientSecret } = clientCredentialsOf(org.state, 'ExternalClientApplication', 'Gateway');
    const path = 'extlClntAppGlobalOauthSets/Gateway_glbloauth.ecaGlblOauth';
    await deploy(org, { [path]: globalSettings({ shouldRotateConsumerSecret: 'true' }) });
    expect(await ask('ExternalClientApplication')).to.equal('a token');
    expect(await ask('ExternalClientApplication', { client_secret: clientSecret })).to.contain('invalid_client');
  });

  it('gives a session of the execution user that no refresh token prolongs', async () => {
    const { clientId, clientSecret } = clientCredentialsOf(org.state, 'ConnectedApp', 'Sync');
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const answer = JSON.parse((await post(org, '/services/oauth2/token', form)).body) as Record<string, string>;
    const session = org.state.sessions.get(answer['access_token'] ?? '');
    expect(org.state.userById(session?.userId ?? '')?.['Username']).to.equal('integration.user@example.com');
    expect(answer).not.to.have.property('refresh_token');
  });
});
