import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isAtLeast } from '../../../src/posture/factors/atLeast.js';
import type { AuditReport, FactorId, Finding } from '../../../src/posture/model.js';
import { DEMO_ORG } from '../../simulator/connect.js';
import {
  failedSteps,
  findingOf,
  namesOf,
  startAuditedOrg,
  stepOf,
  targetOf,
  type AuditedOrg,
  type AuditedOrgOptions,
} from '../support/auditedOrg.js';
import { AUDITOR, auditorWith, FOR_CONNECTED_APPS, FOR_EXTERNAL_CLIENT_APPS } from '../support/auditor.js';

const stateOf = ({ risk }: Finding, factor: FactorId): string | undefined =>
  risk?.factors.find((one) => one.factor === factor)?.state;

const evidenceOf = ({ evidence }: Finding, component: string): Record<string, string | null> =>
  Object.fromEntries(evidence.flatMap((row) => (row.component === component ? [[row.path, row.value]] : [])));

describe('audit: what is merely not shown is not absent', function () {
  this.timeout(30_000);
  let org: AuditedOrg;
  const ALL = [...FOR_CONNECTED_APPS, ...FOR_EXTERNAL_CLIENT_APPS, 'ViewSetup', 'MonitorLoginHistory'];
  const start = async (permissions: string[], options: AuditedOrgOptions = {}): Promise<AuditReport> => {
    org = await startAuditedOrg({ user: AUDITOR, rows: auditorWith(...permissions), ...options });
    return org.audit({ failOn: 'never', allowIncomplete: true });
  };
  afterEach(() => org.stop());

  it('a caller without View All Profiles: the short list of profiles has failed, 31, and the level is "at least"', async () => {
    const report = await start([...ALL, 'ViewAllUsers']);
    expect(stepOf(report, 'list-profiles')).to.deep.include({
      status: 'failed',
      detail: 'not-permitted: ViewAllProfiles',
    });
    const finding = findingOf(report, 'Legacy_Feed');
    expect(stateOf(finding, 'admin-profile')).to.equal('unknown');
    expect(isAtLeast(finding, targetOf(report))).to.equal(true);
    expect(report.gate.exitCode).to.equal(31);
  });

  it('rows of profiles that are hidden blame View All Profiles and not View Setup, which the caller has', async () => {
    const report = await start([...ALL, 'ViewAllUsers']);
    expect(stepOf(report, 'query-permissions').detail).to.equal('not-permitted: ViewAllProfiles');
    expect(stateOf(findingOf(report, 'Order_Sync'), 'modify-all-data')).to.equal('unknown');
  });

  it('names filtered and rows shown: what the rows say counts, and object permissions are not proven absent', async () => {
    const report = await start([...ALL, 'ViewAllUsers'], { profileRowsHidden: false });
    expect(failedSteps(report)).to.include('list-profiles').and.not.include('query-permissions');
    expect(stepOf(report, 'query-object-permissions').detail).to.equal('not-permitted: ViewAllProfiles');
    expect(namesOf(report).filter((name) => findingOf(report, name).reason === 'hardened')).to.deep.equal([]);
  });

  it('a caller with all of them: no step fails', async () => {
    const report = await start([...ALL, 'ViewAllUsers', 'ViewAllProfiles']);
    expect(failedSteps(report)).to.deep.equal([]);
    expect(findingOf(report, 'Catalogue_Publisher').reason).to.equal('hardened');
  });

  it('a caller who sees no other users: they are unknown and not missing, nothing is automatic, 31', async () => {
    const report = await start([...ALL, 'ViewAllProfiles'], { usersFound: 'own' });
    expect(stepOf(report, 'query-users')).to.deep.include({
      status: 'failed',
      detail: 'not-permitted: ViewAllUsers|ManageUsers',
    });
    const finding = findingOf(report, 'Catalogue_Publisher');
    expect(finding).to.deep.include({
      reason: 'hardening-unknown',
      remediation: { automatic: false, action: 'disable-policy', why: 'hardening-unknown' },
    });
    expect([finding.executionUser?.state, stateOf(finding, 'user-active')]).to.deep.equal(['unknown', 'unknown']);
    expect(report.gate.exitCode).to.equal(31);
  });

  it('a refused query for external client apps counts as a list: an app that it alone knows may be missing, 31', async () => {
    org = await startAuditedOrg({
      rows: { ExternalClientApplication: [{ Id: '0xI000000000099AAA', DeveloperName: 'Only_By_Query' }] },
    });
    const request = { failOn: 'never', allowIncomplete: true } as const;
    expect(namesOf(await org.audit(request))).to.include('Only_By_Query');
    org.simulator.fault({
      kind: 'error',
      code: 'INSUFFICIENT_ACCESS',
      on: /FROM ExternalClientApplication$/,
      times: 9,
    });
    const report = await org.audit(request);
    expect(namesOf(report)).not.to.include('Only_By_Query');
    expect(findingOf(report, 'Catalogue_Publisher').reason).to.equal('hardening-unknown');
    expect(failedSteps(report)).to.deep.equal(['query-external-client-apps']);
    expect(report.gate.exitCode).to.equal(31);
  });

  it('a refused query for external client apps leaves 31 also where every app that is known passes', async () => {
    org = await startAuditedOrg({ generate: { connectedApps: 0, externalClientApps: 3, on: 0 } });
    org.simulator.fault({
      kind: 'error',
      code: 'INSUFFICIENT_ACCESS',
      on: /FROM ExternalClientApplication$/,
      times: 9,
    });
    expect((await org.audit()).gate.exitCode).to.equal(31);
  });

  it('an org without the types of external client apps is not asked, and that query is no list that failed', async () => {
    const types = [
      'ExternalClientApplication',
      'ExtlClntAppOauthConfigurablePolicies',
      'ExtlClntAppConfigurablePolicies',
    ];
    org = await startAuditedOrg({ missingTypes: types });
    expect(stepOf(await org.audit(), 'query-external-client-apps').status).to.equal('skipped');
  });
});

