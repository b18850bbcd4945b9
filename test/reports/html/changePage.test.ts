import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { createTexts } from '../../../src/cli/texts.js';
import { NOTICES } from '../../../src/posture/notices.js';
import { OUTCOME_PROBLEMS, OUTCOME_RESULTS, type Skip, SKIP_REASONS } from '../../../src/remediation/model/result.js';
import type { ChangeRecord } from '../../../src/reports/change/record.js';
import { htmlRecord } from '../../../src/reports/change/page/changePage.js';
import { restoreTexts } from '../../../src/reports/terminal/change/bundles.js';
import { change, changeRecord, outcome, RESULT } from '../support/changeRecord.js';
import { withBrowser } from './support/opened.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const pageOf = (more?: Partial<ChangeRecord>): string =>
  htmlRecord(changeRecord(more), more?.command === 'restore' ? restoreTexts(createTexts()) : createTexts());
const withResult = (more: Partial<typeof RESULT>): string => pageOf({ result: { ...RESULT, ...more } });

const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(AXE);
  const found = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
};

const verified = withResult({
  plan: { ...RESULT.plan, skipped: [], notRead: [] },
  outcomes: [{ app: outcome.app, component: outcome.component, result: 'verified' }],
  summary: { ...RESULT.summary, verified: 1, altered: 0, skipped: 0, leftFailing: 0, exitCode: 0 },
  notices: [],
});

