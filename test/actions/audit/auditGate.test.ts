import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AuditReport } from '../../../src/posture/model.js';
import { findingOf, startAuditedOrg, type AuditedOrg, type AuditOverrides } from '../support/auditedOrg.js';

const CRITICAL = 'connected-app-client-credentials';
const HIGH = 'eca-client-credentials-policy';

describe('audit: what decides the exit code', () => {
  let org: AuditedOrg;
  before(async () => {
    org = await startAuditedOrg();
  });
  after(() => org.stop());

  const cases: Array<[name: string, request: AuditOverrides, exitCode: number]> = [
    ['critical findings', {}, 30],
    ['critical findings that count', { apps: ['Order_Sync'], failOn: 'critical' }, 30],
    ['high findings', { controls: [HIGH] }, 30],
    ['high findings where critical ones alone count', { controls: [HIGH], failOn: 'critical' }, 0],
    ['findings where none counts', { apps: ['Order_Sync'], failOn: 'never' }, 0],
    ['passing apps alone', { apps: ['Mobile_Companion', 'Staff_Portal'] }, 0],
    ['an app that is not shown', { apps: ['acme__Invoice_Connector'] }, 31],
    ['an app that was not returned', { apps: ['Vendor_Sync'] }, 31],
    ['both of them, allowed', { apps: ['acme__*', 'Vendor_*'], allowIncomplete: true }, 0],
    ['a finding beside an app that is not shown', { apps: ['Order_Sync', 'acme__*'] }, 30],
    ['a finding that does not count beside an app that is not shown', { controls: [CRITICAL], failOn: 'never' }, 31],
  ];
  for (const [name, request, exitCode] of cases)
    it(`${name}: ${exitCode}`, async () => {
      const { gate } = await org.audit(request);
      expect(gate).to.deep.include({ exitCode, failOn: request.failOn ?? 'high' });
    });

  it('does not allow a failed step, whatever else is allowed', async () => {
    org.simulator.fault({ kind: 'error', code: 'INSUFFICIENT_ACCESS', on: /FROM TransactionSecurityPolicy$/ });
    const report = await org.audit({ failOn: 'never', allowIncomplete: true });
    org.simulator.clearFaults();
    expect(report.gate.exitCode).to.equal(31);
  });
});

