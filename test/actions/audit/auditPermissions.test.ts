import { expect } from 'chai';
import { failedSteps, findingOf, startAuditedOrg, stepOf, targetOf, type AuditedOrg } from '../support/auditedOrg.js';
import { AUDITOR, auditorWith, FOR_CONNECTED_APPS, FOR_EXTERNAL_CLIENT_APPS } from '../support/auditor.js';

describe('audit: by somebody who may not see everything', () => {
  let org: AuditedOrg;
  const start = async (listWithoutPermission: 'empty' | 'fault', ...permissions: string[]): Promise<AuditedOrg> =>
    (org = await startAuditedOrg({ user: AUDITOR, rows: auditorWith(...permissions), listWithoutPermission }));
  afterEach(() => org.stop());

  it('who may see nothing and is told so: one error that names the permissions', async () => {
    await start('fault');
    const error = await org.refusal();
    expect([error.name, error.exitCode]).to.deep.equal(['NotPermittedError', 1]);
    expect(error.actions?.join(' ')).to.include('Modify Metadata Through Metadata API Functions');
  });

  it('who may see nothing and is shown empty lists: believes none of them, 31', async () => {
    await start('empty');
    const report = await org.audit({ failOn: 'never', allowIncomplete: true });
    expect(failedSteps(report)).to.include.members(['list-connected-apps', 'list-external-client-apps']);
    expect(stepOf(report, 'list-connected-apps').detail).to.equal(
      'not-permitted: ModifyMetadata|ModifyAllData, CustomizeApplication, ManageRemoteAccess|ModifyAllData',
    );
    expect(report.gate.exitCode).to.equal(31);
  });

  for (const told of ['empty', 'fault'] as const) {
    it(`who may not see connected apps, ${told}: the other kind is judged, the gap has its exit code`, async () => {
      await start(told, ...FOR_EXTERNAL_CLIENT_APPS);
      const report = await org.audit({ failOn: 'never', allowIncomplete: true });
      expect(failedSteps(report)).to.include('list-connected-apps').and.not.include('list-external-client-apps');
      expect(stepOf(report, 'list-connected-apps').detail).to.match(/^not-permitted/);
      expect(new Set(targetOf(report).findings.map(({ app }) => app.type))).to.deep.equal(
        new Set(['ExternalClientApplication']),
      );
      expect(report.gate.exitCode).to.equal(31);
    });

    it(`who may not see external client apps, ${told}: the same the other way round`, async () => {
      await start(told, ...FOR_CONNECTED_APPS);
      const report = await org.audit({ failOn: 'never', allowIncomplete: true });
      expect(failedSteps(report)).to.include('list-external-client-apps').and.not.include('list-connected-apps');
      expect(findingOf(report, 'Order_Sync').reason).to.equal('flow-enabled');
      expect(report.gate.exitCode).to.equal(31);
    });
  }

  it('who asks only for what they may see: no list is missing', async () => {
    await start('empty', ...FOR_CONNECTED_APPS, 'ViewSetup', 'ViewAllProfiles', 'ManageUsers');
    const report = await org.audit({
      controls: ['connected-app-client-credentials'],
      failOn: 'never',
      allowIncomplete: true,
    });
    expect(failedSteps(report)).to.deep.equal([]);
    expect(report.gate.exitCode).to.equal(0);
  });

  it('who sees only their own log-ins: use is unknown, never none', async () => {
    await start('empty', ...FOR_CONNECTED_APPS, 'ViewSetup');
    const report = await org.audit({ controls: ['connected-app-client-credentials'] });
    expect(stepOf(report, 'query-login-history')).to.deep.include({
      status: 'failed',
      detail: 'not-permitted: ManageUsers|MonitorLoginHistory',
    });
    expect(findingOf(report, 'Order_Sync').usage?.status).to.equal('unknown');
  });
});
