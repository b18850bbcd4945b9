import { expect } from 'chai';
import { finding, orgTarget, reportOf } from '../support/builders.js';
import { SAMPLES } from '../support/samples.js';
import { largeReport } from './support/large.js';
import { pageOf, shownAfterLink, shownCards, withBrowser } from './support/opened.js';

describe('the HTML report in Chromium', () => {
  const open = withBrowser();
  const FAILING = ['Warehouse_Sync_Nightly_Batch_Europe', 'Billing', 'vend__VendorTool', 'Legacy', 'Portal', 'Shadow'];

  for (const [name, report] of Object.entries(SAMPLES))
    it(`shows ${name} without an error and without a request`, async () => {
      const { page, requests, complaints } = await open(report);
      expect(await page.locator('h1').textContent()).not.to.equal('');
      expect(await page.locator('#cards > details').count()).to.equal(
        report.targets.flatMap(({ findings }) => findings).length,
      );
      expect(complaints).to.deep.equal([]);
      expect(requests).to.deep.equal([]);
    });

  it('says first how it stands, and counts what is not known', async () => {
    const { page } = await open(SAMPLES.busy);
    expect(await page.locator('h1').textContent()).to.equal('6 apps fail, 3 of them critical');
    expect(await page.locator('.lead').textContent()).to.equal(
      "What this report doesn't know: 1 step failed, 5 apps couldn't be evaluated, the risk of 2 failing apps may be higher than shown, and the use of 1 failing app is unknown.",
    );
  });

  it('says that all failures are critical where they are', async () => {
    const critical = (...names: string[]) =>
      reportOf([orgTarget(names.map((name) => finding({ name, reason: 'flow-enabled' })))]);
    const headings = [critical('A'), critical('A', 'B')].map(async (report) =>
      (await open(report)).page.locator('h1').textContent(),
    );
    expect(await Promise.all(headings)).to.deep.equal([
      '1 app fails, and it is critical',
      '2 apps fail, all of them critical',
    ]);
  });

  it('filters by chips and says what that hides', async () => {
    const { page } = await open(SAMPLES.busy);
    await page.getByRole('button', { name: 'Pass 3' }).click();
    expect((await shownCards(page)).sort()).to.deep.equal(['Catalogue_Publisher', 'Chatter_Mobile', 'Ticket_Bridge']);
    expect(await page.locator('#shown').textContent()).to.equal(
      '3 of 16 findings match the filter. Hidden: 13, including 6 failing and 5 not evaluated.',
    );
    await page.getByRole('button', { name: 'Clear filter' }).click();
    expect((await shownCards(page)).length).to.equal(16);
    expect(await page.locator('#shown').textContent()).to.equal('16 findings, none hidden by a filter.');
  });

  it('two chips of one group widen, two groups narrow', async () => {
    const { page } = await open(SAMPLES.busy);
    await page.getByRole('button', { name: 'Fail 6' }).click();
    expect((await shownCards(page)).sort()).to.deep.equal([...FAILING].sort());
    await page.getByRole('button', { name: 'Pass 3' }).click();
    expect((await shownCards(page)).length).to.equal(9);
    await page.getByRole('button', { name: 'External client apps 6' }).click();
    expect((await shownCards(page)).sort()).to.deep.equal([
      'Billing',
      'Catalogue_Publisher',
      'Portal',
      'Shadow',
      'Ticket_Bridge',
    ]);
  });

  it('finds text in any part of a finding, whatever its case', async () => {
    const { page } = await open(SAMPLES.busy);
    await page.getByLabel('Search').fill('INTEGRATION.BILLING@example external');
    expect(await shownCards(page)).to.deep.equal(['Billing']);
  });

  it('searches what is of its own in a finding, and not the advice that each has', async () => {
    const { page } = await open(SAMPLES.busy);
    await page.getByLabel('Search').fill('oauth-posture.yml');
    expect(await shownCards(page)).to.deep.equal([]);
    for (const own of [
      'Deploy_Helpers',
      'isClientCredentialEnabled',
      '16777216',
      'Relax IP restrictions',
      'nightly)',
    ]) {
      await page.getByLabel('Search').fill(own);
      expect(await shownCards(page), own).to.include('Warehouse_Sync_Nightly_Batch_Europe');
    }
  });

  it('keeps the filter in the fragment, and restores it from there', async () => {
    const { page } = await open(SAMPLES.busy);
    await page.getByRole('button', { name: 'Fail 6' }).click();
    await page.getByLabel('Search').fill('vend');
    const fragment = await page.evaluate<string>('location.hash');
    expect(fragment).to.equal('#status=fail&text=vend');
    const again = await open(SAMPLES.busy, { fragment });
    expect(await shownCards(again.page)).to.deep.equal(['vend__VendorTool']);
    expect(await again.page.getByRole('button', { name: 'Fail 6' }).getAttribute('aria-pressed')).to.equal('true');
    expect(await again.page.getByLabel('Search').inputValue()).to.equal('vend');
  });

  for (const fragment of ['#status=gone&org=elsewhere', '#=&&%E0%A4%A', '#%E0%A4%A', '#__proto__=x', '#how-nothing'])
    it(`hides nothing for a fragment that this report does not know: ${fragment}`, async () => {
      const { page, complaints } = await open(SAMPLES.busy, { fragment });
      expect((await shownCards(page)).length).to.equal(16);
      expect(complaints).to.deep.equal([]);
    });

  it('a number of the overview leads to the findings behind it', async () => {
    const { page } = await open(SAMPLES.busy);
    await page.locator('.matrix tbody tr').first().locator('a').first().click();
    expect((await shownAfterLink(page)).sort()).to.deep.equal([
      'Legacy',
      'Warehouse_Sync_Nightly_Batch_Europe',
      'vend__VendorTool',
    ]);
    expect(await page.locator('#shown').textContent()).to.contain(
      'Hidden: 13, including 3 failing and 5 not evaluated.',
    );
  });

  it('each thing to do first leads to exactly the apps that it is about', async () => {
    const { page } = await open(SAMPLES.busy);
    await page.getByRole('link', { name: 'Show these apps' }).first().click();
    expect((await shownAfterLink(page)).sort()).to.deep.equal(['Billing', 'Warehouse_Sync_Nightly_Batch_Europe']);
    await page.getByRole('link', { name: 'Show these apps' }).nth(1).click();
    expect(await shownAfterLink(page)).to.deep.equal(['Legacy']);
  });

  it('leads to apps with a secret in the source tree by their words', async () => {
    const { page } = await open(SAMPLES['several-targets']);
    await page.getByRole('link', { name: 'Show these apps' }).first().click();
    expect(await shownAfterLink(page)).to.deep.equal(['Billing']);
  });

  it('gives what was not evaluated a badge of its own, dashed and grey', async () => {
    const { page } = await open(SAMPLES.busy);
    const borders = await page.evaluate<string[]>(
      'Array.from(document.querySelectorAll("#cards > details")).map((card) => `${card.dataset.k.split(" ")[0]} ${getComputedStyle(card.querySelector(".b")).borderTopStyle}`)',
    );
    for (const border of borders)
      expect(border.endsWith(' dashed'), border).to.equal(border.startsWith('not-evaluated '));
  });

  it('tells targets apart by a chip each, two of one name as well', async () => {
    const target = (name: string) => orgTarget([finding({ name, reason: 'flow-enabled' })]);
    const { page } = await open(reportOf([target('One'), target('Two')]));
    await page.getByRole('button', { name: 'production (2) 1' }).click();
    expect(await shownCards(page)).to.deep.equal(['Two']);
  });

  it('opens a card in one order: why, remediation, evidence, risk factors', async () => {
    const { page } = await open(SAMPLES.busy);
    const card = page.locator('#cards > details').first();
    await card.locator('summary').click();
    expect(await card.locator('h3').allTextContents()).to.deep.equal([
      'Why',
      'Remediation',
      'Evidence',
      'Risk factors',
      'Broad permissions',
    ]);
    expect(await card.locator('pre').first().textContent()).to.equal(
      'sf oauth-posture remediate --target-org production --app Warehouse_Sync_Nightly_Batch_Europe --dry-run --include-active',
    );
    expect(await card.locator('.held').innerText()).to.match(
      /Through profile Admin\s+ModifyAllData Reads, changes, and deletes every record/,
    );
  });

  it('copies a command', async () => {
    const { page } = await open(SAMPLES.busy, { permissions: ['clipboard-read', 'clipboard-write'] });
    const card = page.locator('#cards > details').first();
    await card.locator('summary').click();
    await card.getByRole('button', { name: 'Copy' }).first().click();
    await card.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).to.match(
      /^sf oauth-posture remediate .* --dry-run --include-active$/,
    );
  });

  it('is worked by keyboard alone', async () => {
    const { page } = await open(SAMPLES.busy);
    await page.keyboard.press('/');
    await page.keyboard.type('shadow');
    expect(await shownCards(page)).to.deep.equal(['Shadow']);
    await page.locator('#cards > details:visible > summary').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#cards > details:visible[open]').count()).to.equal(1);
  });

  it('a link to a way of going about it opens that', async () => {
    const { page } = await open(SAMPLES.busy, { fragment: '#how-jwt-bearer' });
    expect(await page.locator('#how-jwt-bearer').getAttribute('open')).not.to.equal(null);
    expect((await shownCards(page)).length).to.equal(16);
  });

  it('without JavaScript shows everything', async () => {
    const { page, complaints } = await open(SAMPLES.busy, { javaScriptEnabled: false });
    expect((await shownCards(page)).length).to.equal(16);
    expect(await page.locator('#filters').isVisible()).to.equal(false);
    await page.locator('#cards > details > summary').first().click();
    expect(
      await page.getByText('sf oauth-posture remediate --target-org production --app Warehouse_Sync').isVisible(),
    ).to.equal(true);
    expect(complaints).to.deep.equal([]);
  });

  it('without JavaScript says of each of many apps what it rests on', async () => {
    const { page } = await open(largeReport(1500), { javaScriptEnabled: false });
    const card = page.locator('#cards > details').first();
    await card.locator('summary').click();
    expect(await card.locator('.body').innerText()).to.contain('oauthConfig.isClientCredentialEnabled = true');
  });

  it('under a policy that refuses its style and script still shows everything', async () => {
    const { page, complaints } = await open('<!doctype html>');
    await page.route('http://report.test/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        headers: { 'content-security-policy': "sandbox; default-src 'none'" },
        body: pageOf(SAMPLES.busy),
      }),
    );
    complaints.length = 0;
    await page.goto('http://report.test/');
    expect(await page.locator('h1').isVisible()).to.equal(true);
    expect((await shownCards(page)).length).to.equal(16);
  });

  it('prints all of it, opened', async () => {
    const { page } = await open(largeReport(300));
    expect((await shownCards(page)).length).to.equal(100);
    await page.emulateMedia({ media: 'print' });
    await page.locator('#cards > details.on').nth(299).waitFor();
    expect((await shownCards(page)).length).to.equal(300);
    expect(await page.locator('#cards .body:visible').count()).to.equal(300);
    expect(await page.locator('#filters').isVisible()).to.equal(false);
  });

  it('prints what a filter shows, and says what it hides', async () => {
    const { page } = await open(SAMPLES.busy, { fragment: '#status=pass' });
    await page.emulateMedia({ media: 'print' });
    expect((await shownCards(page)).sort()).to.deep.equal(['Catalogue_Publisher', 'Chatter_Mobile', 'Ticket_Bridge']);
    expect(await page.locator('#shown').isVisible()).to.equal(true);
    expect(await page.locator('#shown').textContent()).to.contain('Hidden: 13, including 6 failing');
  });

  for (const width of [320, 400, 1180])
    it(`clips nothing at ${width} pixels`, async () => {
      for (const report of [SAMPLES.busy, SAMPLES.hostile, SAMPLES['several-targets'], SAMPLES.unusual]) {
        const { page } = await open(report, { viewport: { width, height: 800 } });
        await page.getByRole('button', { name: 'Open all shown' }).click();
        await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
        const tooWide = await page.evaluate(
          'Array.from(document.querySelectorAll("body *")).filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 120))',
        );
        expect(tooWide).to.deep.equal([]);
      }
    });
});
