import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { createTexts } from '../../../src/cli/texts.js';
import { controls } from '../../../src/posture/controls/all.js';
import { BROAD_PERMISSIONS } from '../../../src/posture/factors/broadPermissions.js';
import type { App, AuditReport, Finding, Target } from '../../../src/posture/model.js';
import { escaped, html } from '../../../src/reports/html/page/markup.js';
import { SCRIPT } from '../../../src/reports/html/page/script.js';
import { setupLink } from '../../../src/reports/html/cards/setupLink.js';
import { finding, ORG, orgTarget, reportOf } from '../support/builders.js';
import { expectGolden, withoutMachinery } from '../support/golden.js';
import { SAMPLES } from '../support/samples.js';
import { pageOf } from './support/opened.js';

const USER = { username: 'integration.user@example.com', state: 'active' } as const;
const NO_USE = { status: 'no-evidence', windowDays: 90 } as const;
const IN_USE = { status: 'seen', windowDays: 90, logins: 3, addresses: 1 } as const;

/** The text of one part of the page, without its tags. */
const textOf = (page: string, from: string): string => {
  const start = page.indexOf(from);
  if (start < 0) return '';
  return page
    .slice(start, page.indexOf('</section>', start))
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .trim();
};

const bannerOf = (report: AuditReport): string => textOf(pageOf(report), '<section class="unread"');
const prioritiesOf = (report: AuditReport): string[] =>
  [...(/<section class="first".*?<\/section>/s.exec(pageOf(report))?.[0] ?? '').matchAll(/<h3>(.*?)<\/h3>/gs)].map(
    ([, title = '']) => title.replaceAll('&#39;', "'"),
  );
const verdictOf = (report: AuditReport): string => textOf(pageOf(report), '<h1>').replace(/ (?=What|Every).*/, '');

