import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import { field, soap, type Reply } from '../ask.js';
import { DEMO_ORG } from '../connect.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator.js';

const wants = (type: string, members: readonly string[], { version = '67.0', singlePackage = true } = {}): string =>
  `<request><apiVersion>${version}</apiVersion><singlePackage>${String(singlePackage)}</singlePackage><unpackaged>` +
  `<types>${members.map((name) => `<members>${name}</members>`).join('')}<name>${type}</name></types>` +
  `<version>${version}</version></unpackaged></request>`;

describe('a retrieve from the simulated org', () => {
  let org: Simulator;

  const start = async (options: SimulatorOptions = {}): Promise<void> => {
    org = await startSimulator({ folder: DEMO_ORG, pollsUntilDone: 0, ...options });
  };
  afterEach(() => org.stop());

  const retrieve = async (request: string): Promise<Reply> =>
    check(field(await soap(org, 'retrieve', request), 'id') ?? '');
  const check = (id: string): Promise<Reply> =>
    soap(org, 'checkRetrieveStatus', `<asyncProcessId>${id}</asyncProcessId>`);
  const files = (reply: Reply): Record<string, string> =>
    Object.fromEntries(
      Object.entries(unzipSync(Buffer.from(field(reply, 'zipFile') ?? '', 'base64'))).map(([path, bytes]) => [
        path,
        strFromU8(bytes),
      ]),
    );

  it('says Pending and InProgress before it is done', async () => {
    await start({ pollsUntilDone: 2 });
    const id = field(await soap(org, 'retrieve', wants('ConnectedApp', ['Order_Sync'])), 'id') ?? '';
    const statuses = [await check(id), await check(id), await check(id)].map((reply) => field(reply, 'status'));
    expect(statuses).to.deep.equal(['Pending', 'InProgress', 'Succeeded']);
    expect(org.journal.entries.map(({ poll }) => poll)).to.deep.equal([false, true, true, true]);
  });

  it('hands the zip over once: it is deleted after that', async () => {
    await start();
    const id = field(await soap(org, 'retrieve', wants('ConnectedApp', ['Order_Sync'])), 'id') ?? '';
    expect(field(await check(id), 'zipFile')).to.be.a('string');
    expect(field(await check(id), 'faultcode')).to.equal('sf:INVALID_LOCATOR');
  });

  it('keeps the zip for somebody who asks without it', async () => {
    await start();
    const id = field(await soap(org, 'retrieve', wants('ConnectedApp', ['Order_Sync'])), 'id') ?? '';
    const without = `<asyncProcessId>${id}</asyncProcessId><includeZip>false</includeZip>`;
    const early = await soap(org, 'checkRetrieveStatus', without);
    expect([field(early, 'done'), field(early, 'zipFile')]).to.deep.equal(['true', undefined]);
    expect(field(await check(id), 'zipFile')).to.be.a('string');
  });

  it('leaves installed apps out of a wildcard, not out of a name', async () => {
    await start();
    const all = files(await retrieve(wants('ConnectedApp', ['*'])));
    expect(Object.keys(all)).to.include('connectedApps/Order_Sync.connectedApp');
    expect(Object.keys(all)).not.to.include('connectedApps/acme__Invoice_Connector.connectedApp');
    const named = files(await retrieve(wants('ConnectedApp', ['acme__Invoice_Connector'])));
    expect(Object.keys(named)).to.include('connectedApps/acme__Invoice_Connector.connectedApp');
  });

  it('puts files below unpackaged/ unless a single package is asked for', async () => {
    await start();
    const reply = await retrieve(wants('Settings', ['Security'], { singlePackage: false }));
    expect(Object.keys(files(reply))).to.have.members([
      'unpackaged/settings/Security.settings',
      'unpackaged/package.xml',
    ]);
  });

  const versions: [string, boolean][] = [
    ['55.0', false],
    ['56.0', true],
  ];
  for (const [version, shown] of versions) {
    it(`at API ${version} ${shown ? 'shows' : 'hides'} the flow and its user`, async () => {
      await start();
      const text = files(await retrieve(wants('ConnectedApp', ['Order_Sync'], { version })))[
        'connectedApps/Order_Sync.connectedApp'
      ];
      expect(text?.includes('isClientCredentialEnabled')).to.equal(shown);
      expect(text?.includes('oauthClientCredentialUser')).to.equal(shown);
      expect(text).to.contain('<consumerKey>');
    });
  }

  it('never gives a consumer secret away', async () => {
    await start();
    const reply = await retrieve(wants('ExtlClntAppGlobalOauthSettings', ['*']));
    const texts = Object.values(files(reply)).join();
    expect(texts).to.contain('<consumerKey>').and.not.to.contain('DEMO0000SECRET');
  });

  it('fails a retrieve of too many files as a whole', async () => {
    await start({ maxRetrieveFiles: 3 });
    const reply = await retrieve(wants('ConnectedApp', ['*']));
    expect([field(reply, 'status'), field(reply, 'errorMessage')]).to.deep.equal([
      'Failed',
      'LIMIT_EXCEEDED: Too many files in retrieve call, limit is: 3',
    ]);
  });

  it('says in a message, not in a fault, that it does not know a type that is retrieved', async () => {
    await start({ missingTypes: ['ExternalClientApplication'] });
    const reply = await retrieve(wants('ExternalClientApplication', ['Ticket_Bridge']));
    expect([field(reply, 'status'), field(reply, 'problem')]).to.deep.equal([
      'Succeeded',
      "Entity type: 'ExternalClientApplication' is unknown",
    ]);
  });

  it('shows a component that changed behind the caller’s back', async () => {
    await start();
    const before = org.state.component('ConnectedApp', 'Order_Sync');
    org.setComponent('ConnectedApp', 'Order_Sync', (before?.text ?? '').replace('Enabled>true<', 'Enabled>false<'));
    org.removeComponent('ConnectedApp', 'Billing_Export');
    const all = files(await retrieve(wants('ConnectedApp', ['Order_Sync', 'Billing_Export'])));
    expect(all['connectedApps/Order_Sync.connectedApp']).to.contain('<isClientCredentialEnabled>false<');
    expect(all['connectedApps/Billing_Export.connectedApp']).to.equal(undefined);
    expect(org.state.component('ConnectedApp', 'Order_Sync')?.id).to.equal(before?.id);
  });
});
