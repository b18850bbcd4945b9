import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect } from 'chai';
import type { AuditReport, TargetHistory } from '../../../src/posture/model.js';
import { finding, orgTarget, reportOf } from '../support/builders.js';
import { pageOf, withBrowser } from './support/opened.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Run = TargetHistory['runs'][number];

const run = (month: number, fail: number, more: Partial<Run> = {}): Run => ({
  startedAt: `2026-${String(month).padStart(2, '0')}-01T09:00:00.000Z`,
  isAudited: true,
  failedSteps: 0,
  fail,
  waived: 1,
  notEvaluated: 0,
  ...more,
});

const reported = (runs: Run[], more: Partial<TargetHistory> = {}): AuditReport => ({
  ...reportOf([orgTarget([finding({ name: 'A', reason: 'flow-enabled' })])]),
  history: [
    {
      target: 'prod',
      runs,
      changes: [
        {
          startedAt: '2026-02-01T09:00:00.000Z',
          control: 'connected-app-client-credentials',
          app: 'ConnectedApp:Sync',
          change: 'fixed',
        },
      ],
      open: [],
      ...more,
    },
  ],
});

const RUNS = [run(1, 6), run(2, 4), run(3, 0, { isAudited: false }), run(4, 4), run(5, 2)];

describe('the trend in the HTML report', () => {
  const open = withBrowser();

  it('says in words what the line shows, and has the rows below it', async () => {
    const { page, complaints } = await open(reported(RUNS));
    const told = 'Failed findings: 6 on 2026-01-01, 2 on 2026-05-01.';
    expect(await page.getByRole('img', { name: told }).count()).to.equal(1);
    const section = page.locator('section:has(#trend-0)');
    expect(await section.innerText())
      .to.include(told)
      .and.to.include("1 run wasn't complete");
    await section.locator('summary').click();
    expect(await section.innerText())
      .to.include('not audited')
      .and.to.include('ConnectedApp:Sync');
    expect(complaints).to.deep.equal([]);
  });

  it('breaks the line where a run could not be audited, and never draws it as none that fail', () => {
    const [, failing = ''] = /<g class="fail">(.*?)<\/g>/s.exec(pageOf(reported(RUNS))) ?? [];
    expect(failing.match(/<polyline/g)).to.have.length(2);
    expect(failing.match(/<circle/g)).to.have.length(4);
  });

  it('never draws a run whose lists did not come as one without failures', () => {
    const short = run(3, 0, { failedSteps: 1 });
    const page = pageOf(reported(RUNS.with(2, short)));
    const [, failing = ''] = /<g class="fail">(.*?)<\/g>/s.exec(page) ?? [];
    expect(failing.match(/<circle/g)).to.have.length(4);
    expect(page).to.include('1 run wasn&#39;t complete, and is a gap in the line.');
  });

  it('has no line of one run, nor where none could be audited', () => {
    const lost = run(2, 0, { isAudited: false });
    for (const runs of [[run(1, 3)], [lost, lost], [run(1, 3), lost]])
      expect(pageOf(reported(runs)))
        .to.include('id="trend-0"')
        .and.not.to.include('class="trend"');
    expect(pageOf(reported([lost, lost]))).to.include('No run was complete.');
  });

  it('is no part of a report without history', () => {
    expect(pageOf(reportOf([orgTarget([])]))).not.to.include('trend-0');
  });

  for (const { name, ...options } of [
    { name: 'light', colorScheme: 'light', viewport: { width: 1180, height: 900 } },
    { name: 'dark and narrow', colorScheme: 'dark', viewport: { width: 320, height: 900 } },
  ] as const)
    it(`axe finds nothing, and it fits, ${name}`, async () => {
      const { page } = await open(reported(RUNS, { target: '<b onclick="x">\u202Eprod' }), options);
      await page.locator('section:has(#trend-0) summary').click();
      await page.evaluate(AXE);
      const found = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
      expect(found.violations.map(({ id }) => id)).to.deep.equal([]);
      const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      expect(wide).to.equal(0);
    });
});
