import { expect } from 'chai';
import { createTexts } from '../../../../src/cli/texts.js';
import type { Finding, Target } from '../../../../src/posture/model.js';
import { terminalReport } from '../../../../src/reports/terminal/audit/auditReport.js';
import { orgsByVerdict, sharedFailures } from '../../../../src/reports/words/result/fleet.js';
import { finding, ORG, orgTarget, reportOf } from '../../support/builders.js';
import { expectGolden } from '../../support/golden.js';
import { rendered } from '../../support/render.js';

const org = (alias: string, findings: Finding[], more: Partial<Target> = {}, isSandbox = true): Target =>
  orgTarget(findings, { org: { ...ORG, alias, id: `00D00000000${alias.padEnd(4, '0')}`, isSandbox }, ...more });

const runningAs = (name: string, username: string, more: Partial<Parameters<typeof finding>[0]> = {}): Finding =>
  finding({ name, reason: 'flow-enabled', executionUser: { username, state: 'active' }, ...more });

const fails = (name: string, more: Partial<Parameters<typeof finding>[0]> = {}): Finding =>
  finding({ name, reason: 'flow-enabled', ...more });
const passes = (name: string): Finding => finding({ name, reason: 'flow-disabled' });
const open = (name: string): Finding => finding({ name, reason: 'not-returned' });

const error = { name: 'NetworkError', message: "lost couldn't be reached.", actions: [] };

const FLEET_TARGETS = [
  org(
    'prod',
    [
      runningAs('Sync', 'int@acme.com', { risk: 'higher' }),
      fails('Vendor', { app: { namespace: 'acme', managed: true } }),
      runningAs('Other', 'int@acme.com'),
    ],
    {},
    false,
  ),
  org('uat', [runningAs('SYNC', 'int@acme.com.uat'), fails('Lone')]),
  org('dev', [runningAs('Feed', 'int@acme.com.dev'), fails('Vendor', { app: { namespace: 'acme', managed: true } })]),
  org('qa', [passes('Sync')]),
  org('gaps', [passes('Sync'), open('Vendor')]),
  org('lost', [], { error, coverage: [] }),
];
const FLEET = reportOf(FLEET_TARGETS, { scope: { usageDays: 0 } });

describe('a fleet in a report', () => {
  const texts = createTexts();

  it('has every target under one verdict, those with most failures first', () => {
    expect(orgsByVerdict(FLEET, texts)).to.deep.equal([
      { verdict: 'fail', names: ['prod', 'uat', 'dev'] },
      { verdict: 'not-audited', names: ['lost'] },
      { verdict: 'incomplete', names: ['gaps'] },
      { verdict: 'clean', names: ['qa'] },
    ]);
  });

  it('calls no org clean in which a step failed', () => {
    const report = reportOf([org('a', [passes('Sync')], { coverage: [{ step: 'list-profiles', status: 'failed' }] })]);
    expect(orgsByVerdict(report, texts)).to.deep.equal([{ verdict: 'incomplete', names: ['a'] }]);
  });

  it('puts together what fails in several orgs, worst first: apps without case, packages, and users across sandboxes', () => {
    const found = sharedFailures(FLEET).map(({ kind, name, finding: { risk }, targets }) => [
      kind,
      name,
      risk?.level,
      targets.map((target) => target.org?.alias).join(),
    ]);
    expect(found).to.deep.equal([
      ['user', 'int@acme.com', 'higher', 'prod,uat,dev'],
      ['app', 'Sync', 'higher', 'prod,uat'],
      ['package', 'acme__Vendor', 'baseline', 'prod,dev'],
    ]);
  });

  it('calls a shared risk "at least" that, in every format, where what would raise it could not be read in one org', async () => {
    const sync = (admin: 'unknown' | 'absent'): Finding =>
      runningAs('Sync', `int-${admin}@acme.com`, { factors: { 'admin-profile': admin, 'modify-all-data': 'absent' } });
    const shared = async (format: 'human' | 'markdown' | 'html', findings: Finding[]): Promise<string> => {
      const text = await rendered(format, reportOf(findings.map((one, at) => org(`org-${at}`, [one]))));
      return /Fails? in several places.*?Sync/is.exec(text)?.[0] ?? '';
    };
    for (const format of ['human', 'markdown', 'html'] as const) {
      expect(await shared(format, [sync('absent'), sync('absent')]), format)
        .to.match(/standard/i)
        .and.not.match(/at least/i);
      expect(await shared(format, [sync('absent'), sync('unknown')]), format).to.match(/at least standard/i);
    }
  });

  it('says nothing of one target alone', async () => {
    const [first] = FLEET.targets;
    const report = reportOf(first ? [first] : []);
    for (const format of ['human', 'markdown', 'html'] as const)
      expect(await rendered(format, report)).not.to.match(/several places/i);
  });

  for (const width of [80, 160])
    it(`looks as kept at ${width} columns`, () => {
      expectGolden(
        `terminal/fleet-table-${width}.txt`,
        terminalReport(FLEET, texts, { view: 'table', width, color: false }),
      );
    });

  it('looks as kept in Markdown', async () => {
    expectGolden('markdown/fleet.md', await rendered('markdown', FLEET));
  });

  it('is in the HTML page', async () => {
    expect(await rendered('html', FLEET))
      .to.include('Fails in several places')
      .and.to.include('acme__Vendor');
  });
});
