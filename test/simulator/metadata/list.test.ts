import { expect } from 'chai';
import { ask, field, soap } from '../ask.js';
import { DEMO_ORG } from '../connect.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator.js';

const queries = (...types: string[]): string => types.map((type) => `<queries><type>${type}</type></queries>`).join('');

describe('the simulated Metadata API', () => {
  let org: Simulator;

  const start = async (options: SimulatorOptions = {}): Promise<void> => {
    org = await startSimulator({ folder: DEMO_ORG, ...options });
  };
  afterEach(() => org.stop());

  const refused: Record<string, { operation: string; inner: string; code: string }> = {
    'a list of four types': {
      operation: 'listMetadata',
      inner: queries('ConnectedApp', 'Profile', 'Settings', 'PermissionSet'),
      code: 'EXCEEDED_ID_LIMIT',
    },
    'a list with one unknown type, the known ones too': {
      operation: 'listMetadata',
      inner: queries('ConnectedApp', 'Nonsense'),
      code: 'INVALID_TYPE',
    },
    'an operation it does not have': { operation: 'readMetadata', inner: '', code: 'UNKNOWN_EXCEPTION' },
    'a job that never was': {
      operation: 'checkRetrieveStatus',
      inner: '<asyncProcessId>09S</asyncProcessId>',
      code: 'INVALID_ID_FIELD',
    },
  };
  for (const [what, { operation, inner, code }] of Object.entries(refused)) {
    it(`refuses ${what}`, async () => {
      await start();
      const reply = await soap(org, operation, inner);
      expect([reply.status, field(reply, 'faultcode')]).to.deep.equal([500, `sf:${code}`]);
      expect(reply.headers.get('content-type')).to.match(/^text\/xml/);
    });
  }

  it('refuses a session that is not one', async () => {
    await start();
    const reply = await soap(org, 'listMetadata', queries('ConnectedApp'), { token: '00D!nothing' });
    expect([reply.status, field(reply, 'faultcode')]).to.deep.equal([500, 'sf:INVALID_SESSION_ID']);
  });

  it('refuses a type that this org lacks, or that the API version does not know yet', async () => {
    await start({ missingTypes: ['ConnectedApp'] });
    expect((await soap(org, 'listMetadata', queries('ConnectedApp'))).body).to.contain(
      'not available for this organization',
    );
    const old = await soap(org, 'listMetadata', queries('ExternalClientApplication'), { version: '58.0' });
    expect(field(old, 'faultcode')).to.equal('sf:INVALID_TYPE');
  });

  it('shows an empty list to somebody who may not see the type, and no fault', async () => {
    await start();
    const { accessToken: token } = org.login('integration.billing@example.com');
    const reply = await soap(org, 'listMetadata', queries('ConnectedApp'), { token });
    expect([reply.status, reply.body.includes('<result>')]).to.deep.equal([200, false]);
  });

  it('answers paths that begin with two slashes', async () => {
    await start();
    const { status, body } = await ask(org, '//services/data');
    expect(status).to.equal(200);
    expect((JSON.parse(body) as { version: string }[]).map(({ version }) => version)).to.include.members([
      '50.0',
      '67.0',
    ]);
  });
});
