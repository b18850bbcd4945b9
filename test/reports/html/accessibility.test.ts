import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { SAMPLES } from '../support/samples.js';
import { withBrowser } from './support/opened.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(AXE);
  const found = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  );
};

describe('accessibility of the HTML report', () => {
  const open = withBrowser();
  const VIEWS = [
    { name: 'light', colorScheme: 'light', width: 1180 },
    { name: 'dark', colorScheme: 'dark', width: 1180 },
    { name: 'narrow', colorScheme: 'light', width: 320 },
    { name: 'narrow and dark', colorScheme: 'dark', width: 400 },
  ] as const;

  for (const { name, colorScheme, width } of VIEWS)
    it(`axe finds nothing, ${name}`, async () => {
      for (const report of [SAMPLES.busy, SAMPLES['several-targets'], SAMPLES.empty, SAMPLES.unusual]) {
        const { page } = await open(report, { colorScheme, viewport: { width, height: 900 } });
        await page.evaluate("document.querySelectorAll('details').forEach((one, at) => { one.open = at % 2 === 0; })");
        expect(await violations(page)).to.deep.equal([]);
      }
    });

  it('axe finds nothing with a filter on, nor in print', async () => {
    const { page } = await open(SAMPLES.busy, { fragment: '#status=pass&status=fail&text=a' });
    expect(await violations(page)).to.deep.equal([]);
    await page.emulateMedia({ media: 'print' });
    expect(await violations(page)).to.deep.equal([]);
  });

  it('says to a screen reader how many a filter hides', async () => {
    const { page } = await open(SAMPLES.busy);
    const line = page.getByRole('status');
    await page.getByLabel('Search').fill('intranet');
    expect(await line.textContent()).to.contain('1 of 16 findings match the filter. Hidden: 15');
  });

  it('headings go down step by step', async () => {
    const { page } = await open(SAMPLES['several-targets']);
    const levels = await page.evaluate<number[]>(
      'Array.from(document.querySelectorAll("h1,h2,h3,h4")).map((one) => Number(one.tagName[1]))',
    );
    expect(levels[0]).to.equal(1);
    expect(levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)).to.deep.equal([]);
  });
});
