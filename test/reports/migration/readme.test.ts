import { expect } from 'chai';
import { createTexts } from '../../../src/cli/texts.js';
import { PARTS, type AppMigration, type MigrationResult, type Part, type Parts } from '../../../src/migration/model.js';
import type { App } from '../../../src/posture/model.js';
import { overview } from '../../../src/reports/migration/overview.js';
import { readme } from '../../../src/reports/migration/readme.js';
import { migrateReport } from '../../../src/reports/terminal/migrate/migrateReport.js';
import { problemWords } from '../../../src/reports/migration/deployStep.js';

const texts = createTexts();
const ESC = String.fromCharCode(27);
const HOSTILE = `x\` <script>alert(0)</script> \`\`\`\n# Heading <script>alert(1)</script> [a](javascript:b) | cell ${ESC}[31m\u202e'; rm -rf ~ #`;

const app = (name: string, type: App['type'] = 'ConnectedApp', managed = false): App => ({
  type,
  name,
  label: name,
  managed,
});

const migrationOf = (one: Partial<AppMigration> = {}): AppMigration => ({
  app: app('Sync'),
  status: 'written',
  reason: 'flow-enabled',
  folder: 'ConnectedApp-Sync',
  files: ['README.md'],
  edits: [],
  parts: { certificate: 'needs-certificate', scopes: 'in-place', 'pre-authorization': 'needs-permission-set' },
  scopes: ['Api'],
  sources: [],
  usage: { status: 'no-evidence', windowDays: 180 },
  ...one,
});

const resultOf = (apps: AppMigration[], more: Partial<MigrationResult> = {}): MigrationResult => ({
  schemaVersion: 1,
  tool: { name: 'sf-oauth-posture', version: '1.0.0' },
  startedAt: '2026-11-28T12:00:00.000Z',
  finishedAt: '2026-11-28T12:00:00.000Z',
  org: {
    id: '00D000000000001EAA',
    username: 'a@example.com',
    alias: 'prod',
    instanceUrl: 'https://x.my.salesforce.com',
    isSandbox: false,
    apiVersion: '68.0',
  },
  outputDir: 'out',
  apps,
  failedSteps: [],
  summary: { written: apps.length, flowOff: 0, notEvaluated: 0, withoutFile: 0, exitCode: 0 },
  ...more,
});

const page = (one: Partial<AppMigration> = {}, more: Partial<MigrationResult> = {}): string => {
  const migration = migrationOf(one);
  return readme(migration, resultOf([migration], more), texts);
};

