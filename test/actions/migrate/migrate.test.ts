import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { deployPackage } from '../support/deployed.js';
import { appIn, migrating, type Migrating } from '../support/migrating.js';
import {
  bodyOf,
  CLIENT,
  ORDER_ACCESS,
  ORDER_USER,
  STRANGER,
  startMovingOrg,
  WAREHOUSE_USER,
  type MovingOrg,
} from '../support/movingOrg.js';
import { disk, type Disk } from '../../../src/files/disk.js';
import { query } from '../../simulator/ask.js';
import { selfSigned, type KeyPair } from '../../simulator/certificate.js';
import type { SimulatorOptions } from '../../simulator/simulator.js';

const ORDER = 'ConnectedApp-Order_Sync';
const FILE = `${ORDER}/deploy/connectedApps/Order_Sync.connectedApp`;
const WAREHOUSE = 'ExternalClientApplication-Warehouse_Gateway';
const POLICY = `${WAREHOUSE}/deploy/extlClntAppOauthPolicies/Warehouse_Gateway_oauthPlcy.ecaOauthPlcy`;

describe('migrate', () => {
  let org: MovingOrg;
  let run: Migrating;
  let certificate: string;
  const start = async (options: SimulatorOptions & { user?: string } = {}): Promise<void> => {
    org = await startMovingOrg({ org: { isSandbox: false }, ...options });
    org.simulator.state.addRow('PermissionSet', {
      Id: ORDER_ACCESS,
      Name: 'Order_Sync_Access',
      Label: 'Order Sync Access',
      IsOwnedByProfile: false,
    });
    certificate = org.write('cert.pem', CLIENT.certificate, 0o644);
    run = migrating(org);
  };
  beforeEach(() => start());
  afterEach(() => org.stop());

  const set = (type: string, name: string, replace: (text: string) => string): void =>
    void org.simulator.setComponent(type, name, replace(org.simulator.state.component(type, name)?.text ?? ''));
  const before = (type = 'ConnectedApp', name = 'Order_Sync'): string =>
    org.simulator.state.component(type, name)?.text ?? '';

  it('writes nothing to the org', async () => {
    await run.migrate({ apps: ['*'], certificate });
    const operations = org.simulator.journal.entries.map(({ operation }) => operation);
    expect(operations).not.to.include.members(['deploy']);
    expect(operations).not.to.include('token');
  });

  it('writes the steps for an app, and no file where it was given nothing', async () => {
    const result = await run.migrate();
    expect(run.files()).to.deep.equal([`${ORDER}/README.md`, 'README.md']);
    expect(appIn(result, 'Order_Sync')).to.deep.include({
      status: 'written',
      scopes: ['Full', 'RefreshToken'],
      parts: { certificate: 'needs-certificate', scopes: 'in-place', 'pre-authorization': 'needs-permission-set' },
    });
    expect(result.summary).to.deep.equal({ written: 1, flowOff: 0, notEvaluated: 0, withoutFile: 0, exitCode: 0 });
    const readme = run.readJoined(`${ORDER}/README.md`);
    for (const told of [
      'Order_Sync',
      'connected app',
      `\`${ORDER_USER}\``,
      '`Full`, `RefreshToken`',
      '203.0.113.4',
      'openssl req -x509 -newkey rsa:2048',
      `sf oauth-posture migrate --target-org ${org.login.username} --app ConnectedApp:Order_Sync --certificate ~/jwt-keys/`,
      `sf oauth-posture verify --target-org ${org.login.username} --app ConnectedApp:Order_Sync --key-file ~/jwt-keys/Order_Sync-${org.simulator.state.org.id}.key.pem --username ${ORDER_USER}`,
      `sf oauth-posture remediate --target-org ${org.login.username} --app ConnectedApp:Order_Sync --include-active --dry-run`,
      'sf oauth-posture restore',
      'docs.mulesoft.com',
      'help.boomi.com',
    ])
      expect(readme).to.include(told);
  });

  it('makes a key by commands that replace none, however often they are pasted', async () => {
    await run.migrate();
    const [, commands = ''] = /```sh\n(\(umask[\s\S]*?)```/.exec(run.read(`${ORDER}/README.md`)) ?? [];
    const home = mkdtempSync(join(tmpdir(), 'posture-keys-'));
    const openssl = 'while [ $# -gt 1 ]; do [ "$1" = -keyout ] && echo "$made" > "$2"; shift; done';
    const paste = (made: string): string =>
      spawnSync('sh', ['-c', `umask 022\nopenssl() { ${openssl}; }\n${commands}\numask`], {
        env: { ...process.env, HOME: home, made },
      }).stdout.toString();
    expect(paste('first'), 'the reader’s own mask stays').to.match(/^0*022$/m);
    paste('second');
    const keys = readdirSync(join(home, 'jwt-keys'));
    expect(keys.map((key) => readFileSync(join(home, 'jwt-keys', key), 'utf8'))).to.deep.equal(['first\n']);
    expect(keys[0]).to.match(/^Order_Sync-00D\w{15}\.key\.pem$/);
    rmSync(home, { recursive: true });
  });

  it('splices the certificate and the permission set into the retrieved file, and nothing else changes', async () => {
    const result = await run.migrate({ certificate, permissionSet: 'Order_Sync_Access' });
    const meant = before()
      .replace(/ *<consumerKey>.*\n/, `        <certificate>${bodyOf(CLIENT)}</certificate>\n`)
      .replace('</oauthPolicy>', '</oauthPolicy>\n    <permissionSetName>Order Sync Access</permissionSetName>');
    expect(run.read(FILE)).to.equal(meant);
    expect(run.read(`${ORDER}/deploy/package.xml`))
      .to.include('<members>Order_Sync</members>')
      .and.include('<version>68.0<');
    expect(run.read(`${ORDER}/change.diff`))
      .to.match(/^\+ +<certificate>/m)
      .and.match(/^\+ +<permissionSetName>/m)
      .and.not.match(/^-[^-]/m);
    expect(result.certificate).to.include({ subject: 'CN=Order Sync', bits: 2048 });
    expect(run.read(`${ORDER}/README.md`))
      .to.include(result.certificate?.fingerprint ?? 'none')
      .and.include('deploy start --metadata-dir deploy');
  });

  it('makes files that the org takes, after which the key logs in and the old flow still works', async () => {
    await run.migrate({ certificate, permissionSet: 'Order_Sync_Access' });
    org.simulator.state.addRow('PermissionSetAssignment', {
      AssigneeId: org.simulator.state.user(ORDER_USER)?.['Id'],
      PermissionSetId: ORDER_ACCESS,
      IsActive: true,
    });
    expect(await deployPackage(org, join(run.output, ORDER, 'deploy'))).to.equal('Succeeded');
    expect(before()).to.include('<isClientCredentialEnabled>true').and.include('3MVG9.demo.key.Order_Sync');
    expect((await org.verify()).login).to.include({ proven: true, token: 'revoked' });
  });

  it('makes an app wait for approval only together with somebody who is let in', async () => {
    set('ConnectedApp', 'Order_Sync', (text) => text.replace('<isAdminApproved>true', '<isAdminApproved>false'));
    await run.migrate({ certificate });
    expect(run.read(FILE)).to.include('<isAdminApproved>false').and.not.include('permissionSetName');
  });

  it('asks for the scopes that the new log-in needs', async () => {
    set('ConnectedApp', 'Order_Sync', (text) =>
      text
        .replace(/ *<scopes>.*\n/g, '')
        .replace('</oauthClientCredentialUser>', '</oauthClientCredentialUser>\n        <scopes>Web</scopes>'),
    );
    const result = await run.migrate({ certificate });
    expect(run.read(FILE).match(/<scopes>(.*)<\/scopes>/g)).to.deep.equal([
      '<scopes>Web</scopes>',
      '<scopes>Api</scopes>',
      '<scopes>RefreshToken</scopes>',
    ]);
    expect(appIn(result, 'Order_Sync').parts?.scopes).to.equal('in-file');
  });

  it('leaves a certificate that an app has: whoever signs with its key would be locked out', async () => {
    set('ConnectedApp', 'Order_Sync', (text) =>
      text.replace('<consumerKey>', `<certificate>${bodyOf(STRANGER)}</certificate>\n        <consumerKey>`),
    );
    const result = await run.migrate({ certificate });
    expect([appIn(result, 'Order_Sync').parts?.certificate, run.files()]).to.deep.equal([
      'kept',
      [`${ORDER}/README.md`, 'README.md'],
    ]);
    expect(run.read(`${ORDER}/README.md`)).to.include('key rotation');
  });

  const has = (own: KeyPair): void =>
    set('ConnectedApp', 'Order_Sync', (text) =>
      text.replace('<consumerKey>', `<certificate>${bodyOf(own)}</certificate>\n        <consumerKey>`),
    );

  it('does not count a certificate as in place that has expired, and asks for a new one', async () => {
    has(selfSigned('Old', { until: '240131000000Z' }));
    const result = await run.migrate();
    expect(appIn(result, 'Order_Sync')).to.deep.include({ certificateDate: '2024-01-31T00:00:00.000Z' });
    expect(appIn(result, 'Order_Sync').parts?.certificate).to.equal('expired');
    expect(run.read('README.md')).to.include('| expired on 2024-01-31 |');
    expect(run.read(`${ORDER}/README.md`)).to.include('expired on 2024-01-31; the app needs a new one');
    expect(run.read(`${ORDER}/README.md`))
      .to.include('It needs a new one.')
      .and.include('openssl req -x509')
      .and.include('--certificate ~/jwt-keys/');
  });

  it('replaces a certificate that has expired by the one that it is given, and says so', async () => {
    const old = selfSigned('Old', { until: '240131000000Z' });
    has(old);
    const result = await run.migrate({ certificate });
    expect(appIn(result, 'Order_Sync').parts?.certificate).to.equal('replaces-expired');
    expect(appIn(result, 'Order_Sync').edits.map(({ path, before }) => [path, before])).to.deep.equal([
      ['oauthConfig.certificate', bodyOf(old)],
    ]);
    expect(run.read(FILE))
      .to.include(`<certificate>${bodyOf(CLIENT)}</certificate>`)
      .and.not.include(bodyOf(old));
    expect(run.read(`${ORDER}/README.md`)).to.include('has expired, so the file replaces it');
  });

  it('leaves a certificate that is not valid yet, and one that it cannot read, and says which', async () => {
    has(selfSigned('New', { from: '400101000000Z' }));
    expect(appIn(await run.migrate({ certificate }), 'Order_Sync').parts?.certificate).to.equal('not-yet-valid');
    expect(run.read(`${ORDER}/README.md`))
      .to.include("isn't valid before 2040-01-01")
      .and.include('--key-file KEY.pem');
    rmSync(run.output, { recursive: true });
    set('ConnectedApp', 'Order_Sync', (text) => text.replace(/<certificate>.*</, '<certificate>MIIB<'));
    expect(appIn(await run.migrate({ certificate }), 'Order_Sync').parts?.certificate).to.equal('unreadable');
    expect(run.read(`${ORDER}/README.md`)).to.include("certificate that can't be read");
  });

  it('names the day on which the certificate of an app ends', async () => {
    has(CLIENT);
    await run.migrate();
    expect(run.read(`${ORDER}/README.md`)).to.include('in place, valid until 2049-01-01');
  });

  it('names the key of the pair that its own steps made, and no other as if it knew it', async () => {
    const own = selfSigned(`Order_Sync-${org.simulator.state.org.id}`);
    await run.migrate({ certificate: org.write('own.pem', own.certificate, 0o644) });
    expect(run.read(`${ORDER}/README.md`))
      .to.include('--key-file ~/jwt-keys/Order_Sync-00D')
      .and.not.include('KEY.pem');
    rmSync(run.output, { recursive: true });
    await run.migrate({ certificate });
    expect(run.read(`${ORDER}/README.md`))
      .to.include('--key-file KEY.pem')
      .and.include('Replace KEY.pem');
  });

  it('fits its commands and programs into a terminal of 80 columns', async () => {
    await run.migrate({ apps: ['Order_Sync', 'Warehouse_Gateway'], permissionSet: 'Order_Sync_Access' });
    for (const page of [`${ORDER}/README.md`, `${WAREHOUSE}/README.md`]) {
      const blocks = [...run.read(page).matchAll(/^```\w+\n([^]*?)^```/gm)].flatMap(([, body = '']) =>
        body.split('\n'),
      );
      expect(blocks.filter((line) => line.length > 80)).to.deep.equal([]);
    }
  });

  it('says that there may be more addresses, where the caller does not see the log-ins of others', async () => {
    const PARTIAL = 'There may be more addresses than these';
    await run.migrate();
    expect(run.read(`${ORDER}/README.md`))
      .to.include('203.0.113.4')
      .and.not.include(PARTIAL);
    const { settings } = org.simulator.state;
    const missingFields = ['ManageUsers', 'MonitorLoginHistory'].map(
      (name) => `UserPermissionAccess.Permissions${name}`,
    );
    org.simulator.state.settings = { ...settings, missingFields };
    const again = migrating(org, join(org.folder, 'project', 'again'));
    await again.migrate();
    expect(again.read(`${ORDER}/README.md`))
      .to.include('203.0.113.4')
      .and.include(PARTIAL);
  });

  it('says that it was not to search the login history, where it was not', async () => {
    const result = await run.migrate({ usageDays: 0 });
    expect(appIn(result, 'Order_Sync')).not.to.have.property('sources');
    expect(run.read(`${ORDER}/README.md`))
      .to.include("wasn't searched")
      .and.not.include("couldn't be read");
  });

  it('gives queries that the org answers, in which the old logins show under the name that it gives', async () => {
    await run.migrate();
    const readme = run.read(`${ORDER}/README.md`);
    const queries = [...readme.matchAll(/--query "([^"]+)"|--query '([^']+)'/g)].map(
      ([, one, other]) => one ?? other ?? '',
    );
    expect(queries).to.have.length(2);
    const rows = await Promise.all(queries.map(async (soql) => (await query(org.simulator, soql)).records));
    const [application = ''] = /one of these names: `([^`]+)`/.exec(readme)?.slice(1) ?? [];
    const old = rows[0]?.filter(
      (row) => row['Application'] === application && /clientcred/i.test(String(row['LoginSubType'])),
    );
    expect(old?.map(({ logins }) => logins)).to.deep.equal([7]);
    const sources = rows[1]?.filter((row) => row['Application'] === application);
    expect(sources?.map((row) => row['SourceIp']))
      .to.have.length(7)
      .and.include('203.0.113.4');
  });

  it('writes a policy with pre-authorisation for an external client app, and what is left for Setup', async () => {
    set('ExtlClntAppOauthConfigurablePolicies', 'Warehouse_Gateway_oauthPlcy', (text) =>
      text
        .replace('AdminApprovedPreAuthorized', 'AllSelfAuthorized')
        .replace(
          '<externalClientApplication>',
          '<commaSeparatedProfile>System Administrator</commaSeparatedProfile>\n    <externalClientApplication>',
        ),
    );
    const result = await run.migrate({
      apps: ['Warehouse_Gateway'],
      certificate,
      permissionSet: 'Warehouse_Operations',
    });
    const policy = run.read(POLICY);
    expect(policy)
      .to.include('<commaSeparatedPermissionSet>Warehouse_Operations<')
      .and.include('<permittedUsersPolicyType>AdminApprovedPreAuthorized<');
    expect(policy).to.include('<isClientCredentialsFlowEnabled>true<').and.not.include('commaSeparatedProfile');
    expect(appIn(result, 'Warehouse_Gateway')).to.deep.include({
      scopes: ['Api', 'RefreshToken'],
      parts: { certificate: 'setup', scopes: 'in-place', 'pre-authorization': 'in-file' },
    });
    expect(run.read(`${WAREHOUSE}/README.md`))
      .to.include('Enable JWT Bearer Flow')
      .and.include('SF_OAUTH_POSTURE_CLIENT_ID');
    expect(await deployPackage(org, join(run.output, WAREHOUSE, 'deploy'))).to.equal('Succeeded');
    set('ExtlClntAppGlobalOauthSettings', 'Warehouse_Gateway_glbloauth', (text) =>
      text.replace('<consumerKey>', `<certificate>${bodyOf(CLIENT)}</certificate>\n    <consumerKey>`),
    );
    const request = {
      app: 'Warehouse_Gateway',
      username: WAREHOUSE_USER,
      clientId: org.clientIdOf('ExternalClientApplication', 'Warehouse_Gateway'),
    };
    expect((await org.verify(request)).login.proven).to.equal(true);
  });

  for (const [what, replaced, by, override] of [
    ['off', '<isClientCredentialsFlowEnabled>true', '<isClientCredentialsFlowEnabled>false', 'on'],
    ['without a flag', /.*<isClientCredentialsFlowEnabled>.*\n/, '', 'on'],
    ['without the user', /.*<clientCredentialsFlowUser>.*\n/, '', 'user'],
    ['without the relaxation', /.*<ipRelaxationPolicyType>.*\n/, '', 'relaxation'],
    ['as SOQL does', '', '', undefined],
  ] as const)
    it(`writes no policy that a deploy would turn off or change otherwise: its file shows it ${what}`, async () => {
      const name = 'Warehouse_Gateway_oauthPlcy';
      const shown = {
        on: { IsClientCredentialsFlowEnabled: true },
        user: { ClientCredentialsFlowUser: WAREHOUSE_USER },
        relaxation: { IpRelaxationPolicyType: 'Bypass' },
      };
      set('ExtlClntAppOauthConfigurablePolicies', name, (text) =>
        text.replace('AdminApprovedPreAuthorized', 'AllSelfAuthorized').replace(replaced, by),
      );
      const { state } = org.simulator;
      const overrides = { [`ExtlClntAppOauthPlcyCnfg:${name}`]: override ? shown[override] : {} };
      state.settings = { ...state.settings, overrides };
      const result = await run.migrate({ apps: ['Warehouse_Gateway'], permissionSet: 'Warehouse_Operations' });
      const { problem, files } = appIn(result, 'Warehouse_Gateway');
      expect([problem, result.summary.exitCode]).to.deep.equal(override ? ['sources-disagree', 68] : [undefined, 0]);
      expect(files.length).to.equal(override ? 1 : 4);
      if (override) expect(run.read(`${WAREHOUSE}/README.md`)).to.include('No file could be prepared: its metadata');
    });

  it('never asks for the settings that hold the secrets of an external client app', async () => {
    await run.migrate({ apps: ['*'] });
    const asked = org.simulator.journal.entries.map(({ detail }) => detail).join('\n');
    expect(asked).to.include('ExtlClntAppOauthSettings').and.not.include('ExtlClntAppGlobalOauthSettings');
  });

  it('writes a folder for each app of several patterns, and an overview', async () => {
    const result = await run.migrate({ apps: ['Order*', '*Gateway', 'Ticket_Bridge', 'Vendor_Sync'], certificate });
    expect(result.apps.map(({ app, status }) => [app.name, status])).to.deep.equal([
      ['Order_Sync', 'written'],
      ['Vendor_Sync', 'not-evaluated'],
      ['Ticket_Bridge', 'flow-off'],
      ['Warehouse_Gateway', 'written'],
    ]);
    const overview = run.read('README.md');
    for (const told of [
      'ConnectedApp-Order_Sync/README.md',
      'ExternalClientApplication-Warehouse_Gateway/README.md',
      'Ticket_Bridge',
      'Vendor_Sync',
    ])
      expect(overview).to.include(told);
    expect(result.summary.exitCode, 'one app is left open').to.equal(68);
  });

  it('does not say that an external client app need not move while the org does not show all of it: 68', async () => {
    set('ExtlClntAppOauthConfigurablePolicies', 'Warehouse_Gateway_oauthPlcy', (text) =>
      text.replace('<isClientCredentialsFlowEnabled>true', '<isClientCredentialsFlowEnabled>false'),
    );
    const briefly = async (): Promise<unknown[]> => {
      const result = await run.migrate({ apps: ['Warehouse_Gateway'] });
      return [appIn(result, 'Warehouse_Gateway').status, result.summary.exitCode];
    };
    expect(await briefly()).to.deep.equal(['flow-off', 0]);
    org.simulator.fault({ kind: 'error', on: /ExtlClntAppOauthPlcyCnfg/, code: 'INVALID_TYPE', times: Infinity });
    expect(await briefly()).to.deep.equal(['not-evaluated', 68]);
  });

  it('tells whose steps it cannot write for a packaged connected app: the publisher’s', async () => {
    org.simulator.setComponent('ConnectedApp', 'acme__Invoice_Connector', before().replace('Order Sync', 'Invoices'));
    const result = await run.migrate({ apps: ['acme__Invoice_Connector'], certificate });
    expect(appIn(result, 'acme__Invoice_Connector').parts).to.deep.equal({
      certificate: 'publisher',
      scopes: 'publisher',
      'pre-authorization': 'setup',
    });
    expect(run.read('ConnectedApp-acme__Invoice_Connector/README.md')).to.include('publisher');
  });

  it('refuses to write a file where a secret stands somewhere else in it', async () => {
    set('ConnectedApp', 'Order_Sync', (text) => text.replace('every five minutes', '3MVG9.demo.key.Order_Sync'));
    const result = await run.migrate({ certificate });
    expect([appIn(result, 'Order_Sync').problem, result.summary.exitCode]).to.deep.equal(['secret-elsewhere', 68]);
    expect(run.files()).to.deep.equal([`${ORDER}/README.md`, 'README.md']);
  });

  describe('asks no org, and writes nothing,', () => {
    afterEach(() => expect(org.simulator.journal.entries).to.deep.equal([]));
    const folder = (): string => join(org.folder, 'project');

    const refusals: Record<string, { arrange?: () => void; request?: () => object; name: string }> = {
      'where a private key lies in the folder above': {
        arrange: () => {
          mkdirSync(folder());
          writeFileSync(join(folder(), 'server.key'), CLIENT.privateKey);
        },
        name: 'FolderHoldsKeyError',
      },
      'where a keystore lies in the folder above': {
        arrange: () => {
          mkdirSync(folder());
          writeFileSync(join(folder(), 'client.p12'), Buffer.from('30820a1f0201033082', 'hex'));
        },
        name: 'FolderHoldsKeyError',
      },
      'where a key in binary lies in the folder above': {
        arrange: () => {
          mkdirSync(folder());
          writeFileSync(
            join(folder(), 'client.der'),
            Buffer.from(CLIENT.privateKey.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64'),
          );
        },
        name: 'FolderHoldsKeyError',
      },
      'where a key in UTF-16 lies in the folder above, as PowerShell writes it': {
        arrange: () => {
          mkdirSync(folder());
          writeFileSync(join(folder(), 'client.pem'), Buffer.from(`\ufeff${CLIENT.privateKey}`, 'utf16le'));
        },
        name: 'FolderHoldsKeyError',
      },
      'with a PKCS#12 keystore for a certificate': {
        request: () => ({ certificate: org.write('client.pfx', Buffer.from('30820a1f0201033082', 'hex')) }),
        name: 'CertificatePkcs12Error',
      },
      'where one lies further up in the project, by whatever name': {
        arrange: () => {
          mkdirSync(join(folder(), 'deep/deeper'), { recursive: true });
          mkdirSync(join(folder(), '.git'));
          writeFileSync(join(folder(), 'notes.txt'), `see below\n${CLIENT.privateKey}`);
        },
        request: () => ({ outputDir: join(folder(), 'deep/deeper/out') }),
        name: 'FolderHoldsKeyError',
      },
      'into a folder that has something in it': {
        arrange: () => {
          mkdirSync(run.output, { recursive: true });
          writeFileSync(join(run.output, 'README.md'), 'mine');
        },
        name: 'FolderNotEmptyError',
      },
      'with a key in place of a certificate': {
        request: () => ({ certificate: org.write('mistaken.pem', CLIENT.privateKey) }),
        name: 'CertificateHoldsPrivateKeyError',
      },
      'with a certificate in binary': {
        request: () => ({ certificate: org.write('cert.der', Buffer.from(bodyOf(CLIENT), 'base64')) }),
        name: 'CertificateDerError',
      },
      'with a certificate that has ended': {
        request: () => ({ certificate: org.write('old.pem', selfSigned('X', { until: '240101000000Z' }).certificate) }),
        name: 'CertificateExpiredError',
      },
      'with a folder for a certificate': {
        request: () => ({ certificate: org.folder }),
        name: 'CertificateNotAFileError',
      },
    };
    for (const [what, { arrange, request, name }] of Object.entries(refusals))
      it(what, async () => {
        arrange?.();
        expect((await run.refusal(request?.() ?? {})).name).to.equal(name);
      });
  });

  describe('where the disk takes no more in the middle', () => {
    const BOTH = { apps: ['Order_Sync', 'Warehouse_Gateway'] };
    const failing: Disk = {
      ...disk,
      write: (path, ...rest) =>
        path.includes('Warehouse') ? Promise.resolve({ ok: false, code: 'ENOSPC' }) : disk.write(path, ...rest),
    };

    it('leaves nothing, so that nobody follows half of the steps, and the next run can write', async () => {
      const error = await run.refusal(BOTH, failing);
      expect([error.name, error.exitCode]).to.deep.equal(['CannotWriteError', 1]);
      expect(error.message).to.include('ENOSPC').and.include('All output of this run was removed');
      expect(run.files()).to.deep.equal([]);
      expect((await run.migrate(BOTH)).summary.written).to.equal(2);
    });

    it('names what it could not remove either', async () => {
      const stuck: Disk = { ...failing, removeFolder: () => Promise.resolve({ ok: false, code: 'EROFS' }) };
      const error = await run.refusal(BOTH, stuck);
      expect(error.name).to.equal('CannotWriteLeftError');
      expect(error.message).to.include(join(run.output, ORDER)).and.include(join(run.output, WAREHOUSE));
    });
  });

  for (const [name, reason, why] of [
    ['Catalogue_Publisher', 'hardened', 'flow on, hardened'],
    ['Archive_Loader', 'app-disabled', 'flow on, app turned off'],
  ] as const)
    it(`does not call the command that leaves an app alone a way to turn it off: ${reason}`, async () => {
      expect(appIn(await run.migrate({ apps: [name] }), name).reason).to.equal(reason);
      const readme = run.readJoined(`ExternalClientApplication-${name}/README.md`);
      expect(readme).not.to.match(/oauth-posture (remediate|restore)/);
      expect(readme).to.include(`the result of its audit is "${why}"`).and.include('uncheck "Enable Client');
      expect(readme.includes('no login works now')).to.equal(reason === 'app-disabled');
    });

  describe('where another run writes into the same folder meanwhile', () => {
    const BOTH = { apps: ['Order_Sync', 'Warehouse_Gateway'] };
    const THEIRS = `${WAREHOUSE}/README.md`;
    const writeTheirs = (): void => {
      mkdirSync(join(run.output, WAREHOUSE), { recursive: true });
      writeFileSync(join(run.output, THEIRS), 'theirs');
    };
    const isTheirsAlone = (): void => {
      expect(run.files()).to.deep.equal([THEIRS]);
      expect(run.read(THEIRS)).to.equal('theirs');
    };

    it('while this one reads the org: writes nothing, and replaces nothing', async () => {
      org.simulator.fault({ kind: 'answer', on: 'retrieve', body: ({ body }) => (writeTheirs(), body) });
      expect((await run.refusal(BOTH)).name).to.equal('FolderNotEmptyError');
      isTheirsAlone();
    });

    it('while this one writes, about another app: keeps their overview, and removes its own folders', async () => {
      const overview = join(run.output, 'README.md');
      const racing: Disk = {
        ...disk,
        write: (path, ...rest) => {
          if (path.includes(ORDER)) {
            writeTheirs();
            writeFileSync(overview, 'theirs, too');
          }
          return disk.write(path, ...rest);
        },
      };
      const error = await run.refusal({}, racing);
      expect([error.name, error.exitCode]).to.deep.equal(['CannotWriteError', 1]);
      expect(error.message).to.include(overview).and.include('EEXIST');
      expect(run.files()).to.deep.equal([THEIRS, 'README.md']);
      expect(readFileSync(overview, 'utf8')).to.equal('theirs, too');
    });

    it('while this one writes: removes its own folders, and none of the other', async () => {
      const racing: Disk = {
        ...disk,
        write: (path, ...rest) => {
          if (path.includes(ORDER)) writeTheirs();
          return disk.write(path, ...rest);
        },
      };
      const error = await run.refusal(BOTH, racing);
      expect([error.name, error.exitCode]).to.deep.equal(['CannotWriteError', 1]);
      isTheirsAlone();
    });
  });

  it('refuses a permission set that the org does not have, and writes nothing', async () => {
    expect((await run.refusal({ permissionSet: 'Nope' })).name).to.equal('NoSuchPermissionSetError');
    expect(() => run.files()).to.throw();
  });

  describe('takes for the permission set that it is given', () => {
    const OF_VENDOR = { NamespacePrefix: 'vendor', Name: 'Order_Sync_Access', Label: 'Vendor Staff' };
    const also = (row: object): void => {
      const { state } = org.simulator;
      const rows = state.rowsOf('PermissionSet');
      state.rows.set('PermissionSet', []);
      state.addRow('PermissionSet', { IsOwnedByProfile: false, ...row });
      state.rows.set('PermissionSet', [...state.rowsOf('PermissionSet'), ...rows]);
    };
    const request = { permissionSet: 'Order_Sync_Access' };

    it('no packaged one of the same name, whose users would be let in', async () => {
      also(OF_VENDOR);
      await run.migrate({ certificate, ...request });
      expect(run.read(FILE)).to.include('<permissionSetName>Order Sync Access<').and.not.include('Vendor Staff');
    });

    it('a packaged one only by its whole name', async () => {
      also({ ...OF_VENDOR, Name: 'Staff' });
      expect((await run.refusal({ permissionSet: 'Staff' })).name).to.equal('NoSuchPermissionSetError');
      const { permissionSet } = await run.migrate({ permissionSet: 'vendor__Staff' });
      expect(permissionSet).to.deep.equal({ name: 'vendor__Staff', label: 'Vendor Staff' });
      expect(run.readJoined(`${ORDER}/README.md`)).to.include('--name vendor__Staff');
    });

    for (const row of [{ HasActivationRequired: true }, { Type: 'Session' }])
      it(`none that no client can activate, because nobody could log in any more: ${JSON.stringify(row)}`, async () => {
        also({ Name: 'Burst', Label: 'Burst', ...row });
        expect((await run.refusal({ permissionSet: 'Burst' })).name).to.equal('PermissionSetNeedsActivationError');
        expect(() => run.files()).to.throw();
      });

    for (const [what, row] of [
      ['has the same label', { Name: 'Everybody', Label: 'Order Sync Access' }],
      ['has that label for its name', { Name: 'Order Sync Access', Label: 'Everybody' }],
    ] as const)
      it(`none whose label can mean another one, for a connected app: one that ${what}`, async () => {
        also(row);
        const error = await run.refusal(request);
        expect(error.name).to.equal('PermissionSetAmbiguousError');
        expect(error.message).to.include(row.Name);
        expect((await run.migrate({ apps: ['Warehouse_Gateway'], ...request })).summary.exitCode).to.equal(0);
      });

    it('none that could not be compared with the others', async () => {
      org.simulator.fault({ kind: 'error', on: /FROM PermissionSet WHERE \(Label/, code: 'INSUFFICIENT_ACCESS' });
      expect((await run.refusal(request)).name).to.equal('PermissionSetNotReadError');
    });
  });

  it('gives examples that are programs: the shell’s and Node’s log in at the org', async () => {
    await run.migrate({ certificate, permissionSet: 'Order_Sync_Access' });
    org.simulator.state.addRow('PermissionSetAssignment', {
      AssigneeId: org.simulator.state.user(ORDER_USER)?.['Id'],
      PermissionSetId: ORDER_ACCESS,
      IsActive: true,
    });
    expect(await deployPackage(org, join(run.output, ORDER, 'deploy'))).to.equal('Succeeded');
    const readme = run.read(`${ORDER}/README.md`);
    const program = (language: string, start: string): string =>
      [...readme.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\n\`\`\``, 'g'))]
        .map(([, body = '']) => body)
        .find((body) => body.startsWith(start)) ?? '';
    const env = {
      PATH: process.env['PATH'],
      KEY_FILE: org.write('client.pem', CLIENT.privateKey),
      CLIENT_ID: org.clientIdOf('ConnectedApp', 'Order_Sync'),
      USERNAME_SF: ORDER_USER,
      AUDIENCE: 'https://login.salesforce.com',
      ORG_URL: org.simulator.url,
    };
    const said = await Promise.all([
      started('sh', ['-c', program('sh', '# KEY_FILE')], env),
      started(
        process.execPath,
        ['--input-type=module', '-e', `${program('js', 'import')}\nconsole.log(token, url);`],
        env,
      ),
    ]);
    for (const output of said) expect(output).to.include(org.simulator.state.org.id.slice(0, 15));
    expect(
      spawnSync('python3', ['-c', `import ast, sys; ast.parse(sys.argv[1])`, program('python', 'import os')]).status,
    ).to.be.oneOf([0, null]);
  });
});

/** Beside the org, which answers in this very process. */
const started = async (program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> => {
  const child = spawn(program, args, { env });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((done) => child.once('close', done));
  return output;
};
