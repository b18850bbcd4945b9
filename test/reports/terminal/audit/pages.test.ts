import { expect } from 'chai';
import type { AuditReport, Finding } from '../../../../src/posture/model.js';
import { viewFor, VIEWS, type View } from '../../../../src/reports/render.js';
import { terminalReport } from '../../../../src/reports/terminal/audit/auditReport.js';
import { whyWords } from '../../../../src/reports/words/finding.js';
import { createTexts } from '../../../../src/cli/texts.js';
import { finding, orgTarget, reportOf } from '../../support/builders.js';
import { BUSY_FINDINGS, SAMPLES } from '../../support/samples.js';

const texts = createTexts();
const page = (report: AuditReport, view: View = 'table', width = 80): string =>
  terminalReport(report, texts, { view, width, color: false });
/** As one reads it: lines of a paragraph in one. */
const read = (text: string): string => text.replaceAll(/\s+/g, ' ');
/** Where a name may have been broken in two. */
const packed = (text: string): string => text.replaceAll(/\s+/g, '');
const oneApp = (found: Finding, more: Parameters<typeof reportOf>[1] = {}): string =>
  read(page(reportOf([orgTarget([found])], more)));
const failing = (count: number): AuditReport =>
  reportOf([
    orgTarget(Array.from({ length: count }, (_, at) => finding({ name: `App_${at}`, reason: 'flow-enabled' }))),
  ]);