/** Lines outside of fenced blocks, without code spans. */
const prose = (markdown: string): string[] => {
  let fence = '';
  return markdown.split('\n').flatMap((line) => {
    const [, mark = ''] = /^(`{3,})/.exec(line) ?? [];
    if (fence !== '') {
      if (line === fence) fence = '';
      return [];
    }
    if (mark !== '') {
      fence = mark;
      return [];
    }
    return [line.replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '')];
  });
};

const LONG = 'Integration_of_the_warehouse_with_the_accounting';
const subjectIn = (markdown: string): string => /-subj '?\/CN=([^' ]+)/.exec(markdown)?.[1] ?? '';

describe('the key pair of an app that moves', () => {
  it('has a name that no other app has, and that fits into a certificate', () => {
    const apps = [
      app('Sync'),
      app('Sync', 'ExternalClientApplication'),
      { ...app('Sync'), namespace: 'nova' },
      app(`${LONG}_A`),
      app(`${LONG}_B`),
      app(`${LONG}_B`, 'ExternalClientApplication'),
      app('Sync eca'),
      app('Sync.eca'),
      app('Sync-eca'),
      app('Überweisung'),
      app('Äberweisung'),
    ];
    const names = apps.map((one) => subjectIn(page({ app: one })).toLowerCase());
    expect(new Set(names).size).to.equal(apps.length);
    for (const name of names) expect(name).to.match(/^[\w-]{20,64}$/);
    expect(names.slice(0, 2)).to.deep.equal(['sync-00d000000000001eaa', 'sync-eca-00d000000000001eaa']);
  });

  for (const [story, one, before] of [
    ['of an app whose name was cut', app(`${LONG}_A`), `${LONG.slice(0, 40)}-00D000000000001EAA`],
    ['of an app whose type was left out', app('Sync', 'ExternalClientApplication'), 'Sync-00D000000000001EAA'],
    ['that has the name of today', app(`${LONG}_A`), subjectIn(page({ app: app(`${LONG}_A`) }))],
  ] as const)
    it(`is found again by its certificate: a pair ${story}`, () => {
      const certificate = {
        subject: `CN=${before}`,
        bits: 2048,
        validFrom: '2026-01-01T00:00:00.000Z',
        validTo: '2027-01-01T00:00:00.000Z',
        fingerprint: 'AB',
      };
      const parts = { certificate: 'in-file', scopes: 'in-place', 'pre-authorization': 'in-place' } as const;
      const steps = page({ app: one, parts }, { certificate });
      expect(steps).to.include(`--key-file ~/jwt-keys/${before}.key.pem`).and.not.include('KEY.pem');
    });
});

describe('the README of an app that moves', () => {
  const hostile = {
    app: app(HOSTILE),
    folder: 'ConnectedApp-x',
    scopes: [HOSTILE],
    executionUser: { username: HOSTILE, state: 'active' as const },
    sources: [{ address: HOSTILE, logins: 1 }],
    edits: [{ path: 'label', before: HOSTILE, after: HOSTILE }],
    files: ['README.md', 'deploy/connectedApps/x.connectedApp'],
  };
  const org = { ...resultOf([]).org, alias: HOSTILE, username: HOSTILE };

  it('lets no text of an org be markup, or reach a terminal', () => {
    const markdown = page(hostile, { org, permissionSet: { name: HOSTILE, label: HOSTILE } });
    expect(markdown).not.to.include(ESC).and.not.include('\u202e');
    const lines = prose(markdown).join('\n');
    for (const part of ['<script', 'javascript:', 'rm -rf', '# Heading']) expect(lines).not.to.include(part);
    expect(lines.match(/^#+ .*/gm)?.join('\n')).not.to.include('Heading');
  });

  it('gives the shell nothing of an org but quoted words', () => {
    const commands = [...page(hostile, { org }).matchAll(/^(`{3,})sh\n([^]*?)\n\1$/gm)].map(([, , body = '']) => body);
    const lines = commands
      .flatMap((body) => body.replaceAll(/ \\\n +/g, ' ').split('\n'))
      .filter((line) => line.startsWith('sf '));
    expect(lines.length).to.be.above(6);
    for (const line of lines) {
      const outside = line.replaceAll(/'[^'\n]*'|"[^"$`\\!\n]*"/g, '');
      expect(outside, line).not.to.match(/[;#|`<>$]/);
    }
  });

  it('keeps rows of the overview whole, and has a row for each app', () => {
    const apps = [migrationOf(hostile), migrationOf()];
    const rows = overview(resultOf(apps, { org }), texts)
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows).to.have.length(2);
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).to.have.length(7);
  });

  it('is never silent on a part of an app that is missing, whatever became of it', () => {
    const missing: { [One in Part]: Parts[One][] } = {
      certificate: ['needs-certificate', 'setup', 'publisher', 'unknown', 'kept'],
      scopes: ['setup', 'unknown'],
      'pre-authorization': ['needs-permission-set', 'setup', 'unknown'],
    };
    const ready: Parts = { certificate: 'in-place', scopes: 'in-place', 'pre-authorization': 'in-place' };
    const nothing = texts.say('migrate', 'step.deploy.nothing');
    for (const type of ['ConnectedApp', 'ExternalClientApplication'] as const) {
      expect(page({ app: app('Sync', type), parts: ready })).to.include(nothing);
      for (const part of PARTS)
        for (const state of missing[part])
          expect(
            page({ app: app('Sync', type), parts: { ...ready, [part]: state } }),
            `${part} ${state}`,
          ).not.to.include(nothing);
    }
  });

  it('says why there is no file, in words for every reason', () => {
    for (const problem of [
      'secret-elsewhere',
      'not-proven',
      'unsafe-path',
      'several-policies',
      'not-returned',
      'split-value',
    ] as const)
      expect(page({ problem })).to.include(problemWords(problem, texts));
  });

  it('does not send anybody to turn off a packaged connected app by a deploy', () => {
    const markdown = page({ app: app('Sync', 'ConnectedApp', true) });
    expect(markdown).to.include('clear "Run As"').and.not.include('oauth-posture remediate');
    expect(markdown, 'there is no snapshot').not.to.include('oauth-posture restore');
  });

  it('shows the most used addresses, and how many more there are', () => {
    const sources = Array.from({ length: 60 }, (_, at) => ({ address: `192.0.2.${at}`, logins: 60 - at }));
    expect(page({ sources })).to.include('192.0.2.49').and.include('10 more addresses').and.not.include('192.0.2.50');
  });

  it('lists as unverified only what is about an app of its type', () => {
    const ofEca = page({ app: app('Hub', 'ExternalClientApplication') });
    expect(ofEca).to.include('certificate of an external client app').and.not.include('The file uses the label');
    expect(page()).to.include('The file uses the label').and.not.include('certificate of an external client app');
    for (const markdown of [ofEca, page()]) expect(markdown).to.include('Which audience this app accepts');
  });

  it('says that no evidence is no proof', () => {
    expect(page()).to.include("isn't proof");
    expect(page({ sources: null })).to.include("couldn't be read");
  });

  it('has a report for the terminal that fits it and holds no control characters', () => {
    const apps = [
      migrationOf(hostile),
      migrationOf({ app: app('Off'), status: 'flow-off' }),
      migrationOf({ problem: 'not-proven' }),
    ];
    for (const width of [40, 80, 120]) {
      const words = (problem: string): string => problemWords(problem, texts);
      const text = migrateReport(resultOf(apps), words, texts, { view: 'table', width, color: false });
      expect(text).not.to.include(ESC).and.not.include('\u202e');
      expect(Math.max(...text.split('\n').map((line) => line.length))).to.be.at.most(width);
    }
  });

  it('shows each app with its facts below it on a page that is too narrow for a table', () => {
    const shown = (width: number): string =>
      migrateReport(resultOf([migrationOf()]), () => '', texts, { view: 'table', width, color: false });
    expect(shown(80)).to.match(/^ {2}ConnectedApp:Sync\n {4}Logins {16}no evidence of use\n/m);
    expect(shown(160)).to.match(/^ {2}App {16}Logins .*\n {2}ConnectedApp:Sync {2}no evidence of use /m);
  });

  it('ends with the exit code, and how the run came to it', () => {
    const ended = (summary: Partial<MigrationResult['summary']>): string => {
      const result = resultOf([migrationOf()]);
      const counts = { written: 1, flowOff: 0, notEvaluated: 0, withoutFile: 0, exitCode: 0, ...summary };
      const options = { view: 'table', width: 100, color: false } as const;
      return migrateReport({ ...result, summary: counts }, () => '', texts, options)
        .split('\n\n')
        .at(-1)!;
    };
    expect(ended({})).to.equal('Exit code 0\n  A folder was written for each app that has to move.\n');
    expect(ended({ written: 0, flowOff: 1 })).to.equal('Exit code 0\n  No app has to move.\n');
    expect(ended({ notEvaluated: 2, withoutFile: 1, exitCode: 68 })).to.equal(
      "Exit code 68\n  2 apps have no folder, because it's unknown whether their flows are on.\n  The files of 1 app couldn't be prepared.\n",
    );
    expect(ended({ exitCode: 68 })).to.equal('Exit code 68\n  A step failed, so apps may be missing.\n');
  });
});