const POLICY = 'Catalogue_Publisher_OauthSettings_defaultPolicy';
const POLICY_ROW = `ExtlClntAppOauthPlcyCnfg:${POLICY}`;

describe('audit: two sources of one app', function () {
  this.timeout(30_000);
  let org: AuditedOrg;
  afterEach(() => org.stop());
  const publisher = async (options: AuditedOrgOptions): Promise<Finding> => {
    org = await startAuditedOrg(options);
    return findingOf(await org.audit(), 'Catalogue_Publisher');
  };

  it('an administrator and a relaxed network that SOQL alone names keep a hardened app from passing; both are told', async () => {
    const finding = await publisher({
      overrides: { [POLICY_ROW]: { ClientCredentialsFlowUser: 'deploy.admin@example.com', IpRelaxationPolicyType: 2 } },
    });
    expect([finding.reason, finding.risk?.level]).to.deep.equal(['not-hardened', 'higher']);
    expect(evidenceOf(finding, POLICY_ROW)).to.include({
      ClientCredentialsFlowUser: 'deploy.admin@example.com',
      IpRelaxationPolicyType: '2',
    });
    expect(evidenceOf(finding, `ExtlClntAppOauthConfigurablePolicies:${POLICY}`)).to.include({
      clientCredentialsFlowUser: 'integration.catalogue@example.com',
      ipRelaxationPolicyType: 'Enforce',
    });
  });

  it('SOQL that names the same user by its id says the same', async () => {
    org = await startAuditedOrg();
    const id = org.simulator.state.user('integration.catalogue@example.com')?.['Id'];
    await org.stop();
    const finding = await publisher({ overrides: { [POLICY_ROW]: { ClientCredentialsFlowUser: id } } });
    expect(finding.reason).to.equal('hardened');
  });

  it('a user named by its id is the user of another app: neither is dedicated', async () => {
    org = await startAuditedOrg();
    const id = String(org.simulator.state.user('integration.catalogue@example.com')?.['Id']);
    const billing = readFileSync(join(DEMO_ORG, 'connectedApps/Order_Sync.connectedApp'), 'utf8');
    const text = billing.replace(/(<oauthClientCredentialUser>)[^<]*/, `$1${id}`);
    org.simulator.setComponent('ConnectedApp', 'Twin', text);
    const finding = findingOf(await org.audit(), 'Catalogue_Publisher');
    expect([finding.reason, stateOf(finding, 'user-dedicated')]).to.deep.equal(['not-hardened', 'absent']);
  });

  it('whether a user is dedicated is unknown where users are not read: another app may name the same one by ID', async () => {
    org = await startAuditedOrg();
    const id = String(org.simulator.state.user('integration.catalogue@example.com')?.['Id']);
    const text = readFileSync(join(DEMO_ORG, 'connectedApps/Order_Sync.connectedApp'), 'utf8');
    org.simulator.setComponent('ConnectedApp', 'Twin', text.replace(/(<oauthClientCredentialUser>)[^<]*/, `$1${id}`));
    org.simulator.fault({ kind: 'error', code: 'INSUFFICIENT_ACCESS', on: /FROM User /, times: 9 });
    const report = await org.audit();
    expect(failedSteps(report)).to.include('query-users');
    for (const name of ['Catalogue_Publisher', 'Twin'])
      expect(stateOf(findingOf(report, name), 'user-dedicated')).to.equal('unknown');
  });

  it('an app whose own switch is off, while SOQL calls it enabled, is not switched off', async () => {
    org = await startAuditedOrg();
    expect(findingOf(await org.audit(), 'Archive_Loader').reason).to.equal('app-disabled');
    await org.stop();
    org = await startAuditedOrg({ overrides: { 'ExtlClntAppPlcyCnfg:Archive_Loader_plcy': { IsEnabled: true } } });
    const finding = findingOf(await org.audit(), 'Archive_Loader');
    expect(finding.status).to.equal('fail');
    expect(evidenceOf(finding, 'ExtlClntAppPlcyCnfg:Archive_Loader_plcy')).to.include({ IsEnabled: 'true' });
  });

  for (const on of [/FROM ExtlClntAppPlcyCnfg$/, /FROM SetupAuditTrail/])
    it(`a refusal of ${on.source} is told, and is no reason to fail`, async () => {
      org = await startAuditedOrg();
      const request = { failOn: 'never', allowIncomplete: true } as const;
      const before = await org.audit(request);
      org.simulator.fault({ kind: 'error', code: 'INSUFFICIENT_ACCESS', on, times: 9 });
      const report = await org.audit(request);
      expect(failedSteps(report)).to.have.length(1);
      expect(report.gate.exitCode).to.equal(before.gate.exitCode).and.to.equal(0);
      expect(targetOf(report).summary).to.deep.equal(targetOf(before).summary);
    });

  it('who set the execution user, and when, is told where the audit trail names the app', async () => {
    org = await startAuditedOrg();
    org.simulator.state.addRow('SetupAuditTrail', {
      Action: 'addOauthClientCredentialUser',
      CreatedDate: '2026-10-01T10:00:00.000+0000',
      CreatedById: org.simulator.state.user('deploy.admin@example.com')?.['Id'],
      Display: 'Changed the client credentials user of Catalogue_Publisher',
    });
    expect(evidenceOf(findingOf(await org.audit(), 'Catalogue_Publisher'), 'SetupAuditTrail')).to.deep.equal({
      CreatedDate: '2026-10-01T10:00:00.000+0000',
      'CreatedBy.Username': 'deploy.admin@example.com',
      Display: 'Changed the client credentials user of Catalogue_Publisher',
    });
  });
});