describe('the HTML report', () => {
  it('of a small result is as it was', () => {
    expectGolden('html/excused.html', withoutMachinery(pageOf(SAMPLES.excused)));
  });

  it('of several targets is as it was', () => {
    expectGolden('html/several-targets.html', withoutMachinery(pageOf(SAMPLES['several-targets'])));
  });

  it('shows the targets in the order of their verdicts, those with the most failures first', () => {
    const org = (alias: string, target: Target): Target => ({ ...target, org: { ...ORG, alias } });
    const fails = (name: string): Finding => finding({ name, reason: 'flow-enabled' });
    const page = pageOf(
      reportOf([
        org('clean', orgTarget([finding({ name: 'A', reason: 'flow-disabled' })])),
        org('open', orgTarget([finding({ name: 'A', reason: 'not-returned' })])),
        org('fails', orgTarget([fails('A')])),
        org('lost', { ...orgTarget([]), error: { name: 'X', message: 'Gone.', actions: [] } }),
        org('fails-most', orgTarget([fails('A'), fails('B')])),
      ]),
    );
    const [matrix = ''] = /<table class="matrix targets">.*?<\/table>/s.exec(page) ?? [];
    const names = [...matrix.matchAll(/<th scope="row">\s*([\w-]+)/g)].map(([, name]) => name);
    expect(names).to.deep.equal(['fails-most', 'fails', 'lost', 'open', 'clean']);
    const [cell = ''] = /fails-most.*?<\/tr>/s.exec(matrix) ?? [];
    expect(cell).to.include('2 Fail').and.to.include('org=fails-most');
  });

  it('is the same for the same result', () => {
    expect(pageOf(SAMPLES.busy)).to.equal(pageOf(SAMPLES.busy));
  });

  it('lets only its own style and script through, by their hashes', () => {
    const page = pageOf(SAMPLES.busy);
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const hash = (text = ''): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
    expect(policy.replaceAll('&#39;', "'").split('; ')).to.deep.equal([
      "default-src 'none'",
      `style-src '${hash(/<style>(.*?)<\/style>/s.exec(page)?.[1])}'`,
      `script-src '${hash(/<script>(.*?)<\/script>/s.exec(page)?.[1])}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page.indexOf('Content-Security-Policy')).to.be.below(page.indexOf('<title>'));
  });

  it('has a script that writes no HTML of its own and asks for nothing', () => {
    expect(() => void runInNewContext(`(function () {${SCRIPT}})`)).not.to.throw();
    expect(SCRIPT).not.to.match(
      /innerHTML *=|outerHTML|insertAdjacent|document\.write|\beval\b|fetch|XMLHttp|import|<\//,
    );
  });

  it('names no place to load anything from', () => {
    expect(pageOf(SAMPLES.busy)).not.to.match(/<(?:link|img|iframe|object|embed)|\bsrc=|url\((?!#)|@import/);
  });
});

describe('the verdict of the HTML report', () => {
  const cases: [string, AuditReport, string, string][] = [
    ['failures', SAMPLES.busy, '6 apps fail, 3 of them critical', 'bad'],
    ['nothing wrong and nothing missing', SAMPLES.clean, 'No app fails', 'good'],
    ['a list that was refused', SAMPLES['list-refused'], 'No apps found, but not everything could be read', 'gap'],
    ['no apps', SAMPLES.empty, 'No apps found', 'good'],
    [
      'apps that were not evaluated',
      SAMPLES['nothing-evaluated'],
      'No evaluated app fails, but the result is incomplete',
      'gap',
    ],
    [
      'waived failures and a failed step',
      SAMPLES.excused,
      'Every app that is known to fail has a waiver, but the result is incomplete',
      'gap',
    ],
    [
      'nothing that could be opened',
      reportOf([{ ...orgTarget([]), error: { name: 'E', message: 'Closed.', actions: [] } }]),
      'Nothing could be audited',
      'bad',
    ],
    [
      'a target that could not be opened beside a clean one',
      reportOf([
        orgTarget([finding({ name: 'A', reason: 'flow-disabled' })]),
        { ...orgTarget([]), error: { name: 'E', message: 'Closed.', actions: [] } },
      ]),
      'No evaluated app fails, but the result is incomplete',
      'gap',
    ],
  ];
  for (const [name, report, words, look] of cases)
    it(`of ${name}: ${words}`, () => {
      expect(verdictOf(report)).to.equal(words);
      expect(pageOf(report)).to.contain(`class="verdict ${look}"`);
    });

  it('counts new failures where there is a baseline', () => {
    expect(textOf(pageOf(SAMPLES.baseline), 'class="lead"')).to.contain('1 failure is new since the baseline.');
  });

  it('says that nothing is missing only where nothing is', () => {
    for (const [name, report] of Object.entries(SAMPLES)) {
      const whole = 'Everything that was asked for could be read and evaluated.';
      expect(pageOf(report).includes(whole), name).to.equal(
        ['clean', 'empty', 'source-clean', 'source-empty'].includes(name),
      );
    }
  });
});

describe('what the HTML report could not read', () => {
  it('stands in a banner: each failed step, with what would mend it', () => {
    const banner = bannerOf(SAMPLES['list-refused']);
    expect(banner)
      .to.contain('Not read: 1 step')
      .and.to.contain("The counts don't include what these would have shown.");
    expect(banner).to.contain('the calling user lacks permission ("Customize Application")').and.to.contain('give');
  });

  it('stands in a banner: each target that failed, with what to do', () => {
    const banner = bannerOf(SAMPLES['several-targets']);
    expect(banner).to.contain('Not read: 1 target').and.to.contain('training');
    expect(banner).to.contain('Log in again with "sf org login web"');
  });

  it('names the target of each step where there are several', () => {
    const failed: Target = { ...orgTarget([]), coverage: [{ step: 'query-users', status: 'failed', detail: 'cut' }] };
    const other: Target = { ...failed, org: { ...ORG, alias: 'second' } };
    const banner = bannerOf(reportOf([failed, other]));
    expect(banner).to.contain('Not read: 2 steps').and.to.contain('production').and.to.contain('second');
  });

  it('makes nothing that is empty look clean: findings, counts, and each cell of the targets', () => {
    const refused: Target = {
      ...orgTarget([]),
      coverage: [{ step: 'list-connected-apps', status: 'failed', detail: 'not-permitted' }],
    };
    const one = pageOf(reportOf([refused]));
    expect(textOf(one, '<section class="findings"')).to.equal('No findings, but not everything could be read');
    expect(textOf(one, '<section class="matrices"')).to.contain('there may be more than these counts show');
    const two = pageOf(reportOf([refused, { ...orgTarget([]), org: { ...ORG, alias: 'second' } }]));
    const cells = [...two.matchAll(/<span class="(gap|muted)">(No apps [^<]*)/g)].map(
      ([, look, words]) => `${look} ${words}`,
    );
    const unsure = 'gap No apps shown, but not everything could be read';
    expect(cells).to.deep.equal([unsure, unsure, 'muted No apps found', 'muted No apps found']);
  });

  it('is no banner where everything was read', () => {
    expect(bannerOf(SAMPLES.clean)).to.equal('');
  });

  it('is told of a step of another version as well', () => {
    expect(bannerOf(SAMPLES.unusual)).to.contain('read-the-stars');
  });
});

describe('the priorities of the HTML report', () => {
  const failing = (name: string, usage: typeof NO_USE | typeof IN_USE, more = {}) =>
    finding({ name, reason: 'flow-enabled', executionUser: USER, usage, ...more });

  it('are three at most, the heaviest first', () => {
    expect(prioritiesOf(SAMPLES.busy)).to.deep.equal([
      'Move the clients of 2 apps to JWT bearer, then turn off the flow',
      'Turn off the flow for 1 app that nothing is known to use',
      "Decide on 2 apps that this plugin doesn't change by itself",
    ]);
  });

  it('begin with what hides apps', () => {
    expect(prioritiesOf(SAMPLES['several-targets'])[0]).to.equal('Make 1 target readable, then audit again');
    expect(prioritiesOf(SAMPLES['list-refused'])).to.deep.equal(['Make 1 target readable, then audit again']);
  });

  it('offer the command where no use is known, and none where an app is in use', () => {
    const idle = pageOf(reportOf([orgTarget([failing('Idle', NO_USE)])]));
    expect(textOf(idle, '<section class="first"'))
      .to.contain('Automatic')
      .and.to.contain('sf oauth-posture remediate --target-org production --dry-run');
    const used = pageOf(reportOf([orgTarget([failing('Used', IN_USE)])]));
    expect(textOf(used, '<section class="first"')).to.contain('Manual').and.not.to.contain('remediate');
  });

  it('say how much they end, and how much of it at higher risk', () => {
    const report = reportOf([
      orgTarget([failing('A', IN_USE, { risk: 'higher' }), failing('B', IN_USE), failing('C', NO_USE)]),
    ]);
    expect(textOf(pageOf(report), '<section class="first"')).to.contain(
      'Ends 2 of 3 failures, including 1 at higher risk.',
    );
  });

  it('send to the publisher for what belongs to a package', () => {
    const app = { namespace: 'vend', managed: true };
    expect(prioritiesOf(reportOf([orgTarget([failing('Tool', NO_USE, { app })])]))).to.deep.equal([
      'Ask the publisher of 1 managed app for JWT bearer, and clear its Run As user',
    ]);
  });

  it('leave out an app whose waiver has ended, as the remediation does', () => {
    const report = reportOf([orgTarget([failing('Ended', NO_USE)])], {
      notices: [
        {
          code: 'waiver-expired',
          target: 'production',
          app: 'ConnectedApp:Ended',
          data: { owner: 'x', expires: '2026-01-01', control: 'connected-app-client-credentials' },
        },
      ],
    });
    expect(prioritiesOf(report)).to.deep.equal(["Decide on 1 app that this plugin doesn't change by itself"]);
  });

  it('offer to turn off one of unknown hardening that is named, as the remediation does', () => {
    const unknown = finding({ name: 'A', type: 'ExternalClientApplication', reason: 'hardening-unknown' });
    const found = { ...unknown, usage: { status: 'no-evidence', windowDays: 180 } as const };
    const { scope } = reportOf([]);
    expect(prioritiesOf(reportOf([orgTarget([found])], { scope: { ...scope, apps: ['A'] } }))).to.deep.equal([
      'Turn off the flow for 1 app that nothing is known to use',
    ]);
    expect(prioritiesOf(reportOf([orgTarget([found])]))).to.deep.equal([
      "Decide on 1 app that this plugin doesn't change by itself",
    ]);
  });

  it('are none where there is nothing to do', () => {
    expect(prioritiesOf(SAMPLES.clean)).to.deep.equal([]);
  });
});

describe('the link to Setup', () => {
  const APP: App = { type: 'ConnectedApp', name: 'A', managed: false };
  const linkFor = (instanceUrl: string, type: App['type'] = 'ConnectedApp', appId?: string): string | undefined => {
    const target = orgTarget([], { org: { ...ORG, instanceUrl } });
    return setupLink({ app: { ...APP, type }, ...(appId === undefined ? {} : { appId }) }, target)?.url;
  };
  const ACME = 'https://acme.my.salesforce.com';

  it('leads to where Setup shows apps of that kind', () => {
    expect(linkFor(ACME)).to.equal('https://acme.my.salesforce.com/lightning/setup/ConnectedApplication/home');
    expect(linkFor('https://acme--uat.sandbox.my.salesforce.com/x?y#z', 'ExternalClientApplication')).to.equal(
      'https://acme--uat.sandbox.my.salesforce.com/lightning/setup/ManageExternalClientApplication/home',
    );
  });

  it('leads to the app itself where its ID is known', () => {
    expect(linkFor(ACME, 'ConnectedApp', '0H4000000000001')).to.equal(
      `${ACME}/lightning/setup/ConnectedApplication/page?address=%2Fapp%2Fmgmt%2Fforceconnectedapps%2FforceAppDetail.apexp%3FconnectedAppId%3D0H4000000000001`,
    );
    expect(linkFor(ACME, 'ExternalClientApplication', '0xI000000000001AAA')).to.equal(
      `${ACME}/lightning/setup/ManageExternalClientApplication/0xI000000000001/detail`,
    );
  });

  for (const id of [
    '',
    '0Ci000000000001',
    '0H4',
    '0H4000000000001/../..',
    '0H400000000000?&',
    '//evil.example/x',
    '0xI000000000001',
  ])
    it(`leads to the list where what stands for an ID is "${id}"`, () => {
      expect(linkFor(ACME, 'ConnectedApp', id)).to.equal(`${ACME}/lightning/setup/ConnectedApplication/home`);
    });

  for (const url of [
    'http://acme.my.salesforce.com',
    'javascript:alert(1)//.salesforce.com',
    'https://evil.example/.salesforce.com',
    'https://salesforce.com.evil.example',
    'https://acme.my.salesforce.com.evil.example',
    'https://evilsalesforce.com',
    'https://acme.my.salesforce.com@evil.example',
    'https://user:pass@acme.my.salesforce.com',
    'https://acme.my.salesforce.com:8443',
    'http://localhost:8080',
    'https://127.0.0.1',
    'nonsense',
  ])
    it(`is not offered for ${url}`, () => {
      expect(linkFor(url)).to.equal(undefined);
    });

  it('is not offered for files', () => {
    expect(setupLink({ app: APP }, { ...orgTarget([]), org: undefined } as unknown as Target)).to.equal(undefined);
  });
});

describe('the words of the HTML report', () => {
  const { has } = createTexts();

  for (const permission of [...BROAD_PERMISSIONS, 'ModifyAllRecords'])
    it(`says what ${permission} allows`, () => {
      expect(has('html', `permission.${permission}`)).to.equal(true);
    });

  for (const { id } of controls)
    it(`has a chip for ${id}`, () => {
      expect(has('controls', `${id}.short`)).to.equal(true);
    });

  it('shows a permission that it has no words for by its name', () => {
    const executionUser = { ...USER, broadPermissions: [{ permission: 'FlyToTheMoon', via: 'Profile:X' }] };
    expect(pageOf(reportOf([orgTarget([finding({ name: 'A', reason: 'flow-enabled', executionUser })])]))).to.contain(
      'FlyToTheMoon',
    );
  });
});

describe('markup', () => {
  it('escapes every value but HTML itself', () => {
    const inner = html`<b>${'<i>'}</b>`;
    expect(html`<p title="${'"\'&'}">${inner}${['<', inner]}${undefined}${false}${0}</p>`.html).to.equal(
      '<p title="&quot;&#39;&amp;"><b>&lt;i&gt;</b>&lt;<b>&lt;i&gt;</b>0</p>',
    );
  });

  it('leaves out what shows nothing, and keeps lines', () => {
    expect(escaped('a\u202Eb\u0000c\nd\te\ud800')).to.equal('abc\nd\te');
  });
});
