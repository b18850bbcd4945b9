import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { guardsOfOrg, type OrgBeside } from '../../../src/actions/source/guardsOfOrg.js';
import { prepareSource } from '../../../src/actions/source/prepareSource.js';
import { dryRunSource, remediateSource } from '../../../src/actions/source/remediateSource.js';
import { Refusal } from '../../../src/actions/refusal.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import { controls } from '../../../src/posture/controls/all.js';
import { connectedApp, externalClientApp, policy, USER } from '../../simulator/deploy/samples.js';
import type { FaultRule } from '../../simulator/faults.js';
import { skipsIn, startRemediateOrg, type RemediateOrg } from '../support/remediateOrg.js';

const FILES: Record<string, string> = {
  'connectedApps/Sync.connectedApp-meta.xml': connectedApp(),
  'connectedApps/OnlyHere.connectedApp-meta.xml': connectedApp({ consumerKey: undefined }),
  'externalClientApps/Gateway.eca-meta.xml': externalClientApp(),
  'extlClntAppOauthPolicies/Gateway_oauthPlcy.ecaOauthPlcy-meta.xml': policy(),
};

const failing = (on: RegExp): FaultRule => ({
  kind: 'error',
  code: 'UNKNOWN_EXCEPTION',
  message: 'Something broke.',
  times: Infinity,
  on,
});

const WAIVER = (org: string, days = 1): string => `version: 1
waivers:
  - control: connected-app-client-credentials
    app: ConnectedApp:Sync
    org: ${org}
    reason: Vendor has no JWT support yet
    owner: integration-team
    expires: ${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}
`;

