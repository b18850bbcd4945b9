import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, afterEach, before } from 'mocha';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createTexts } from '../../../../src/cli/texts.js';
import type { AuditReport } from '../../../../src/posture/model.js';
import { htmlReport } from '../../../../src/reports/html/htmlReport.js';
import { chromiumPath, launchChromium } from './browser.js';
import { skipBecause } from '../../../skip.js';

/** A report as somebody opens it: from a file, in a browser whose every request and complaint is written down. */
export type Opened = {
  page: Page;
  url: string;
  /** What the page asked for besides itself. */
  requests: string[];
  /** Errors, and whatever it wrote to the console. */
  complaints: string[];
};

export const pageOf = (report: AuditReport): string => htmlReport(report, createTexts());

type Options = BrowserContextOptions & { fragment?: string };
export type Open = (report: AuditReport | string, options?: Options) => Promise<Opened>;

/** One browser for the tests of a file. Without Chromium they are skipped, unless nothing may be. */
export const withBrowser = (): Open => {
  let browser: Browser | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'posture-page-'));

  before('find a Chromium', async function () {
    if (chromiumPath() === undefined && process.env['REQUIRE_ALL'] !== '1')
      skipBecause(this, 'there is no Chromium, and CHROMIUM_PATH names none');
    browser = await launchChromium();
  });
  afterEach('close what was opened', async () => {
    await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
  });
  after('close it', async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  let number = 0;
  return async (report, { fragment = '', ...options } = {}) => {
    if (!browser) throw new Error('There is no browser yet.');
    number += 1;
    const file = join(folder, `${number}.html`);
    writeFileSync(file, typeof report === 'string' ? report : pageOf(report));
    const context = await browser.newContext({ viewport: { width: 1180, height: 900 }, ...options });
    const page = await context.newPage();
    const url = pathToFileURL(file).href;
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== url) requests.push(request.url());
    });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(url + fragment);
    return { page, url, requests, complaints };
  };
};

/** Cards that are on the screen, by what their badge and name say. */
export const shownCards = (page: Page): Promise<string[]> =>
  page.locator('#cards > details:visible .a > b').allTextContents();

/** The same once a link within the page has been followed: the browser tells the page of it a moment later. */
export const shownAfterLink = async (page: Page): Promise<string[]> => {
  await page.evaluate('new Promise((done) => setTimeout(() => requestAnimationFrame(done)))');
  return shownCards(page);
};
