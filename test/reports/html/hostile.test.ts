import { expect } from 'chai';
import type { AuditReport } from '../../../src/posture/model.js';
import { finding, ORG, orgTarget, reportOf } from '../support/builders.js';
import { largeReport } from './support/large.js';
import { withBrowser } from './support/opened.js';

/** Whoever may name an app, a user, a file or an error must not be able to make the page do anything. */

const MARK = 'globalThis.struck = true';
const PAYLOADS = [
  `<script>${MARK}</script>`,
  `</script><script>${MARK}</script>`,
  `</title></style></template><img src=x onerror="${MARK}">`,
  `"><img src=x onerror="${MARK}">`,
  `' onmouseover='${MARK}' autofocus onfocus='${MARK}' x='`,
  `<svg/onload=${MARK}>`,
  `<iframe srcdoc="<script>parent.struck = true</script>">`,
  `javascript:${MARK}`,
  `<meta http-equiv=refresh content="0;url=https://evil.example/">`,
  `<link rel=stylesheet href=https://evil.example/x.css><style>@import 'https://evil.example/y.css'</style>`,
  `<base href=https://evil.example/><form action=https://evil.example><button>Copy</button></form>`,
  `<details open ontoggle="${MARK}">`,
  `]]><!--<script>${MARK}//-->`,
  `line\u2028separator\u2029${MARK}\u0000\u2029`,
  `\u202Egnp.exe\u2066\u2069\u200F`,
  `${'long'.repeat(2_000)}`,
  `%s%d{match}\${alert(1)}{{7*7}}`,
];

const everywhere = (text: string, at: number): AuditReport['targets'][number]['findings'][number] =>
  finding({
    name: `${text}${at}`,
    app: { label: text, file: text, line: 3, namespace: text, managed: true },
    reason: 'flow-enabled',
    factors: { 'network-restricted': ['absent', text], monitoring: ['unknown', text] },
    executionUser: {
      username: text,
      state: 'inactive',
      profile: text,
      licence: text,
      broadPermissions: [{ permission: text, via: text }],
      loginIpRanges: { count: 3, addresses: text },
    },
    usage: { status: 'seen', windowDays: 90, logins: 1, addresses: 1, lastLogin: text },
    contact: text,
    evidence: [{ source: text, component: text, path: text, value: text }],
    waiver: { reason: text, owner: text, ticket: text, expires: text },
    manualCheck: { reason: text, owner: text, checked: text, expires: text },
    ...(at % 2 === 0 ? { status: 'waived' as const } : {}),
  });

const hostileReport = (): AuditReport => {
  const targets = PAYLOADS.map((text, at) =>
    orgTarget(
      PAYLOADS.map((name) => everywhere(name, at)),
      {
        org: { ...ORG, id: text, username: text, alias: text, instanceUrl: text, name: text, apiVersion: text },
        coverage: [
          { step: text, status: 'failed', detail: text },
          { step: 'query-users', status: 'failed', detail: `not-permitted: ${text}` },
        ],
        ...(at % 5 === 4 ? { error: { name: text, message: text, actions: [text] } } : {}),
      },
    ),
  );
  return reportOf(targets, {
    tool: { name: PAYLOADS[0] ?? '', version: PAYLOADS[2] ?? '' },
    startedAt: PAYLOADS[3] ?? '',
    finishedAt: PAYLOADS[1] ?? '',
    scope: { apps: [...PAYLOADS] },
    gate: { baseline: PAYLOADS[2] ?? '', waiverFile: PAYLOADS[3] ?? '' },
    notices: PAYLOADS.map((text) => ({
      code: 'waiver-expired' as const,
      target: text,
      app: text,
      file: text,
      data: { owner: text, expires: text, control: text },
    })),
  });
};

describe('hostile text in the HTML report', () => {
  const open = withBrowser();

  const inert = async (report: AuditReport): Promise<void> => {
    const { page, requests, complaints } = await open(report);
    await page.locator('#open').click();
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    await page.locator('#text').fill('<script>');
    await page.locator('#text').fill('');
    await page.evaluate(
      `document.querySelectorAll('body *').forEach((one) => ['mouseover', 'focus', 'load', 'error', 'toggle'].forEach((name) => one.dispatchEvent(new Event(name))))`,
    );
    await page.waitForTimeout(100);
    expect(await page.evaluate('globalThis.struck')).to.equal(undefined);
    expect(complaints).to.deep.equal([]);
    expect(requests).to.deep.equal([]);
    const foreign =
      'Array.from(document.querySelectorAll("img, iframe, form, base, link, object, embed, template, [onerror], [onload], [onfocus], [ontoggle], [onmouseover], meta[http-equiv=refresh]")).map((one) => one.outerHTML)';
    expect(await page.evaluate(foreign)).to.deep.equal([]);
    expect(await page.locator('script').count()).to.be.at.most(2);
  };

  it('is text wherever it stands', () => inert(hostileReport()));

  it('is text in cards that are unpacked when they are opened', async () => {
    const large = largeReport(1500, ['flow-enabled']);
    const [target] = large.targets;
    if (!target) throw new Error('There is no target.');
    const report = reportOf([orgTarget([...PAYLOADS.map(everywhere), ...target.findings])]);
    await inert(report);
  });

  it('leaves nothing in the page that turns the reading direction', async () => {
    const { page } = await open(hostileReport());
    expect(
      await page.evaluate('/[\\u202A-\\u202E\\u2066-\\u2069\\u200E\\u200F]/.test(document.documentElement.outerHTML)'),
    ).to.equal(false);
  });

  it('that looks like one of the patterns of the page fills nothing in', async () => {
    const { page } = await open(reportOf([orgTarget([finding({ name: '{match}', reason: 'flow-enabled' })])]));
    expect(await page.locator('#cards .a > b').textContent()).to.equal('{match}');
  });
});