describe('remediating files with an org beside them', () => {
  let org: RemediateOrg;
  let root: string;
  beforeEach(async () => {
    org = await startRemediateOrg();
    root = join(org.folder, 'tree');
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    writeFileSync(join(root, 'sfdx-project.json'), '{}');
  });
  afterEach(() => org.stop());

  const use = (application: string): void =>
    void org.simulator.state.addRow('LoginHistory', {
      UserId: org.simulator.state.user(USER)?.['Id'],
      LoginTime: new Date(Date.now() - 86_400_000).toISOString(),
      LoginType: 'Remote Access Client',
      LoginSubType: 'OauthClientCredentials',
      Application: application,
      Status: 'Success',
      SourceIp: '192.0.2.1',
    });

  type How = Partial<OrgBeside> & { isAlone?: true };

  const prepare = ({ isAlone, ...how }: How = {}) => {
    const chosen = { controls: controls.map(({ id }) => id), apps: how.apps ?? null };
    const waivers = how.waivers ?? ({ kind: 'byDefault', folder: root } as const);
    const beside = {
      ...{ ...chosen, waivers, org: org.login.username, usageDays: 180, includeActive: false, allowLockout: false },
      ...how,
    };
    return prepareSource(
      { ...chosen, waivers, directories: ['.'], root },
      { ...org.doors, ...(isAlone ? {} : { orgGuards: () => guardsOfOrg(beside, org.doors) }) },
    );
  };

  const dry = async (how?: How): Promise<RemediationResult> => dryRunSource(await prepare(how), org.doors);

  const changed = ({ plan }: RemediationResult): string[] => plan.changes.map(({ app }) => app.name).sort();

  const codes = ({ notices }: RemediationResult): string[] => notices.map(({ code }) => code);

  it('asks no org where none is named, and says what the next deploy does', async () => {
    use('Sync');
    const result = await dry({ isAlone: true, apps: null });
    expect(changed(result)).to.include.members(['Sync', 'OnlyHere']);
    expect(codes(result)).to.include('deploy-stops-clients');
    expect(org.simulator.journal.entries).to.deep.equal([]);
  });

  it('edits no file of an app that the org uses, and every other one', async () => {
    use('Sync');
    const result = await dry();
    expect(skipsIn(result)).to.deep.equal({ 'ConnectedApp:Sync': 'in-use' });
    expect(changed(result)).to.deep.equal(['Gateway', 'OnlyHere']);
    expect(codes(result)).not.to.include('deploy-stops-clients');
    expect(result.target.org?.username).to.equal(org.login.username);
    expect(result.target.kind).to.equal('source');
  });

  for (const [what, named] of [
    ['names a packaged app without its prefix', 'Courier'],
    ['names another app', 'CourierOld'],
  ] as const)
    it(`edits no policy of an app that the org uses where the file ${what}`, async () => {
      const { simulator } = org;
      const text = policy({ externalClientApplication: named, ipRelaxationPolicyType: 'Bypass' });
      const installed = { namespacePrefix: 'nova', manageableState: 'installed' };
      const inOrg = named === 'Courier' ? text : text.replace('CourierOld', 'nova__Courier');
      simulator.setComponent('ExternalClientApplication', 'nova__Courier', externalClientApp(), installed);
      simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Courier_oauthPlcy', inOrg);
      writeFileSync(join(root, 'extlClntAppOauthPolicies/Courier_oauthPlcy.ecaOauthPlcy-meta.xml'), text);
      use('Courier');
      use('nova__Courier');
      const result = await dry();
      expect(skipsIn(result)).to.deep.equal({ [`ExternalClientApplication:${named}`]: 'in-use' });
      expect(changed(result)).not.to.include(named);
      expect(changed(await dry({ includeActive: true }))).to.include(named);
    });

  for (const fullName of ['Inbox', 'acme__Inbox'])
    it(`edits no file of an app that the org uses in its own namespace, where it lists ${fullName}`, async () => {
      const own = { namespacePrefix: 'acme', manageableState: 'unmanaged' };
      org.simulator.setComponent('ConnectedApp', fullName, connectedApp({ consumerKey: undefined }), own);
      writeFileSync(join(root, 'connectedApps/Inbox.connectedApp-meta.xml'), connectedApp({ consumerKey: undefined }));
      use('Sync');
      expect(skipsIn(await dry())['ConnectedApp:Inbox']).to.equal('in-use');
    });

  it('takes the packaged app for the one that a file names where the org does not show its policy', async () => {
    const installed = { namespacePrefix: 'nova', manageableState: 'installed' };
    org.simulator.setComponent('ExternalClientApplication', 'nova__Courier', externalClientApp(), installed);
    writeFileSync(
      join(root, 'extlClntAppOauthPolicies/Courier_oauthPlcy.ecaOauthPlcy-meta.xml'),
      policy({ externalClientApplication: 'Courier', ipRelaxationPolicyType: 'Bypass' }),
    );
    const id = String(org.simulator.state.rowsOf('Organization')[0]?.['Id']);
    const [text, isOfConnectedApp, name] = [WAIVER(id), 'connected-app-client-credentials', 'ConnectedApp:Sync'];
    writeFileSync(
      join(root, 'oauth-posture.yml'),
      text
        .replace(isOfConnectedApp, 'eca-client-credentials-policy')
        .replace(name, 'ExternalClientApplication:nova__Courier'),
    );
    const prepared = await prepare();
    const waived = await prepared.waived();
    expect(prepared.plan.changes.filter((change) => waived(change)).map(({ app }) => app.name)).to.deep.equal([
      'Courier',
    ]);
  });

  it('respects a waiver of the packaged app, also one that is written while the run asks', async () => {
    const { simulator } = org;
    const text = policy({ externalClientApplication: 'Courier', ipRelaxationPolicyType: 'Bypass' });
    const installed = { namespacePrefix: 'nova', manageableState: 'installed' };
    simulator.setComponent('ExternalClientApplication', 'nova__Courier', externalClientApp(), installed);
    simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Courier_oauthPlcy', text);
    const file = join(root, 'extlClntAppOauthPolicies/Courier_oauthPlcy.ecaOauthPlcy-meta.xml');
    writeFileSync(file, text);
    const id = String(simulator.state.rowsOf('Organization')[0]?.['Id']);
    const waiver = WAIVER(id)
      .replace('connected-app-client-credentials', 'eca-client-credentials-policy')
      .replace('ConnectedApp:Sync', 'ExternalClientApplication:nova__Courier');
    const prepared = await prepare();
    writeFileSync(join(root, 'oauth-posture.yml'), waiver);
    expect(skipsIn(await dry())).to.deep.equal({ 'ExternalClientApplication:Courier': 'waived' });
    const result = await remediateSource(prepared, join(org.folder, 'kept'), {
      ...org.doors,
      undoNote: () => '',
      approve: () => Promise.resolve(true),
    });
    expect(skipsIn(result)).to.deep.equal({ 'ExternalClientApplication:Courier': 'waived' });
    expect(readFileSync(file, 'utf8')).to.equal(text);
  });

  it('edits it where somebody answers for its clients', async () => {
    use('Sync');
    expect(changed(await dry({ includeActive: true }))).to.include('Sync');
  });

  it('edits nothing whose use could not be found out, and says what was not read', async () => {
    org.simulator.fault(failing(/LoginHistory/));
    const result = await dry();
    expect(skipsIn(result)).to.include({ 'ConnectedApp:Sync': 'use-unknown' });
    expect(changed(result)).to.deep.equal(['OnlyHere']);
    expect(result.plan.notRead.map(({ step }) => step)).to.deep.equal(['query-login-history']);
    expect(result.summary.exitCode).to.equal(1);
  });

  it('leaves the app alone that this session may be logged in with', async () => {
    org.simulator.setComponent(
      'ConnectedApp',
      'Sync',
      connectedApp({ consumerKey: undefined, oauthClientCredentialUser: org.login.username }),
    );
    const open = org.doors.openOrg;
    org.doors.openOrg = async (target, version) => {
      const opened = await open(target, version);
      if (!opened.ok) return opened;
      const value = { ...opened.value };
      delete value.clientId;
      return { ok: true, value };
    };
    expect(skipsIn(await dry())).to.deep.equal({ 'ConnectedApp:Sync': 'own-session-suspected' });
    expect(changed(await dry({ allowLockout: true }))).to.include('Sync');
  });

  it('respects a waiver that holds in that org alone', async () => {
    const id = String(org.simulator.state.rowsOf('Organization')[0]?.['Id']);
    writeFileSync(join(root, 'oauth-posture.yml'), WAIVER(id));
    expect(skipsIn(await dry())).to.deep.equal({ 'ConnectedApp:Sync': 'waived' });
    expect(changed(await dry({ isAlone: true }))).to.include('Sync');
  });

  it('lets a waiver end by the day of the org, and without one by that of the machine', async () => {
    const id = String(org.simulator.state.rowsOf('Organization')[0]?.['Id']);
    org.doors.now = () => new Date(Date.now() - 3 * 86_400_000);
    writeFileSync(join(root, 'oauth-posture.yml'), WAIVER(id, -1));
    expect(skipsIn(await dry())).to.deep.equal({ 'ConnectedApp:Sync': 'waiver-expired' });
    writeFileSync(join(root, 'oauth-posture.yml'), WAIVER(id, -1).replace(/ +org: .*\n/, ''));
    expect(skipsIn(await dry())).to.deep.equal({ 'ConnectedApp:Sync': 'waiver-expired' });
    expect(skipsIn(await dry({ isAlone: true }))).to.deep.equal({ 'ConnectedApp:Sync': 'waived' });
  });

  it('edits the file of an app that is off in the org, in use or not', async () => {
    org.simulator.setComponent('ConnectedApp', 'Sync', connectedApp({ isClientCredentialEnabled: 'false' }));
    use('Sync');
    expect(changed(await dry())).to.include('Sync');
  });

  it('takes an app that the org does not list for one in use where its list was refused', async () => {
    org.simulator.fault(failing(/listMetadata/));
    const result = await dry();
    expect(skipsIn(result)).to.include({ 'ConnectedApp:OnlyHere': 'use-unknown' });
    expect(changed(result)).not.to.include('OnlyHere');
    expect(result.summary.exitCode).to.equal(1);
    expect(changed(await dry({ includeActive: true }))).to.include('OnlyHere');
  });

  it('ends with a refusal, and edits nothing, where the org cannot be opened', async () => {
    const refusal: unknown = await dry({ org: 'nobody' }).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(Refusal);
    expect(readFileSync(join(root, 'connectedApps/Sync.connectedApp-meta.xml'), 'utf8')).to.equal(connectedApp());
  });

  it('does not end with 0 where a guard of the org leaves the file of a named app alone', async () => {
    use('Sync');
    expect((await dry({ apps: ['Sync'] })).summary.exitCode).to.equal(1);
    const result = await remediateSource(await prepare({ apps: ['Sync', 'OnlyHere'] }), join(org.folder, 'kept'), {
      ...org.doors,
      undoNote: () => '',
      approve: () => Promise.resolve(true),
    });
    expect(result.summary).to.include({ verified: 1, exitCode: 68 });
    expect(readFileSync(join(root, 'connectedApps/Sync.connectedApp-meta.xml'), 'utf8')).to.equal(connectedApp());
  });

  for (const pattern of ['{Sync,OnlyHere}', 'S{ync,ync}', '\\Sync', 'ConnectedApp:S\\ync'])
    it(`does not end with 0 either where the app is named as ${pattern}`, async () => {
      use('Sync');
      expect((await dry({ apps: [pattern] })).summary.exitCode).to.equal(1);
    });

  it('respects that a guard leaves the file of an app alone that a pattern happens to match', async () => {
    use('Sync');
    expect((await dry({ apps: ['Sy*'] })).summary.exitCode).to.equal(0);
  });

  for (const [title, includeActive, expected] of [
    ['leaves the file of an app alone that a client uses while the run asks', false, 'in-use'],
    ['edits it where somebody answers for its clients, however long the run asks', true, undefined],
  ] as const)
    it(title, async () => {
      const prepared = await prepare({ includeActive });
      const now = Date.now;
      const result = await remediateSource(prepared, join(org.folder, 'kept'), {
        ...org.doors,
        undoNote: () => '',
        approve: () => {
          use('Sync');
          Date.now = () => now() + 300_000;
          return Promise.resolve(true);
        },
      }).finally(() => (Date.now = now));
      expect(skipsIn(result)['ConnectedApp:Sync']).to.equal(expected);
      const text = readFileSync(join(root, 'connectedApps/Sync.connectedApp-meta.xml'), 'utf8');
      expect(text === connectedApp()).to.equal(expected !== undefined);
      expect(result.outcomes.map(({ app }) => app.name)).to.include('OnlyHere');
      expect(result.summary.exitCode).to.equal(expected ? 68 : 0);
    });

  it('changes nothing in that org', async () => {
    const before = org.textOf('ConnectedApp:Sync');
    await remediateSource(await prepare(), join(org.folder, 'kept'), {
      ...org.doors,
      undoNote: () => '',
      approve: () => Promise.resolve(true),
    });
    expect(org.textOf('ConnectedApp:Sync')).to.equal(before);
    expect(org.simulator.journal.of('deploy')).to.deep.equal([]);
  });
});
