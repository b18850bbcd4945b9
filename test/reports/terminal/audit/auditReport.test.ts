import { Messages } from '@salesforce/core/messages';
import { expect } from 'chai';
import {
  FACTORS,
  REASONS,
  type AuditReport,
  type Finding,
  type Target,
  type Usage,
} from '../../../../src/posture/model.js';
import { evaluate } from '../../../../src/posture/evaluate.js';
import { targetName } from '../../../../src/posture/names.js';
import { NOTICES } from '../../../../src/posture/notices.js';
import { STATUS_OF } from '../../../../src/posture/controls/verdict.js';
import { VIEWS, type View } from '../../../../src/reports/render.js';
import { terminalReport } from '../../../../src/reports/terminal/audit/auditReport.js';
import { widthOf } from '../../../../src/reports/terminal/page/width.js';
import { createTexts } from '../../../../src/cli/texts.js';
import { cpuTime } from '../../../cpuTime.js';
import { connectedApp, contextOf, ON } from '../../../posture/support/builders.js';
import { finding, ORG, orgTarget, reportOf, SEEN } from '../../support/builders.js';
import { ENDINGS } from '../../support/endings.js';
import { SAMPLES } from '../../support/samples.js';

const texts = createTexts();
const render = (report: AuditReport, view: View = 'table', width = 80, color = false): string =>
  terminalReport(report, texts, { view, width, color });

