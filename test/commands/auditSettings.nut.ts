import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AuditReport } from '../../src/posture/model.js';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import type { CliResult } from '../simulator/cliLogin.js';
import { globalSettings } from '../simulator/deploy/samples.js';
import { REMEDIATE } from './support/changingOrg.js';
import { printed, resultOf, startCliOrg, type CliOrg } from './support/cliOrg.js';
import { filesBelow, findings, logsOf, TO_FILE } from './support/planted.js';

const KEY = '3MVG9plantedKey0fTheSettings';
const SECRET = 'PLANTED5ECRET0FTHESETTINGS';
const CERTIFICATE = 'MIIPLANTEDCERTIFICATE0fTheSettings';
const NAMED = ['--control', 'eca-flow-enablement'];
const ANYWAY = [...NAMED, '--allow-secret-access'];
const SETTINGS = /^ExtlClntAppGlobalOauthSettings:\d/;

describe('sf oauth-posture audit, of settings that hold secrets', () => {
  const written: string[] = [];
  let org: CliOrg;
  let temporary: string;

  const audit = async (log: NodeJS.ProcessEnv, ...args: string[]): Promise<CliResult> => {
    const ended = await org.audit(args, { ...log, TMPDIR: temporary });
    written.push(ended.stdout, ended.stderr);
    return ended;
  };

  before(async () => {
    org = await startCliOrg({ consumerSecrets: 'always' });
    const { simulator, home } = org;
    temporary = join(home.folder, 'temporary');
    mkdirSync(temporary);
    const planted = { consumerKey: KEY, consumerSecret: SECRET, certificate: CERTIFICATE };
    simulator.setComponent(
      'ExtlClntAppGlobalOauthSettings',
      'Warehouse_Gateway_glbloauth',
      globalSettings({ ...planted, externalClientApplication: 'Warehouse_Gateway' }),
    );
  });
  after(() => org.stop());

  it('judges the flag where somebody names the control, and tells of the secret that came along', async () => {
    const report = resultOf<AuditReport>(await audit({ DEBUG: '*' }, ...NAMED, '--json'));
    const verdict = report.targets[0]?.findings.find(({ app }) => app.name === 'Warehouse_Gateway');
    expect([verdict?.control, verdict?.reason]).to.deep.equal(['eca-flow-enablement', 'settings-flow-on']);
    expect(report.notices.map(({ code }) => code)).to.include('settings-secret-returned');
    expect(
      org.simulator.journal.entries.some(({ detail }) => SETTINGS.test(detail)),
      'asked',
    ).to.equal(true);
  });

  it('writes none of key, certificate and secret anywhere, at the lowest log level, in all formats and in errors', async () => {
    const { simulator, home } = org;
    const files = ['result.json', 'result.txt'].map((name) => join(home.folder, 'out', name));
    const whole = await audit(
      TO_FILE,
      ...ANYWAY,
      '--view',
      'detail',
      ...files.flatMap((file) => ['--output-file', file]),
    );
    expect(whole.exitCode, whole.stderr).to.equal(30);
    for (const kind of ['cut-body', 'truncated-body'] as const) {
      simulator.fault({ kind, on: /^checkRetrieveStatus$/, nth: 3, times: 20 });
      await audit(TO_FILE, ...ANYWAY);
      simulator.clearFaults();
    }
    written.push(...files.map((file) => readFileSync(file, 'utf8')), ...logsOf(org));
    expect(logsOf(org).join('').length, 'the logs tell much').to.be.above(10_000);
    expect(written.some((text) => text.includes('Warehouse_Gateway'))).to.equal(true);
    expect(findings([KEY, CERTIFICATE, SECRET], [...written, ...filesBelow(home.folder)])).to.deep.equal([]);
    expect(readdirSync(temporary), 'temporary files').to.deep.equal([]);
  });

  it('leaves them out of plan and snapshot of a remediation of the same app', async () => {
    const args = ['--app', 'Warehouse_Gateway', '--no-prompt', '--json', '--snapshot-dir', 'kept'];
    const ended = await org.start([...REMEDIATE, ...args], { env: { ...TO_FILE, TMPDIR: temporary } }).ended;
    expect(resultOf<RemediationResult>(ended).summary.verified).to.equal(1);
    expect(
      findings([KEY, CERTIFICATE, SECRET], [ended.stdout, ended.stderr, ...filesBelow(org.home.folder)]),
    ).to.deep.equal([]);
  });

  it('does not ask for them where the org may answer with secrets, unless told to', async () => {
    const on =
      '<ExternalClientAppSettings xmlns="http://soap.sforce.com/2006/04/metadata">' +
      '<enableConsumerSecretApiAccess>true</enableConsumerSecretApiAccess></ExternalClientAppSettings>';
    org.simulator.setComponent('Settings', 'ExternalClientApp', on);
    const refused = await audit({}, ...NAMED);
    expect(refused.exitCode).to.equal(31);
    expect(refused.stdout).to.include('--allow-secret-access');
    expect(org.simulator.journal.entries.filter(({ detail }) => SETTINGS.test(detail))).to.deep.equal([]);
    expect((await audit({}, ...ANYWAY)).exitCode).to.equal(30);
  });

  it('says without it that the control was not evaluated, and how to ask for it', async () => {
    const ended = await audit({});
    expect(ended.stdout.replaceAll(/\s+/g, ' ')).to.include('--control=eca-flow-enablement');
    expect(org.simulator.journal.entries.filter(({ detail }) => SETTINGS.test(detail))).to.deep.equal([]);
  });

  it('refuses the control in a remediation, before any org is asked', async () => {
    const ended = await org.start([...REMEDIATE, ...NAMED, '--no-prompt', '--json']).ended;
    expect(printed(ended)).to.deep.include({ name: 'ControlNotRemediatedError', exitCode: 1 });
    expect(printed(ended).actions?.join(' ')).to.include('--control eca-client-credentials-policy');
    expect(org.simulator.journal.entries).to.deep.equal([]);
  });
});