describe('audit: managed connected apps', function () {
  this.timeout(30_000);
  let org: AuditedOrg;
  afterEach(() => org.stop());
  const ORDER_SYNC = readFileSync(join(DEMO_ORG, 'connectedApps/Order_Sync.connectedApp'), 'utf8');
  const INSTALLED = { namespacePrefix: 'acme', manageableState: 'installed' };

  const shown: Array<[NonNullable<AuditedOrgOptions['managedConnectedApps']>, string, object]> = [
    ['whole', 'fail, flow-enabled', { isOn: 'true', user: true }],
    ['without-run-as', 'not-evaluated, managed-not-shown', { isOn: 'true', user: false }],
    ['without-flag', 'not-evaluated, managed-not-shown', { isOn: null, user: true }],
    ['without-oauth', 'not-evaluated, managed-not-shown', { isOn: undefined, user: false }],
  ];
  for (const [managedConnectedApps, verdict, seen] of shown)
    it(`whose flag is on and has a Run As user, shown ${managedConnectedApps}: ${verdict}, saying what was seen`, async () => {
      org = await startAuditedOrg({ managedConnectedApps });
      org.simulator.setComponent('ConnectedApp', 'acme__Sync', ORDER_SYNC, INSTALLED);
      const finding = findingOf(await org.audit(), 'acme__Sync');
      expect(`${finding.status}, ${finding.reason}`).to.equal(verdict);
      expect(finding.remediation.automatic).to.equal(false);
      const evidence = evidenceOf(finding, 'ConnectedApp:acme__Sync');
      expect({
        isOn: evidence['oauthConfig.isClientCredentialEnabled'],
        user: Boolean(evidence['oauthConfig.oauthClientCredentialUser']),
      }).to.deep.equal(seen);
    });

  it('with a namespace and no manageableState, and without the flag: not evaluated', async () => {
    org = await startAuditedOrg();
    const text = ORDER_SYNC.replace(/<isClientCredentialEnabled>.*\n/, '').replace(
      /<oauthClientCredentialUser>.*\n/,
      '',
    );
    org.simulator.setComponent('ConnectedApp', 'acme__Sync', text, { namespacePrefix: 'acme', manageableState: '' });
    expect(findingOf(await org.audit(), 'acme__Sync').reason).to.equal('managed-not-shown');
  });
});
