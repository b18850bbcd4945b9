import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTexts } from '../src/cli/texts.js';
import type { AuditReport, Target } from '../src/posture/model.js';
import { htmlReport } from '../src/reports/html/htmlReport.js';
import { terminalReport } from '../src/reports/terminal/audit/auditReport.js';
import { launchChromium } from '../test/reports/html/support/browser.js';
import { cliHome } from '../test/simulator/cliLogin.js';
import { DEMO_ORG } from '../test/simulator/connect.js';
import { startSimulator } from '../test/simulator/simulator.js';
import { ROOT, runChild } from './proof/child.js';
import { RECORD, recordText } from './pictures/madeFrom.js';
import { withPalette } from './pictures/png.js';
import { terminalPage } from './pictures/terminalPage.js';

/** `npm run pictures`: the pictures of the docs, from a real audit of the simulated org. Look at them before you keep them. */

const FOLDER = join(ROOT, 'docs/pictures');
const WIDTH = 120;

const dayFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const WAIVERS = `version: 1
waivers:
  - control: connected-app-client-credentials
    app: ConnectedApp:Legacy_Feed
    reason: The vendor ends the old feed in spring
    owner: integration-team
    ticket: SEC-1234
    expires: ${dayFromNow(120)}
`;

type Demo = { report: AuditReport; record: string };

/** An audit, and the record of the change that its most urgent advice leads to. */
const demo = async (): Promise<Demo> => {
  const org = await startSimulator({ folder: DEMO_ORG });
  const home = cliHome(org);
  try {
    const login = await home.logIn(org.login(), 'production');
    if (login.exitCode !== 0) throw new Error(`The log-in to the simulated org failed: ${login.stderr}`);
    home.write('oauth-posture.yml', WAIVERS);
    await home.run(['oauth-posture', 'audit', '--target-org', 'production', '--output-file', 'report.json']);
    const report = JSON.parse(readFileSync(join(home.folder, 'report.json'), 'utf8')) as AuditReport;
    const change = ['--app', 'Open_Reporting', '--app', 'Billing_Export', '--include-active', '--no-prompt'];
    const output = ['--snapshot-dir', 'snapshots', '--output-file', 'record.html'];
    await home.run(['oauth-posture', 'remediate', '--target-org', 'production', ...change, ...output]);
    const record = readFileSync(join(home.folder, 'record.html'), 'utf8')
      .replaceAll(org.url, ADDRESS)
      .replaceAll(org.login().username, USERNAME)
      .replaceAll('Simulated org', NAME);
    return { report, record };
  } finally {
    home.remove();
    await org.stop();
  }
};

const NAME = 'Acme';
const ADDRESS = 'https://acme.my.salesforce.com';
const USERNAME = 'auditor@acme.example';

/** As an org of Salesforce would be called, not the port that the simulator has listened on. */
const presentable = (report: AuditReport): AuditReport => ({
  ...report,
  targets: report.targets.map((target): Target => {
    const { org } = target;
    return org
      ? {
          ...target,
          org: {
            ...org,
            name: NAME,
            instanceUrl: ADDRESS,
            username: USERNAME,
          },
        }
      : target;
  }),
});

if ((await runChild('tsc', ['-p', '.'])).exitCode !== 0) throw new Error('It does not compile.');
const { report: audited, record } = await demo();
const report = presentable(audited);
const texts = createTexts();
const page = htmlReport(report, texts);
const text = terminalReport(report, texts, { view: 'table', width: WIDTH, color: true });

mkdirSync(FOLDER, { recursive: true });
const browser = await launchChromium();

type Shot = {
  name: string;
  html: string;
  width: number;
  height?: number;
  scheme?: 'light' | 'dark';
  media?: 'print';
  opened?: number;
  from?: string;
  colors?: number;
};

const shoot = async ({
  name,
  html,
  width,
  height,
  scheme = 'light',
  media,
  opened = 0,
  from,
  colors,
}: Shot): Promise<void> => {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    deviceScaleFactor: 1.5,
  });
  const tab = await context.newPage();
  await tab.setContent(html);
  if (media) {
    await tab.emulateMedia({ media, colorScheme: scheme });
    // The margins of a sheet are outside of the page, and a picture without them looks cut off.
    await tab.evaluate("document.body.style.padding = '15mm 14mm'");
  }
  await tab.evaluate(
    `document.querySelectorAll('#cards > details').forEach((one, at) => { if (at < ${opened}) one.open = true; })`,
  );
  const whole = Number(await tab.evaluate('document.documentElement.scrollHeight'));
  const top =
    from === undefined
      ? 0
      : Number(await tab.evaluate(`document.querySelector(${JSON.stringify(from)}).getBoundingClientRect().top - 16`));
  await tab.setViewportSize({ width, height: whole });
  const picture = withPalette(
    await tab.screenshot({ clip: { x: 0, y: top, width, height: Math.min(height ?? whole, whole - top) } }),
    colors,
  );
  writeFileSync(join(FOLDER, `${name}.png`), picture);
  console.log(
    `${name}.png: ${width} x ${Math.round(Math.min(height ?? whole, whole - top))}, ${Math.round(picture.length / 1000)} kB`,
  );
  await context.close();
};

await shoot({ name: 'report-light', html: page, width: 1100, height: 1180 });
await shoot({ name: 'report-dark', html: page, width: 1100, height: 1180, scheme: 'dark' });
await shoot({ name: 'report-finding', html: page, width: 1100, height: 1120, opened: 1, from: '#findings' });
await shoot({ name: 'report-narrow', html: page, width: 360, height: 1500 });
await shoot({ name: 'report-print', html: page, width: 800, height: 1130, media: 'print' });
await shoot({ name: 'change-record', html: record, width: 1100, height: 1180 });
// The first screen is enough: the rest is text, which weighs more than any other picture.
await shoot({
  name: 'terminal',
  html: terminalPage('sf oauth-posture audit --target-org production', text),
  width: 1080,
  height: 860,
  colors: 32,
});
await browser.close();
writeFileSync(join(ROOT, RECORD), recordText());