describe('audit: against a baseline', () => {
  let org: AuditedOrg;
  let before: AuditReport;
  beforeEach(async () => {
    org = await startAuditedOrg();
    before = await org.audit();
  });
  afterEach(() => org.stop());

  const withBaseline = (text: string, request: AuditOverrides = {}): AuditOverrides => ({
    ...request,
    baseline: fileOf(org, 'baseline.json', text),
  });

  it('nothing is new: every failure is unchanged, and only the gaps remain', async () => {
    const { targets, gate } = await org.audit(withBaseline(JSON.stringify(before)));
    const changes = targets.flatMap(({ findings }) => findings.flatMap(({ change }) => change ?? []));
    expect(new Set(changes)).to.deep.equal(new Set(['unchanged']));
    expect(gate).to.deep.include({ exitCode: 31, baseline: fileOf(org, 'baseline.json') });
    expect((await org.audit(withBaseline(JSON.stringify(before), { allowIncomplete: true }))).gate.exitCode).to.equal(
      0,
    );
  });

  it('an app that came since fails as new: 30', async () => {
    org.simulator.setComponent('ConnectedApp', 'Newcomer', textOf(org, 'Billing_Export'));
    const report = await org.audit(withBaseline(JSON.stringify(before)));
    expect(findingOf(report, 'Newcomer').change).to.equal('new');
    expect(findingOf(report, 'Order_Sync').change).to.equal('unchanged');
    expect(report.gate.exitCode).to.equal(30);
  });

  it('an app whose risk has risen since fails as new: 30', async () => {
    const widened = textOf(org, 'Billing_Export').replace(
      'integration.billing@example.com',
      'deploy.admin@example.com',
    );
    org.simulator.setComponent('ConnectedApp', 'Billing_Export', widened);
    const report = await org.audit(withBaseline(JSON.stringify(before)));
    expect(findingOf(report, 'Billing_Export')).to.deep.include({ change: 'new', status: 'fail' });
    expect(report.gate.exitCode).to.equal(30);
  });

  it('an app that is gone is told by a notice', async () => {
    org.simulator.removeComponent('ConnectedApp', 'Order_Sync');
    const { notices } = await org.audit(withBaseline(JSON.stringify(before)));
    const vanished = notices.filter(({ code }) => code === 'baseline-vanished');
    expect(vanished.map(({ app }) => app)).to.deep.equal(['ConnectedApp:Order_Sync']);
  });

  type Refused = readonly [
    name: string,
    text: (report: AuditReport) => string,
    request: AuditOverrides,
    error: string,
    said: string[],
  ];
  const OTHER_SCOPE = 'BaselineOtherScopeError';
  const ofApps = (report: AuditReport): string =>
    JSON.stringify({ ...report, scope: { ...report.scope, apps: ['Order_*', 'B'] } });
  const refused: Refused[] = [
    [
      'of other controls',
      JSON.stringify,
      { controls: [CRITICAL] },
      OTHER_SCOPE,
      [`Controls: ${CRITICAL}, ${HIGH} in the baseline, ${CRITICAL} in this run.`],
    ],
    [
      'of all apps',
      JSON.stringify,
      { apps: ['Order_*'] },
      OTHER_SCOPE,
      ['Apps: all apps in the baseline, only those of "--app Order_*" in this run.'],
    ],
    [
      'of some apps',
      ofApps,
      {},
      OTHER_SCOPE,
      ['Apps: only those of "--app Order_*, B" in the baseline, all apps in this run.'],
    ],
    [
      'of other apps',
      ofApps,
      { apps: ['Order_Sync'] },
      OTHER_SCOPE,
      ['Apps: only those of "--app Order_*, B" in the baseline, only those of "--app Order_Sync" in this run.'],
    ],
    [
      'of other days of use',
      JSON.stringify,
      { usageDays: 30 },
      OTHER_SCOPE,
      ['Days of login history: 90 in the baseline, 30 in this run.'],
    ],
    [
      'of other apps and days',
      ofApps,
      { usageDays: 0 },
      OTHER_SCOPE,
      [
        'Apps: only those of "--app Order_*, B" in the baseline, all apps in this run.',
        'Days of login history: 90 in the baseline, 0 in this run.',
      ],
    ],
    ['of another org', (report) => otherOrg(report), {}, 'BaselineOtherTargetError', []],
    [
      'of another schema version',
      (report) => JSON.stringify({ ...report, schemaVersion: 2 }),
      {},
      'BaselineSchemaError',
      ['has schema version 2. This version of the plugin reads 1.'],
    ],
    ['that was cut off', (report) => JSON.stringify(report).slice(0, 2000), {}, 'BaselineDamagedError', []],
  ];
  for (const [name, text, request, error, said] of refused)
    it(`a baseline ${name} is refused`, async () => {
      const refusal = await org.refusal(withBaseline(text(before), request));
      expect([refusal.name, refusal.exitCode]).to.deep.equal([error, 1]);
      const { message, actions = [] } = refusal;
      for (const sentence of said) expect([message, ...actions].join('\n')).to.include(sentence);
      if (error === OTHER_SCOPE) expect(actions.slice(0, -1)).to.deep.equal(said);
      expect(actions).not.to.be.empty;
    });

  it('a baseline that is not there is refused, before the org is asked', async () => {
    const refusal = await org.refusal({ baseline: fileOf(org, 'nowhere.json') });
    expect(refusal.name).to.equal('CannotReadError');
    expect(org.simulator.journal.entries).to.deep.equal([]);
  });
});

const textOf = ({ simulator }: AuditedOrg, name: string): string =>
  simulator.state.component('ConnectedApp', name)?.text ?? '';

const otherOrg = (report: AuditReport): string =>
  JSON.stringify(report).replaceAll(report.targets[0]?.org?.id ?? '?', '00D000000000099EAA');

const fileOf = ({ folder }: AuditedOrg, name: string, text?: string): string => {
  const file = join(folder, name);
  if (text !== undefined) writeFileSync(file, text);
  return file;
};
