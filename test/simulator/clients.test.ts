import { expect } from 'chai';
import { unzipSync, strFromU8 } from 'fflate';
import type { Connection } from '@salesforce/core';
import { connect, DEMO_ORG, withOwnHome } from './connect.js';
import { startSimulator, type Simulator } from './simulator.js';

describe('the real client libraries understand the simulated org', () => {
  withOwnHome();
  let org: Simulator;
  let connection: Connection;

  before(async () => {
    org = await startSimulator({ folder: DEMO_ORG, pageSize: 3 });
    connection = await connect(org);
  });
  after(() => org.stop());

  it('list metadata, in an order that is nobody’s alphabet and the same twice', async () => {
    const list = async (): Promise<string[]> =>
      (await connection.metadata.list([{ type: 'ConnectedApp' }])).map(({ fullName }) => fullName);
    const names = await list();
    expect(names).to.have.members(APPS);
    expect(names).not.to.deep.equal(APPS.toSorted());
    expect(await list()).to.deep.equal(names);
  });

  it('list what was installed with its namespace', async () => {
    const rows = await connection.metadata.list([{ type: 'ExternalClientApplication' }]);
    const packaged = rows.find(({ fullName }) => fullName === 'nova__Partner_Hub');
    expect(packaged).to.include({ namespacePrefix: 'nova', manageableState: 'installed' });
  });

  it('retrieve by name: files below unpackaged/, what could not be read in the messages', async () => {
    const members = ['Order_Sync', 'Vendor_Sync', 'Never_Was'];
    const result = await retrieve(connection, { name: 'ConnectedApp', members });
    expect(Object.keys(result.files)).to.have.members([
      'unpackaged/connectedApps/Order_Sync.connectedApp',
      'unpackaged/package.xml',
    ]);
    expect(result.problems).to.have.length(2);
    expect(result.problems.join()).to.contain('Load of metadata from db failed').and.to.contain('Never_Was');
  });

  it('page through a query', async () => {
    const first = await connection.query<{ DeveloperName: string }>(
      'SELECT DeveloperName FROM ExternalClientApplication',
    );
    const second = await connection.queryMore<{ DeveloperName: string }>(first.nextRecordsUrl ?? '');
    expect([first.done, first.records.length, second.done, second.records.length]).to.deep.equal([false, 3, true, 3]);
  });

  it('see how much of the daily allowance is left', async () => {
    await connection.query('SELECT Id FROM Organization');
    expect(connection.limitInfo.apiUsage).to.deep.equal({ used: 18, limit: 15_000 });
  });
});

const APPS = [
  'Billing_Export',
  'Legacy_Feed',
  'Mobile_Companion',
  'Open_Reporting',
  'Order_Sync',
  'Staff_Portal',
  'Vendor_Sync',
  'acme__Invoice_Connector',
];

type Retrieved = { files: Record<string, string>; problems: string[] };

async function retrieve(connection: Connection, types: { name: string; members: string[] }): Promise<Retrieved> {
  const started = connection.metadata.retrieve({
    apiVersion: '67.0',
    singlePackage: false,
    unpackaged: { types: [types], version: '67.0' },
  } as unknown as Parameters<Connection['metadata']['retrieve']>[0]);
  const { id } = await started;
  for (;;) {
    const status = await connection.metadata.checkRetrieveStatus(id);
    if (!status.done) continue;
    const files = unzipSync(Buffer.from(status.zipFile, 'base64'));
    return {
      files: Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, strFromU8(bytes)])),
      problems: [status.messages].flat().map(({ problem }) => problem),
    };
  }
}
