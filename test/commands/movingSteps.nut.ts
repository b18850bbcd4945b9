import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { appName } from '../../src/posture/names.js';
import type { MigrationResult } from '../../src/migration/model.js';
import { joined } from '../actions/support/migrating.js';
import { selfSigned } from '../simulator/certificate.js';
import { resultOf, startCliOrg, type CliOrg } from './support/cliOrg.js';

const FOLDER = 'oauth-posture-migration/ConnectedApp-Order_Sync';

/** Another app of each kind that shares the name of the one that moves. */
const addNamesakes = ({ simulator }: CliOrg): void => {
  const { state } = simulator;
  const text = state.component('ConnectedApp', 'Order_Sync')?.text ?? '';
  const packaged = text.replace('3MVG9.demo.key.Order_Sync', '3MVG9.demo.key.vend');
  simulator.setComponent('ConnectedApp', 'vend__Order_Sync', packaged, {
    namespacePrefix: 'vend',
    manageableState: 'installedEditable',
  });
  for (const component of [...state.components.values()])
    if (component.fullName.startsWith('Warehouse_Gateway'))
      simulator.setComponent(
        component.type,
        component.fullName.replace('Warehouse_Gateway', 'Order_Sync'),
        component.text
          .replaceAll('Warehouse_Gateway', 'Order_Sync')
          .replaceAll('3MVG9.demo.key.Order_Sync', '3MVG9.demo.key.eca'),
      );
};

describe('the commands of the README that migrate writes, pasted', () => {
  let org: CliOrg;
  let readme: string;
  before(async () => {
    org = await startCliOrg({ org: { isSandbox: false } });
    addNamesakes(org);
    org.simulator.state.addRow('PermissionSet', {
      Id: '0PSWs0000000OSAAAA',
      Name: 'Order_Sync_Access',
      Label: 'Order Sync Access',
      IsOwnedByProfile: false,
    });
    const first = ['oauth-posture', 'migrate', '--target-org', 'demo', '--app', 'Order_Sync', '--json'];
    const { apps, summary } = resultOf<MigrationResult>(await org.start(first).ended);
    expect(apps.map(({ app }) => appName(app))).to.deep.equal([
      'ConnectedApp:Order_Sync',
      'ConnectedApp:vend__Order_Sync',
      'ExternalClientApplication:Order_Sync',
    ]);
    expect(summary.written).to.equal(3);
    readme = joined(readFileSync(join(org.home.folder, FOLDER, 'README.md'), 'utf8'));
  });
  after(() => org.stop());

  const commands = (verb: string): string[] =>
    readme.split('\n').filter((line) => line.startsWith(`sf oauth-posture ${verb} `));
  /** As its reader's shell starts it, in the folder that it is in. */
  const paste = (command: string, ...more: string[]) => {
    const words = command.replaceAll('~', org.home.folder).replace('PERMISSION_SET', 'Order_Sync_Access').split(' ');
    return org.start([...words.slice(1), ...more], { cwd: join(org.home.folder, FOLDER) }).ended;
  };

  it('turn off the flow of this app, and of none that is called the same', async () => {
    const [dryRun, real, ...others] = commands('remediate');
    expect([real, others]).to.deep.equal([dryRun?.replace(' --dry-run', ''), []]);
    const { plan } = resultOf<RemediationResult>(await paste(dryRun ?? '', '--allow-lockout', '--json'));
    expect([plan.changes.map(({ app }) => appName(app)), plan.skipped]).to.deep.equal([
      ['ConnectedApp:Order_Sync'],
      [],
    ]);
  });

  it('write the steps again with a certificate and a permission set, in a folder of their own', async () => {
    const [again = '', ...others] = commands('migrate');
    expect(others).to.deep.equal([]);
    const [, path = ''] = /--certificate ~\/(\S+)/.exec(again) ?? [];
    mkdirSync(join(org.home.folder, 'jwt-keys'), { mode: 0o700 });
    const name = path.replace('jwt-keys/', '').replace('.cert.pem', '');
    writeFileSync(join(org.home.folder, path), selfSigned(name).certificate);
    const ended = await paste(again);
    expect(ended.exitCode, ended.stderr).to.equal(0);
    const folder = join(org.home.folder, FOLDER, 'rerun');
    expect(readdirSync(folder)).to.deep.equal(['ConnectedApp-Order_Sync', 'README.md']);
    const steps = joined(readFileSync(join(folder, 'ConnectedApp-Order_Sync/README.md'), 'utf8'));
    expect(steps).to.include(`--key-file ~/jwt-keys/${name}.key.pem`).and.include('--metadata-dir deploy');
    expect(readdirSync(join(folder, 'ConnectedApp-Order_Sync'))).to.include('deploy');
    expect((await paste(again)).stderr.replaceAll(/\s+/g, ' '), 'nothing is written over').to.include("isn't empty");
  });
});