describe('change record as a page', () => {
  const open = withBrowser();

  for (const { name, ...options } of [
    { name: 'light', viewport: { width: 1180, height: 900 }, colorScheme: 'light' },
    { name: 'dark', viewport: { width: 1180, height: 900 }, colorScheme: 'dark' },
    { name: 'narrow', viewport: { width: 320, height: 900 }, colorScheme: 'light' },
  ] as const)
    it(`axe finds nothing, and nothing is asked for, ${name}`, async () => {
      for (const text of [pageOf(), verified, withResult({ mode: 'cancelled', outcomes: [], deploys: [] })]) {
        const { page, requests, complaints } = await open(text, options);
        expect(await violations(page)).to.deep.equal([]);
        expect([...requests, ...complaints]).to.deep.equal([]);
      }
    });

  for (const [certificate, words] of [
    ['in-place', 'in place, valid until 2027-03-01'],
    ['expired', 'expired on 2027-03-01'],
    ['not-yet-valid', 'not valid before 2027-03-01'],
  ] as const)
    it(`shows the date of a certificate: ${certificate}`, () => {
      const atStake = { risk: 'higher' as const, despite: [], ...change.atStake, certificate };
      const dated = { ...change, atStake: { ...atStake, certificateDate: '2027-03-01T00:00:00.000Z' } };
      expect(withResult({ plan: { ...RESULT.plan, changes: [dated] } })).to.include(words);
    });

  it('fits a narrow screen', async () => {
    const { page } = await open(pageOf(), { viewport: { width: 320, height: 900 } });
    const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(wide).to.equal(0);
  });

  it('shows before, after, what was read back, who agreed, and the command to undo it', async () => {
    const { page } = await open(pageOf());
    expect(await page.locator('h1').textContent()).to.equal('1 change not verified, of 1 planned');
    const card = await page.locator('#cards').innerText();
    expect(card).to.include('oauthConfig.isClientCredentialEnabled').and.to.include('true').and.to.include('false');
    expect(card).to.include('oauthConfig.scopes').and.to.include('Deployed, but the result differs from the plan');
    expect(await page.locator('section:has(#approval)').innerText()).to.include('A person saw the');
    expect(await page.locator('section:has(#undo) pre').innerText()).to.match(
      /^sf oauth-posture restore --target-org prod/,
    );
    expect(await page.locator('.unread').innerText()).to.include('socket hang up');
  });

  it('looks good only where everything was read, planned and verified', () => {
    expect(verified).not.to.include('<li class="fail">');
    expect(verified).to.include('class="verdict good"').and.to.include('1 change made and verified');
    const { plan, summary } = RESULT;
    const whole = { ...summary, verified: 1, altered: 0, leftFailing: 0, exitCode: 0 };
    for (const text of [
      pageOf(),
      withResult({ summary: whole }),
      withResult({ plan: { ...plan, notRead: [] }, summary: { ...whole, leftFailing: 1 } }),
      withResult({ plan: { ...plan, notRead: [] }, summary: { ...whole, exitCode: 32 } }),
      withResult({ plan: { ...plan, notRead: [] }, mode: 'dry-run', summary: whole }),
      withResult({ plan: { ...plan, notRead: [] }, mode: 'in-progress', summary: { ...whole, exitCode: 69 } }),
    ])
      expect(text).not.to.include('class="verdict good"');
  });

  it('keeps an outcome of a component that no change names, and a change that has no outcome', async () => {
    const other = { ...outcome, component: { ...outcome.component, fullName: 'Other' } };
    const { page } = await open(withResult({ outcomes: [other] }));
    expect(await page.locator('#cards > details .b').allTextContents()).to.deep.equal(['Differs', 'Planned']);
  });

  it('counts an app once that hardening skips for several reasons, and shows each with its detail', () => {
    const { app } = change;
    const hardening: Skip[] = [
      { control: change.control, app, reason: 'harden-broad', detail: 'AuthorApex, ViewAllData' },
      { control: change.control, app, reason: 'harden-ranges-not-strict', detail: '4294967296' },
      { control: change.control, app, reason: 'harden-not-api-only' },
    ];
    const page = withResult({ plan: { ...RESULT.plan, skipped: hardening } });
    expect(page).to.include('<a href="#skipped"><b>1</b>').and.to.include('<h2 id="skipped">1 skipped</h2>');
    expect(page).to.include('Author Apex, View All Data').and.to.include('4,294,967,296 IPv4 addresses');
  });

  it('is printed whole, cards that are closed too', async () => {
    const changes = Array.from({ length: 30 }, (_, at) => ({
      ...change,
      component: { ...change.component, fullName: `App${at}` },
    }));
    const { page } = await open(withResult({ plan: { ...RESULT.plan, changes }, outcomes: [] }));
    expect(await page.locator('#cards > details[open]').count()).to.equal(0);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#cards table:visible').count()).to.equal(30);
    expect(await violations(page)).to.deep.equal([]);
  });

  it('has words for every code', () => {
    const { app, component } = outcome;
    const skipped = SKIP_REASONS.map((reason) => ({ control: change.control, app, reason }));
    const outcomes = OUTCOME_RESULTS.flatMap((result) =>
      OUTCOME_PROBLEMS.map((code, at) => ({
        app,
        component: { ...component, fullName: `${result}${at}` },
        result,
        problem: { code },
      })),
    );
    const notices = NOTICES.map((code) => ({ code }));
    const result = { ...RESULT, plan: { ...RESULT.plan, skipped }, outcomes, notices };
    expect(() => pageOf({ command: 'restore', result })).not.to.throw();
  });

  it('takes hostile text for text, wherever it stands', async () => {
    const text = `</script></title>"'><img src=x onerror="globalThis.struck=1"><script>globalThis.struck=1</script>\u202E`;
    const app = { ...outcome.app, name: text, label: text };
    const component = { ...outcome.component, fullName: text };
    const { org } = RESULT.target;
    if (!org) throw new Error('The record is of no org.');
    const result: typeof RESULT = {
      ...RESULT,
      tool: { name: text, version: text },
      startedAt: text,
      finishedAt: text,
      target: { kind: 'org', org: { ...org, id: text, username: text, alias: text, instanceUrl: text, name: text } },
      plan: {
        apiVersion: text,
        changes: [
          {
            ...change,
            app,
            component,
            edits: [{ path: text, before: text, after: text }],
            leftOut: [text],
            atStake: {
              despite: [],
              executionUser: { username: text, state: 'inactive' },
              usage: { status: 'seen', windowDays: 1, lastLogin: text },
              network: { addresses: [text], ranges: [text] },
            },
          },
        ],
        skipped: SKIP_REASONS.map((reason) => {
          const detail = reason === 'not-editable' ? 'conflict-markers' : text;
          return { control: change.control, app, component, reason, detail };
        }),
        notRead: [{ step: text, status: 'failed', detail: text }],
      },
      snapshot: { directory: text },
      deploys: [{ id: text, checkOnly: false, components: 1, status: text, detail: text }],
      outcomes: OUTCOME_PROBLEMS.map((code, at) => ({
        app,
        component: { ...component, fullName: `${text}${at}` },
        result: 'altered',
        problem: { code, detail: text, differences: [{ path: text, before: text, after: text }] },
        original: text,
      })),
      notices: NOTICES.map((code) => ({
        code,
        target: text,
        app: text,
        file: text,
        data: { org: text, snapshot: text },
      })),
    };
    const hostile = pageOf({ command: 'restore', result, approval: { how: 'asked', savedPlan: text } });
    const { page, requests, complaints } = await open(hostile);
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    expect(await page.evaluate('globalThis.struck')).to.equal(undefined);
    expect([...requests, ...complaints]).to.deep.equal([]);
    expect(await page.locator('img, form, iframe, base, [onerror]').count()).to.equal(0);
    expect(await page.locator('script').count()).to.equal(1);
    expect(hostile).not.to.match(/[\u202A-\u202E]/);
  });
});