describe('terminal report', () => {
  describe('fits the terminal', () => {
    /** What is there to be copied or clicked stays in one piece. */
    const TO_COPY =
      /^ {4}- https:\/\/\S+$|^ {6,}--app \S+(?: \\)?$|^ {2}(- | {2})(control|app|org|reason|owner|checked|expires):/;

    for (const [name, report] of Object.entries(SAMPLES)) {
      for (const view of VIEWS) {
        for (const width of [40, 80, 123, 200]) {
          it(`${name}, ${view}: no line is wider than ${width} columns`, () => {
            const wide = render(report, view, width)
              .split('\n')
              .filter((line) => widthOf(line) > width && !TO_COPY.test(line));
            expect(wide).to.deep.equal([]);
          });
        }
      }
    }

    it('breaks a long command so that it can still be pasted whole', () => {
      const directories = ['packages/billing', 'packages/warehouse and stock', "packages/it's"];
      const target: Target = {
        ...orgTarget([finding({ name: 'A', reason: 'flow-enabled' })]),
        kind: 'source',
        source: { directories },
      };
      const text = render(reportOf([target]));
      const pasted = text
        .slice(text.indexOf('sf oauth-posture audit'))
        .replaceAll(/ \\\n\s*/g, ' ')
        .split('\n')[0];
      expect(pasted).to.equal(
        "sf oauth-posture audit --source-dir packages/billing --source-dir 'packages/warehouse and stock' " +
          `--source-dir "packages/it's" --view detail`,
      );
    });
  });

  describe('names what would mend a step that failed', () => {
    const remedyOf = (detail: string): string =>
      render(
        reportOf([orgTarget([], { coverage: [{ step: 'query-login-history', status: 'failed', detail }] })]),
        'table',
        200,
      );

    it('a permission where one is missing', () => {
      expect(remedyOf('not-permitted: ManageUsers')).to.include('"Monitor Login History"');
    });

    it('a shorter window, and no permission, where there was too much to read', () => {
      expect(remedyOf('incomplete: 10 pages')).to.include('--usage-days').and.not.to.include('"Monitor Login History"');
    });

    it('another run, and no permission, where the org failed while it was processing the request while it was processing the request', () => {
      expect(remedyOf('org-failed: UNKNOWN')).to.include('Run the audit again').and.not.to.include('"Monitor');
    });
  });

  describe('tells of a manual check only where one counts', () => {
    const CHECK = { reason: 'Looked at it', owner: 'team', checked: '2026-11-01', expires: '2027-03-31' };
    const app = finding({
      name: 'Vendor_Sync',
      app: { namespace: 'vend', managed: true },
      reason: 'not-returned',
    });
    const target = (found: Finding, status: 'ok' | 'failed'): Target =>
      orgTarget([found], { coverage: [{ step: 'retrieve-apps', status }] });
    const COUNTS = 'Recorded as a manual check (1)';

    const cases: Array<readonly [what: string, shown: Target, said: string[], unsaid: string[]]> = [
      [
        'not returned',
        target(app, 'ok'),
        ['record what you saw as a manual check', 'copy its manual check', 'Keep the reply', 'Manual check to copy'],
        ['failed, so nothing else is known about the app'],
      ],
      ['not returned, and checked', target({ ...app, manualCheck: CHECK }, 'ok'), [COUNTS], ['Manual check to copy']],
      [
        'kept back by a failed retrieve',
        target(app, 'failed'),
        ['The step "The metadata of the apps" failed', 'a manual check has no effect'],
        ['copy its manual check', 'Keep the reply', 'Manual check to copy'],
      ],
      [
        'kept back by a failed retrieve, though a check is noted',
        target({ ...app, manualCheck: CHECK }, 'failed'),
        ['a manual check has no effect'],
        [COUNTS, 'copy its manual check', 'Keep the reply', 'Manual check to copy'],
      ],
      [
        'not readable',
        target(finding({ name: 'Odd', reason: 'unreadable' }), 'ok'),
        ['audit again'],
        ['manual check', 'Manual check'],
      ],
    ];
    for (const [what, shown, said, unsaid] of cases) {
      it(`an app that was ${what}`, () => {
        const text = render(reportOf([shown]), 'detail').replaceAll(/\s+/g, ' ');
        for (const words of said) expect(text).to.include(words);
        for (const words of unsaid) expect(text).not.to.include(words);
      });
    }
  });

  describe('text from an org is harmless', () => {
    const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

    for (const view of VIEWS) {
      it(`${view}: nothing that moves a cursor, turns the reading direction or hides`, () => {
        for (const line of render(SAMPLES.hostile, view).split('\n')) expect(line).not.to.match(FORBIDDEN);
      });
    }

    it('a line break in a name starts no line of its own', () => {
      const name = 'Innocent\nExit code 0';
      expect(render(reportOf([orgTarget([finding({ name, reason: 'flow-enabled' })])]))).not.to.match(/^Exit code 0/m);
    });

    it('a name that looks like a place for values is printed as it is', () => {
      expect(render(reportOf([orgTarget([finding({ name: '%s%d', reason: 'flow-enabled' })])]))).to.contain('%s%d');
    });
  });

  describe('colour', () => {
    const ESC = String.fromCharCode(0x1b);
    const withoutColour = (text: string): string => text.replaceAll(new RegExp(`${ESC}\\[\\d+m`, 'g'), '');
    const lines = (text: string): string[] => text.split('\n').map((line) => line.trimEnd());

    for (const view of VIEWS) {
      it(`${view}: says nothing that the words do not say`, () => {
        const coloured = render(SAMPLES.busy, view, 80, true);
        expect(coloured).to.contain(`${ESC}[31m`);
        expect(lines(withoutColour(coloured))).to.deep.equal(lines(render(SAMPLES.busy, view)));
      });
    }
  });

  describe('says every code in words', () => {
    for (const reason of REASONS) {
      it(`reason ${reason}`, () => {
        const report = reportOf([orgTarget([finding({ name: 'App', reason })])]);
        expect(render(report, 'detail').replaceAll(/\s+/g, ' ')).to.contain(texts.say('reasons', reason));
        if (STATUS_OF[reason] === 'fail' || STATUS_OF[reason] === 'not-evaluated') {
          expect(render(report, 'table', 200)).to.contain(texts.say('reasons', `${reason}.short`));
        }
      });
    }

    for (const factor of FACTORS) {
      for (const state of ['present', 'absent', 'unknown'] as const) {
        it(`factor ${factor}, ${state}`, () => {
          const report = reportOf([
            orgTarget([finding({ name: 'App', reason: 'flow-enabled', factors: { [factor]: [state, 'because'] } })]),
          ]);
          const own = texts.has('factors', `${factor}.detail`)
            ? texts.say('factors', `${factor}.detail`, 'because')
            : 'because';
          const said =
            state === 'unknown'
              ? `Unknown (because): ${texts.say('factors', `${factor}.name`)}.`
              : `${texts.say('factors', `${factor}.${state}`)} (${own})`;
          expect(render(report, 'detail').replaceAll(/\s+/g, ' ')).to.contain(said);
        });
      }
    }

    for (const code of NOTICES) {
      it(`notice ${code}`, () => {
        const data = { a: 'value-1', b: 'value-2', c: 'value-3', d: 'value-4' };
        const text = render(reportOf([orgTarget([])], { notices: [{ code, target: 'production', data }] }), 'table');
        const sentence = texts.say('notices', code, ...Object.values(data));
        expect(text.replaceAll(/\s+/g, ' ')).to.contain(`production: ${sentence}`);
      });
    }

    it('and uses each sentence of messages/report.md', () => {
      const said = new Set<string>();
      const listening = {
        ...texts,
        say: (...asked: Parameters<typeof texts.say>) => {
          if (asked[0] === 'report') said.add(asked[1]);
          return texts.say(...asked);
        },
        count: (...asked: Parameters<typeof texts.count>) => {
          if (asked[0] === 'report') for (const form of ['one', 'other']) said.add(`${asked[1]}.${form}`);
          return texts.count(...asked);
        },
      };
      const type = 'ExternalClientApplication';
      const settings = finding({ name: 'S', type, control: 'eca-flow-enablement', reason: 'settings-flow-on' });
      const nearlyHardened = finding({
        name: 'H',
        type,
        reason: 'not-hardened',
        factors: { 'user-active': 'present', 'broad-permissions': 'absent', 'network-restricted': 'absent' },
        executionUser: { username: 'h@example.com', state: 'active', loginIpRanges: { count: 1, addresses: '256' } },
      });
      const hardeningUnknown = [undefined, SEEN].map((usage, at) =>
        finding({ name: `U${at}`, type, reason: 'hardening-unknown', ...(usage && { usage }) }),
      );
      const unread = finding({
        name: 'P',
        type,
        reason: 'hardening-unknown',
        factors: { person: ['unknown', 'because'] },
        evidence: [{ source: 'judgement', component: 'P', path: 'hardening.user-active', value: 'unknown' }],
      });
      const unseen: Usage = { status: 'unknown', windowDays: 90 };
      const endings = [SEEN, unseen, undefined].map((usage, at) =>
        finding({ name: `E${at}`, reason: 'flow-enabled', ...(usage && { usage }) }),
      );
      const files: Target = { ...orgTarget(endings), kind: 'source', source: { directories: ['force-app'] } };
      const notices = endings.flatMap(({ app: { name } }) =>
        ['production', targetName(files)].map((target) => ({
          code: 'waiver-expired' as const,
          target,
          app: `ConnectedApp:${name}`,
          data: { owner: 'x', expires: '2026-01-01', control: 'connected-app-client-credentials' },
        })),
      );
      const merged = {
        code: 'saved-results-merged' as const,
        data: { files: 2, oldest: '2026-11-20T09:15:00Z', newest: '2026-11-20T09:15:00Z' },
      };
      const mayBeInstalled = { ...connectedApp({ flow: ON }), mayBeInstalled: true };
      const manyOrgs = Array.from({ length: 99 }, (_, at) =>
        orgTarget([], { org: { ...ORG, alias: `production-${at}` } }),
      );
      const reports = [
        reportOf([orgTarget(endings), files], { notices }),
        reportOf(manyOrgs),
        ...Object.values(SAMPLES),
        ...ENDINGS.map(({ report }) => report),
        reportOf([orgTarget([settings, nearlyHardened, unread, ...hardeningUnknown])]),
        reportOf([], { notices: [merged], gate: { failOn: 'never', baseline: 'before.json' } }),
        reportOf([orgTarget([evaluate(mayBeInstalled, contextOf(mayBeInstalled), 'org:1')])]),
      ];
      for (const report of reports) {
        for (const view of VIEWS)
          for (const width of [80, 160]) terminalReport(report, listening, { view, width, color: false });
      }
      expect(
        [...Messages.loadMessages('sf-oauth-posture', 'report').messages.keys()].filter((key) => !said.has(key)),
      ).to.deep.equal([]);
    });
  });

  it('counts each failing app once in a summary, in the column of its own risk', () => {
    const table = render(SAMPLES.busy, 'summary', 160).split('\n');
    const counts = (severity: string): number[] =>
      (table.find((line) => new RegExp(`^  ${severity} `).test(line))?.match(/ \d+(?= )/g) ?? []).map(Number);
    expect(table.join('\n')).to.match(/Higher risk +At least standard +Standard +Lower/);
    expect(counts('critical')).to.deep.equal([3, 1, 1, 0, 1]);
    expect(counts('high')).to.deep.equal([3, 1, 1, 1, 0]);
  });

  it('tells that the sibling control is not evaluated', () => {
    for (const report of Object.values(SAMPLES))
      expect(render(report).replaceAll(/\s+/g, ' '))
        .to.match(/Not part of this run: the control "External Client Apps: OAuth Flow Enablement/)
        .and.to.match(/specify: --control=connected-app-client-credentials .*--control=eca-flow-enablement/);
  });

  it('names no flag of the audit as one of the report of saved results', () => {
    const notice = {
      code: 'saved-results-merged' as const,
      data: { files: 2, oldest: '2026-11-20', newest: '2026-11-20' },
    };
    expect(render({ ...SAMPLES.clean, notices: [notice] }).replaceAll(/\s+/g, ' '))
      .to.match(/Not part of these results: the control .* audit again with: --control=/)
      .and.not.match(/Not part of this run/);
  });

  describe('claims no more than was read', () => {
    it('does not say that everything was evaluated where a step failed, though the exit code is 0', () => {
      expect(render(SAMPLES.excused))
        .to.match(/Every failure that was found has a waiver\. 1 step failed, but no verdict/)
        .and.not.match(/Everything/);
    });

    it('shows the disposition of a waiver in the words of Security Health Review, in both views', () => {
      const waiver = { reason: 'Behind a gateway', owner: 'team', expires: '2027-03-31' };
      const waived = (name: string, more: Partial<NonNullable<Finding['waiver']>> = {}): Finding =>
        finding({ name, reason: 'flow-enabled', status: 'waived', waiver: { ...waiver, ...more } });
      const [plain, decided] = [waived('B'), waived('A', { disposition: 'mitigated' })];
      const report = reportOf([orgTarget([decided, plain])]);
      expect(render(report, 'table', 160))
        .to.match(/Disposition/)
        .and.to.match(/Mitigated by Alternative Control/);
      expect(render(report, 'detail', 160)).to.include('Mitigated by Alternative Control: Behind a gateway (team');
      expect(render(reportOf([orgTarget([plain])])), 'without one').not.to.match(/Disposition/);
    });

    it('does not say that no app fails above failures that have a waiver', () => {
      expect(render(SAMPLES.excused))
        .to.match(/Every app that is known to fail has a waiver/)
        .and.not.match(/No app .*fails/);
    });

    it('names an org that could not be opened as it was named', () => {
      expect(render(SAMPLES.unusual))
        .to.match(/Org: nobody/)
        .and.match(/nobody: couldn't be audited/);
    });

    it('announces no change that a remediation would not make', () => {
      const used = (status: 'seen' | 'no-evidence' | 'unknown') =>
        finding({ name: status, reason: 'flow-enabled', usage: { status, windowDays: 180 } });
      const text = render(reportOf([orgTarget([used('seen'), used('no-evidence'), used('unknown')])]));
      expect(text.replaceAll(/\s+/g, ' '))
        .to.match(/turning off the flow for 1 app\./)
        .and.match(/the clients of 2 apps/);
    });

    it('plans no app whose waiver has ended, unless it is named exactly', () => {
      const found = finding({ name: 'A', reason: 'flow-enabled', usage: { status: 'no-evidence', windowDays: 180 } });
      const data = { owner: 'x', expires: '2026-01-01', control: 'connected-app-client-credentials' };
      const ended = { code: 'waiver-expired' as const, target: 'production', app: 'ConnectedApp:A', data };
      const textOf = (apps: string[] | null): string => {
        const { scope } = reportOf([]);
        return render(reportOf([orgTarget([found])], { notices: [ended], scope: { ...scope, apps } }));
      };
      expect(textOf(null).replaceAll(/\s+/g, ' '))
        .to.match(/1 expired waiver/)
        .and.not.match(/turning off the flow/);
      expect(textOf(['a']).replaceAll(/\s+/g, ' '))
        .to.match(/turning off the flow for 1 app\./)
        .and.not.match(/expired waiver/);
    });

    it('speaks of logins only where an org was asked', () => {
      const source = SAMPLES['several-targets'].targets.filter(({ kind }) => kind === 'source');
      for (const view of ['table', 'all', 'summary'] as const)
        expect(render(reportOf(source), view)).not.to.match(/log-?ins/i);
      expect(render(reportOf(source), 'detail')).not.to.match(/login history wasn't searched/);
    });
  });

  it('never calls an app unused', () => {
    for (const report of Object.values(SAMPLES)) expect(render(report, 'detail')).not.to.match(/\bunused\b/i);
  });

  it('shows every failing app of 400, and ends with what to do and the exit code', () => {
    const many = Array.from({ length: 400 }, (_, at) => finding({ name: `Integration_${at}`, reason: 'flow-enabled' }));
    const text = render(reportOf([orgTarget(many)]));
    for (const { app } of many) expect(text).to.contain(` ${app.name} `);
    const screen = text.split('\n').slice(-24).join('\n');
    expect(screen).to.contain('400 fail').and.to.contain('--dry-run').and.to.contain('Exit code 30');
  });

  it('names a few of many apps that were not evaluated, and how many more there are', () => {
    const many = Array.from({ length: 400 }, (_, at) =>
      finding({ name: `Managed_${at}`, reason: 'managed-not-shown' }),
    );
    const text = render(reportOf([orgTarget(many)]));
    expect(text).to.match(/and \d+\s+more/);
    expect(text.split('\n').length).to.be.below(50);
  });

  it('takes no noticeable time or memory for 5,000 failing apps', () => {
    const many = Array.from({ length: 5000 }, (_, at): Finding =>
      finding({
        name: `Integration_\u6F22\u5B57_${at}`,
        reason: 'flow-enabled',
        executionUser: { username: `integration.user.${at}@example.com`, state: 'active' },
      }),
    );
    const report = reportOf([orgTarget(many)]);
    const before = process.memoryUsage().heapUsed;
    const start = cpuTime();
    const text = render(report);
    expect(cpuTime() - start, 'milliseconds').to.be.below(3000);
    expect((process.memoryUsage().heapUsed - before) / 2 ** 20, 'MB').to.be.below(300);
    expect(text).to.contain('5000 fail');
  });
});
