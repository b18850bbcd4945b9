import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  findingOf,
  noticeCodes,
  startAuditedOrg,
  type AuditedOrg,
  type AuditOverrides,
} from '../support/auditedOrg.js';

const NOW = new Date();
const day = (fromToday: number): string => new Date(NOW.getTime() + fromToday * 86_400_000).toISOString().slice(0, 10);

const CONTROL = 'connected-app-client-credentials';
const entry = (fields: Record<string, string>): string =>
  Object.entries({ control: CONTROL, reason: 'Agreed with the vendor', owner: 'integration-team', ...fields })
    .map(([key, value], index) => `${index === 0 ? '  - ' : '    '}${key}: ${value}\n`)
    .join('');
const waivers = (...entries: Array<Record<string, string>>): string =>
  `version: 1\nwaivers:\n${entries.map(entry).join('')}`;
const manualChecks = (...entries: Array<Record<string, string>>): string =>
  `version: 1\nmanualChecks:\n${entries.map(entry).join('')}`;

describe('audit: risks accepted in writing', () => {
  let org: AuditedOrg;
  before(async () => {
    org = await startAuditedOrg();
  });
  after(() => org.stop());

  const withFile = (text: string, request: AuditOverrides = {}): AuditOverrides => {
    const path = join(org.folder, 'waivers.yml');
    writeFileSync(path, text);
    return { now: NOW, apps: ['Order_Sync'], waivers: { kind: 'file', path }, ...request };
  };

  it('a waiver that holds: waived, told with its owner, exit code 0', async () => {
    const text = waivers({
      app: 'ConnectedApp:Order_Sync',
      expires: day(100),
      ticket: 'SEC-1',
      disposition: 'accept-risk',
    });
    const report = await org.audit(withFile(text));
    const finding = findingOf(report, 'Order_Sync');
    expect(finding.status).to.equal('waived');
    expect(finding.waiver).to.deep.equal({
      reason: 'Agreed with the vendor',
      owner: 'integration-team',
      ticket: 'SEC-1',
      disposition: 'accept-risk',
      expires: day(100),
    });
    expect(finding.risk?.level, 'the risk is still told').to.equal('higher');
    expect(noticeCodes(report)).to.deep.equal(['waiver-file-applied']);
    expect(report.gate).to.deep.include({ exitCode: 0, waiverFile: join(org.folder, 'waivers.yml') });
  });

  it('a waiver that holds ends with 0 in an edition without event monitoring as well', async () => {
    const { settings } = org.simulator.state;
    settings.missingTypes = ['TransactionSecurityPolicy'];
    try {
      const report = await org.audit(withFile(waivers({ app: 'ConnectedApp:Order_Sync', expires: day(100) })));
      const failed = report.targets.flatMap(({ coverage }) => coverage.filter(({ status }) => status === 'failed'));
      expect([failed, report.gate.exitCode]).to.deep.equal([[], 0]);
    } finally {
      settings.missingTypes = [];
    }
  });

  const otherwise: Array<[name: string, fields: Record<string, string>, status: string, notice: string, code: number]> =
    [
      ['on its last day', { expires: day(0) }, 'waived', 'waiver-expiring', 0],
      ['the day after', { expires: day(-1) }, 'fail', 'waiver-expired', 30],
      [
        'for this org by its short id',
        { expires: day(90), org: '00DWs0000000001' },
        'waived',
        'waiver-file-applied',
        0,
      ],
      ['for another org', { expires: day(90), org: '00D000000000099EAA' }, 'fail', 'waiver-file-applied', 30],
      ['for another app', { expires: day(90), app: 'ConnectedApp:Nobody' }, 'fail', 'waiver-file-applied', 30],
    ];
  for (const [name, fields, status, notice, exitCode] of otherwise)
    it(`a waiver ${name}: ${status}, ${exitCode}`, async () => {
      const report = await org.audit(withFile(waivers({ app: 'ConnectedApp:Order_Sync', ...fields })));
      expect(findingOf(report, 'Order_Sync').status).to.equal(status);
      expect(noticeCodes(report)).to.include(notice);
      expect(report.gate.exitCode).to.equal(exitCode);
    });

  it('a waiver whose last day has passed by the org has ended on a machine whose clock is behind: fail, told, 30', async () => {
    const behind = withFile(waivers({ app: 'ConnectedApp:Order_Sync', expires: day(-1) }), {
      now: new Date(NOW.getTime() - 3 * 86_400_000),
    });
    const report = await org.audit(behind);
    expect(findingOf(report, 'Order_Sync').status).to.equal('fail');
    expect(noticeCodes(report)).to.include('waiver-expired');
    const told = report.notices.filter(({ code }) => code === 'clock-behind');
    expect(told.map(({ data }) => data)).to.deep.equal([{ here: day(-3), there: day(0) }]);
    expect(report.gate.exitCode).to.equal(30);
  });

  it('a waiver that has ended by the day of the org has ended for files beside it as well', async () => {
    const folder = join(org.folder, 'beside');
    mkdirSync(folder, { recursive: true });
    const flag = '<oauthConfig><isClientCredentialEnabled>true</isClientCredentialEnabled></oauthConfig>';
    writeFileSync(
      join(folder, 'Only_Here.connectedApp-meta.xml'),
      `<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">${flag}</ConnectedApp>`,
    );
    const request = withFile(waivers({ app: 'ConnectedApp:Only_Here', expires: day(-1) }), {
      now: new Date(NOW.getTime() - 3 * 86_400_000),
      directories: [folder],
      root: org.folder,
      apps: ['Only_Here'],
    });
    expect((await org.audit(request)).gate.exitCode).to.equal(30);
    expect((await org.audit({ ...request, orgs: [] })).gate.exitCode, 'files alone').to.equal(0);
  });

  it('a manual check, too, ends by the day of the org', async () => {
    const text = manualChecks({ app: 'ConnectedApp:Vendor_Sync', checked: day(-10), expires: day(-1) });
    const now = new Date(NOW.getTime() - 3 * 86_400_000);
    const report = await org.audit(withFile(text, { apps: ['Vendor_Sync'], now }));
    expect(findingOf(report, 'Vendor_Sync')).not.to.have.property('manualCheck');
    expect(report.gate.exitCode).to.equal(31);
  });

  it('a waiver has ended by the day of the machine where the clock of the org is behind, and no clock is told', async () => {
    const ahead = withFile(waivers({ app: 'ConnectedApp:Order_Sync', expires: day(1) }), {
      now: new Date(NOW.getTime() + 3 * 86_400_000),
    });
    const report = await org.audit(ahead);
    expect(findingOf(report, 'Order_Sync').status).to.equal('fail');
    expect(noticeCodes(report)).not.to.include('clock-behind');
  });

  it('the day of the machine stays for files and for an org whose answers have no time', async () => {
    const text = waivers({ app: 'ConnectedApp:Order_Sync', expires: day(-1) });
    const now = new Date(NOW.getTime() - 3 * 86_400_000);
    org.simulator.state.settings.dated = false;
    try {
      const report = await org.audit(withFile(text, { now }));
      expect(findingOf(report, 'Order_Sync').status).to.equal('waived');
    } finally {
      org.simulator.state.settings.dated = true;
    }
  });

  it('a waiver that belongs to no app of the run is told', async () => {
    const text = waivers({ app: 'ConnectedApp:Nobody', expires: day(90) });
    const { notices } = await org.audit(withFile(text, { apps: null }));
    const unmatched = notices.filter(({ code }) => code === 'waiver-unmatched');
    expect(unmatched.map(({ app, line }) => [app, line])).to.deep.equal([['ConnectedApp:Nobody', 3]]);
  });

  it('a waiver hides nothing that was not evaluated', async () => {
    const text = waivers({ app: 'ConnectedApp:Vendor_Sync', expires: day(90) });
    const report = await org.audit(withFile(text, { apps: ['Vendor_Sync'] }));
    expect(findingOf(report, 'Vendor_Sync').status).to.equal('not-evaluated');
    expect(report.gate.exitCode).to.equal(31);
  });

  it('a manual check keeps the status, is shown, and takes the app out of exit code 31', async () => {
    const text = manualChecks({ app: 'ConnectedApp:Vendor_Sync', checked: day(-10), expires: day(90) });
    const report = await org.audit(withFile(text, { apps: ['Vendor_Sync'] }));
    const finding = findingOf(report, 'Vendor_Sync');
    expect(finding.status).to.equal('not-evaluated');
    expect(finding.manualCheck).to.deep.include({ checked: day(-10), expires: day(90) });
    expect(report.gate.exitCode).to.equal(0);
  });

  it('a manual check does not count where no file came at all, and the run says so', async () => {
    const checked = (app: string): Record<string, string> => ({ app, checked: day(-10), expires: day(90) });
    const text = manualChecks(checked('ConnectedApp:Vendor_Sync'), checked('ConnectedApp:Order_Sync'));
    org.simulator.fault({ kind: 'never-done', on: 'retrieve', times: Infinity });
    const report = await org.audit(withFile(text, { apps: ['Vendor_Sync', 'Order_Sync'], waitMs: 50 }));
    org.simulator.clearFaults();
    for (const name of ['Vendor_Sync', 'Order_Sync']) {
      expect(findingOf(report, name)).to.include({ status: 'not-evaluated', reason: 'not-returned' });
      expect(findingOf(report, name)).not.to.have.property('manualCheck');
    }
    const told = report.notices.filter(({ code }) => code === 'manual-check-without-effect');
    expect(told.map(({ data }) => data?.because)).to.deep.equal(['retrieve-apps', 'retrieve-apps']);
    expect(report.gate.exitCode).to.equal(31);
  });

  it('a waiver for an app that passes by now is told', async () => {
    const text = waivers({ app: 'ConnectedApp:Staff_Portal', expires: day(90) });
    const report = await org.audit(withFile(text, { apps: ['Staff_Portal'] }));
    const told = report.notices.filter(({ code }) => code === 'waiver-without-effect');
    expect(told.map(({ app, line, data }) => [app, line, data?.status])).to.deep.equal([
      ['ConnectedApp:Staff_Portal', 3, findingOf(report, 'Staff_Portal').status],
    ]);
  });

  it('a file with mistakes ends the run before the org is asked, each mistake with its place', async () => {
    const text = 'version: 1\nwaivers:\n  - control: connected-app\n    app: Order_Sync\n    expires: soon\n';
    const error = await org.refusal(withFile(text));
    expect([error.name, error.exitCode]).to.deep.equal(['InvalidError', 1]);
    const path = join(org.folder, 'waivers.yml');
    const places = (error.actions ?? []).filter((action) => action.startsWith(path));
    expect(places.map((place) => place.slice(path.length).split(': ')[0])).to.include.members([
      ':3:14',
      ':4:10',
      ':5:14',
    ]);
    expect(org.simulator.journal.entries).to.deep.equal([]);
  });

  it('a file that is named and not there ends the run, too', async () => {
    const error = await org.refusal({ waivers: { kind: 'file', path: join(org.folder, 'nowhere.yml') } });
    expect(error.name).to.equal('CannotReadError');
    expect(org.simulator.journal.entries).to.deep.equal([]);
  });

  it('the usual file of a folder applies by itself, and not with --no-waivers', async () => {
    const folder = join(org.folder, 'project');
    mkdirSync(folder);
    const missing = await org.audit({ now: NOW, apps: ['Order_Sync'], waivers: { kind: 'byDefault', folder } });
    expect(missing.notices).to.deep.equal([
      { code: 'waiver-file-not-found', data: { file: 'oauth-posture.yml', folder } },
    ]);

    const text = waivers({ app: 'ConnectedApp:Order_Sync', expires: day(90) });
    writeFileSync(join(folder, 'oauth-posture.yml'), text);
    const applied = await org.audit({ now: NOW, apps: ['Order_Sync'], waivers: { kind: 'byDefault', folder } });
    expect(findingOf(applied, 'Order_Sync').status).to.equal('waived');
    expect(applied.gate.waiverFile).to.equal('oauth-posture.yml');

    const without = await org.audit({ now: NOW, apps: ['Order_Sync'], waivers: { kind: 'off' } });
    expect(findingOf(without, 'Order_Sync').status).to.equal('fail');
    expect(noticeCodes(without)).to.deep.equal(['waivers-switched-off']);
  });
});
