import { expect } from 'chai';
import { createTexts } from '../../../src/cli/texts.js';
import type { AuditReport, Finding } from '../../../src/posture/model.js';
import { jsonReport } from '../../../src/reports/machine/json.js';
import { readBaseline } from '../../../src/posture/report/baselineRead.js';
import { finding, orgTarget, reportOf } from '../support/builders.js';
import { rendered } from '../support/render.js';
import { SAMPLES } from '../support/samples.js';

const saved = (report: AuditReport): AuditReport => JSON.parse(jsonReport(report, createTexts())) as AuditReport;

const withoutTexts = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (key, one: unknown) => (key === 'text' || key === 'atLeast' ? undefined : one)),
  ) as T;

describe('json report', () => {
  it('is the report, its schema, and the sentences of its codes', () => {
    const { $schema, sentences, notices, targets, ...rest } = saved(SAMPLES.busy);
    expect({ ...rest, ...withoutTexts({ notices, targets }) }).to.deep.equal(SAMPLES.busy);
    expect($schema).to.match(/^https:.*@0\.1\.0\/schemas\/oauth__posture-audit\.json$/);
    expect(sentences).to.include({
      'connected-app-client-credentials':
        'Connected Apps: API (Enable OAuth Settings): Disable Client Credentials Flow',
      'flow-enabled': createTexts().say('reasons', 'flow-enabled'),
      'monitoring.present': createTexts().say('factors', 'monitoring.present'),
    });
    expect(notices[0]?.text).to.include('production');
    expect(targets[0]?.coverage[0]?.text).to.include('"View All Users" or "Manage Users"');
  });

  it('has a sentence for every code that it uses, in whatever report', () => {
    for (const report of Object.values(SAMPLES)) {
      const { sentences = {}, targets } = saved(report);
      for (const { reason, risk } of targets.flatMap(({ findings }) => findings))
        expect(sentences).to.include.keys(reason, ...(risk?.factors ?? []).map((one) => `${one.factor}.${one.state}`));
    }
  });

  it('does not say of an app that its flow is off where it is off in its settings alone', () => {
    const of = (control: 'eca-flow-enablement' | 'eca-client-credentials-policy') =>
      finding({ name: 'A', type: 'ExternalClientApplication', control, reason: 'flow-disabled' });
    const said = (...findings: Finding[]) => saved(reportOf([orgTarget(findings)])).sentences ?? {};
    const ofSettings = createTexts().say('reasons', 'flow-disabled.settings');
    expect(said(of('eca-flow-enablement')))
      .to.include({ 'flow-disabled.settings': ofSettings })
      .and.not.to.have.any.keys('flow-disabled');
    expect(said(of('eca-flow-enablement'), of('eca-client-credentials-policy'))).to.include({
      'flow-disabled.settings': ofSettings,
      'flow-disabled': createTexts().say('reasons', 'flow-disabled'),
    });
  });

  it('says each sentence once, however many apps there are', () => {
    const findings = Array.from({ length: 50 }, (_, at) => finding({ name: `App_${at}`, reason: 'flow-enabled' }));
    const text = jsonReport(reportOf([orgTarget(findings)]), createTexts());
    expect(text.split(createTexts().say('reasons', 'flow-enabled'))).to.have.length(2);
  });

  it('says of a risk that it may be higher, as OCSF and SARIF do', async () => {
    const executionUser = { username: 'a@example.com', state: 'active' } as const;
    const findings = (['unknown', 'absent'] as const).map((state) => ({
      ...finding({
        name: `Profile_${state}`,
        reason: 'flow-enabled',
        factors: { 'admin-profile': state, 'modify-all-data': 'absent' },
      }),
      executionUser,
    }));
    const report = reportOf([orgTarget(findings)]);
    const [target] = saved(report).targets;
    expect(target?.findings.map(({ app, risk }) => [app.name, risk?.level, risk?.atLeast])).to.have.deep.members([
      ['Profile_unknown', 'baseline', true],
      ['Profile_absent', 'baseline', undefined],
    ]);
    for (const [format, said] of [
      ['ocsf', '"atLeast":true'],
      ['sarif', '"riskAtLeast":true'],
    ] as const)
      expect((await rendered(format, report)).replaceAll(/\s/g, '').split(said), format).to.have.length(2);
  });

  it('is still a baseline for the next run', () => {
    expect(readBaseline(jsonReport(SAMPLES.busy, createTexts()))).to.include({ ok: true });
  });

  it('has one order of keys, however the report was put together', () => {
    const turned = (_key: string, value: unknown): unknown =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value;
    const backwards = JSON.parse(JSON.stringify({ ...SAMPLES.busy, notices: [] }, turned)) as AuditReport;
    expect(jsonReport(backwards, createTexts())).to.equal(jsonReport({ ...SAMPLES.busy, notices: [] }, createTexts()));
  });

  it("keeps the order of a notice's data, which its sentence needs", () => {
    const data = { owner: 'z', expires: 'y', control: 'x' };
    const saved = jsonReport(reportOf([], { notices: [{ code: 'waiver-expired', data }] }), createTexts());
    const [notice] = (JSON.parse(saved) as AuditReport).notices;
    expect(Object.keys(notice?.data ?? {})).to.deep.equal(Object.keys(data));
  });

  it('begins with its version and ends with a line end', () => {
    expect(jsonReport(SAMPLES.clean, createTexts()))
      .to.match(/^\{\n {2}"schemaVersion": 1,\n/)
      .and.to.match(/\n\}\n$/);
  });
});