describe('the pages of an audit', () => {
  it('cut no name, no username and no reason at 80 columns', () => {
    const long = finding({
      name: 'A_name_as_long_as_the_platform_lets_it_be_80',
      reason: 'flow-enabled',
      factors: {
        'secret-in-source': 'present',
        'broad-permissions': 'present',
        'user-active': 'absent',
        'network-restricted': 'absent',
        'user-dedicated': 'absent',
      },
      executionUser: { username: `${'integration.'.repeat(5)}user@a-long-domain.example.com`, state: 'inactive' },
    });
    const waived = BUSY_FINDINGS.filter(({ status }) => status === 'waived').map((found) => ({
      ...found,
      waiver: { reason: 'R'.repeat(30) + ' until the vendor supports JWT', owner: 'o', expires: '2027-03-31' },
    }));
    for (const width of [80, 160]) {
      const text = page(reportOf([orgTarget([long, ...waived])]), 'table', width);
      expect(text, `${width} columns`).not.to.include('…');
      if (width === 80) {
        expect(packed(text))
          .to.include(packed(whyWords(long, texts)))
          .and.include(packed(`${long.executionUser?.username} (inactive)`));
      }
    }
  });

  describe('say what remediate would do about a failing app', () => {
    const evidence = { status: 'no-evidence', windowDays: 180 } as const;
    const found = (more: Partial<Finding>): Finding => ({ ...finding({ name: 'A', reason: 'flow-enabled' }), ...more });
    const managed = finding({ name: 'A', app: { namespace: 'n', managed: true }, reason: 'flow-enabled' });
    const unknown = { ...finding({ name: 'A', type: 'ExternalClientApplication', reason: 'hardening-unknown' }) };
    const { scope } = reportOf([]);
    const data = { owner: 'x', expires: '2026-01-01', control: 'connected-app-client-credentials' };
    const ended = { code: 'waiver-expired' as const, target: 'production', app: 'ConnectedApp:A', data };
    const cases: Array<readonly [what: string, found: Finding, more: Parameters<typeof reportOf>[1], said: RegExp]> = [
      ['turn it off', found({ usage: evidence }), {}, /would turn off the flow/],
      ['search for use', found({}), {}, /would change it, unless the logins show use/],
      ['skip one in use', found({ usage: { ...evidence, status: 'seen' } }), {}, /would skip it: flow was used/],
      [
        'skip one of unknown use',
        found({ usage: { ...evidence, status: 'unknown' } }),
        {},
        /would skip it: use .*unknown/,
      ],
      ['skip one with an expired waiver', found({ usage: evidence }), { notices: [ended] }, /would skip it: waiver/],
      [
        'turn it off where another control of it has an expired waiver',
        found({ usage: evidence }),
        { notices: [{ ...ended, data: { ...data, control: 'eca-flow-enablement' } }] },
        /would turn off the flow/,
      ],
      ['leave a managed one', managed, {}, /can't change it: packaged app/],
      ['skip one of unknown hardening', { ...unknown, usage: evidence }, {}, /would skip it: hardening unknown/],
      [
        'turn off one of unknown hardening that is named',
        { ...unknown, usage: evidence },
        { scope: { ...scope, apps: ['A'] } },
        /would turn off the flow/,
      ],
    ];
    for (const [what, app, more, said] of cases)
      it(what, () => {
        expect(oneApp(app, more)).to.match(said);
      });
  });

  it('show the file and the line of an app of a source tree in one piece', () => {
    expect(page(SAMPLES.source)).to.match(
      /^ {4}force-app\/main\/default\/connectedApps\/Billing\.connectedApp-meta\.xml:12$/m,
    );
  });

  it('tell apps that pass with the flow on apart, in every view', () => {
    for (const view of VIEWS)
      expect(read(page(SAMPLES.busy, view)))
        .to.match(/Pass with the flow on: 2 apps/)
        .and.match(/Catalogue_Publisher/)
        .and.match(/Ticket_Bridge/);
  });

  it('list every app there is with --view all', () => {
    for (const report of [SAMPLES.busy, SAMPLES.many, SAMPLES.unusual]) {
      const text = packed(page(report, 'all'));
      const names = report.targets.flatMap(({ findings }) => findings.map(({ app }) => app.name));
      expect(names.filter((name) => !text.includes(name))).to.deep.equal([]);
    }
  });

  it('say what a risk of "standard" means where it is said, and not elsewhere', () => {
    expect(read(page(SAMPLES.busy))).to.match(/Risk "standard": /);
    expect(read(page(SAMPLES.clean))).not.to.match(/Risk "standard": /);
  });

  it('name each control as Salesforce does, once', () => {
    for (const view of VIEWS)
      for (const { scope } of [SAMPLES.busy])
        for (const control of scope.controls) {
          const name = read(texts.say('controls', `${control}.name`));
          expect(read(page(SAMPLES.busy, view)).split(name).length - 1, `${control} in ${view}`).to.equal(1);
        }
  });

  describe('of a large org', () => {
    it('are a summary where more than 50 apps fail', () => {
      expect(viewFor(failing(50))).to.equal('table');
      expect(viewFor(failing(51))).to.equal('summary');
    });

    it('take no more than 130 lines for 431 failures', () => {
      expect(page(SAMPLES.many, 'summary').split('\n').length).to.be.below(130);
    });

    it('tell in a summary how many there are, the worst, and the command that lists all', () => {
      const text = page(SAMPLES.many, 'summary');
      expect(text)
        .to.match(/^Fail: 431 apps$/m)
        .and.match(/^Worst 10 of 431 failures$/m)
        .and.match(/--view table$/m);
      expect(text.match(/^ {2}Integration_\d+ \(critical, risk: higher\)$/gm)).to.have.length(10);
    });

    it('count an app once that has a finding of two controls, and its findings as failures', () => {
      const policy = finding({ name: 'Gateway', type: 'ExternalClientApplication', reason: 'not-hardened' });
      const control = 'eca-flow-enablement';
      const settings = { ...policy, control, id: policy.id.replace(policy.control, control) } as const;
      const text = page(reportOf([orgTarget([policy, settings])]), 'summary');
      expect(text)
        .to.match(/^Fail: 1 app$/m)
        .and.match(/2 failed/);
      const open = [policy, settings].map(
        (one) => ({ ...one, status: 'not-evaluated', reason: 'unreadable' }) as const,
      );
      const gaps = page(reportOf([orgTarget(open)]), 'table');
      expect(gaps).to.match(/^Not evaluated: 1 app /m);
      expect(gaps.match(/^ {4}Gateway$/gm)).to.have.length(1);
    });

    it('count in a summary the risks that may be higher apart from those that are known', () => {
      const unread = finding({ name: 'Unread', reason: 'flow-enabled', factors: { 'admin-profile': 'unknown' } });
      const factors = { 'admin-profile': 'absent', 'modify-all-data': 'absent' } as const;
      const read = finding({ name: 'Read', reason: 'flow-enabled', factors });
      const executionUser = { username: 'a@example.com', state: 'active' } as const;
      const findings = [unread, { ...unread, id: '2' }, read].map((one) => ({ ...one, executionUser }));
      const text = page(reportOf([orgTarget(findings)]), 'summary', 120);
      expect(text)
        .to.match(/Severity +Apps +Higher risk +At least standard +Standard +Lower/)
        .and.match(/critical +3 +0 +2 +1 +0 /);
    });

    it('keep in a summary what is not known: apps that were not evaluated, and steps that failed', () => {
      for (const report of [SAMPLES.many, SAMPLES.busy]) {
        const text = read(page(report, 'summary'));
        expect(text)
          .to.match(/Not evaluated: \d+ apps/)
          .and.match(/Couldn't be read: 1 step failed/);
      }
    });
  });
});
