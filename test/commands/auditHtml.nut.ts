import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { shownCards, withBrowser } from '../reports/html/support/opened.js';
import { startCliOrg, type CliOrg } from './support/cliOrg.js';

describe('sf oauth-posture audit, as an HTML report', () => {
  const open = withBrowser();
  let org: CliOrg;

  before(async () => {
    org = await startCliOrg();
  });
  after(() => org.stop());

  it('writes a page beside the text, which a browser shows without a request', async () => {
    const file = join(org.home.folder, 'out', 'report.html');
    const { stdout, exitCode } = await org.audit(['--output-file', file]);
    expect(stdout).to.contain('Exit code 30');
    expect(exitCode).to.equal(30);
    const { page, requests, complaints } = await open(readFileSync(file, 'utf8'));
    expect(await page.locator('h1').textContent()).to.equal('6 apps fail, 4 of them critical');
    expect((await shownCards(page))[0]).to.equal('Order_Sync');
    expect([...requests, ...complaints]).to.deep.equal([]);
  });

  it('prints the page to stdout and nothing beside it', async () => {
    const { stdout, stderr } = await org.audit(['--result-format', 'html']);
    expect(stdout).to.match(/^<!doctype html>.*<\/html>\n$/s);
    expect(stderr).to.equal('');
  });

  it('says on the page what the org refused', async () => {
    org.simulator.fault({ kind: 'error', code: 'INSUFFICIENT_ACCESS', on: /FROM LoginHistory WHERE/, times: Infinity });
    const { stdout } = await org.audit(['--result-format', 'html']);
    org.simulator.clearFaults();
    const { page } = await open(stdout);
    expect(await page.locator('.unread').innerText())
      .to.contain('Not read: 1 step')
      .and.to.contain('login history');
    expect(await page.locator('.lead').innerText()).to.contain('1 step failed');
  });
});
