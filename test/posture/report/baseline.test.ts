import { expect } from 'chai';
import { compareWithBaseline, type Comparison } from '../../../src/posture/report/baseline.js';
import { readBaseline } from '../../../src/posture/report/baselineRead.js';
import type { AuditReport, Finding, Target } from '../../../src/posture/model.js';
import { finding, ORG, orgTarget, reportOf } from '../../reports/support/builders.js';

const fails = finding({ name: 'Billing', reason: 'flow-enabled' });
const failsWorse = finding({ name: 'Billing', reason: 'flow-enabled', risk: 'higher' });
const failsLess = finding({ name: 'Billing', reason: 'flow-enabled', risk: 'lower' });
const passes = finding({ name: 'Billing', reason: 'flow-disabled' });
const notReturned = finding({ name: 'Billing', reason: 'not-returned' });
const waived: Finding = { ...fails, status: 'waived' };
const other = finding({ name: 'Sales', reason: 'flow-disabled' });

const compare = (
  now: Target[],
  before: Target[],
  scopes: { now?: Partial<AuditReport['scope']>; before?: Partial<AuditReport['scope']> } = {},
): Comparison =>
  compareWithBaseline(
    now,
    reportOf(now, { scope: scopes.now ?? {} }).scope,
    reportOf(before, { scope: scopes.before ?? {} }),
  );

const compared = (now: Target[], before: Target[]): Extract<Comparison, { ok: true }> => {
  const result = compare(now, before);
  if (!result.ok) throw new Error(result.problem);
  return result;
};

const changeOf = (now: Finding, before: Finding[]): Finding['change'] =>
  compared([orgTarget([now])], [orgTarget(before)]).targets[0]?.findings[0]?.change;

describe('baseline: what is new', () => {
  const changes: Array<readonly [what: string, now: Finding, before: Finding[], change: Finding['change']]> = [
    ['a failure as it was', fails, [fails], 'unchanged'],
    ['a failure that passed', fails, [passes], 'new'],
    ['a failure that was not evaluated', fails, [notReturned], 'new'],
    ['a failure whose waiver ended', fails, [waived], 'new'],
    ['a failure whose risk has risen', failsWorse, [fails], 'new'],
    ['a failure whose risk has risen from the lowest', fails, [failsLess], 'new'],
    ['a failure whose risk has fallen', failsLess, [failsWorse], 'unchanged'],
    ['a failure for another reason', { ...fails, reason: 'enabled-by-query' }, [fails], 'unchanged'],
    ['a failing app that was not there', fails, [other], 'new'],
    ['a passing app that was not there', passes, [other], 'new'],
    ['an app that was not evaluated and not there', notReturned, [], 'new'],
    ['an app that passes by now', passes, [fails], 'unchanged'],
    ['a failure that was waived since', waived, [fails], 'unchanged'],
    [
      'a failure that passed and is waived by now',
      { ...waived, risk: { level: 'higher', factors: [] } },
      [passes],
      'unchanged',
    ],
    ['an app whose name changed its case', { ...fails, app: { ...fails.app, name: 'BILLING' } }, [fails], 'unchanged'],
    ['the same name in a namespace', { ...fails, app: { ...fails.app, namespace: 'NS' } }, [fails], 'new'],
  ];
  for (const [what, now, before, change] of changes) {
    it(`calls ${what} ${change}`, () => {
      expect(changeOf(now, before)).to.equal(change);
    });
  }

  it('tells the two kinds of app with one name apart', () => {
    const eca = finding({ name: 'Billing', type: 'ExternalClientApplication', reason: 'not-hardened' });
    expect(changeOf(eca, [fails])).to.equal('new');
  });

  it('tells one app in two folders apart', () => {
    const source = (files: string[]): Target => ({
      kind: 'source',
      source: { directories: ['force-app', 'unpackaged'] },
      findings: files.map((file) => ({ ...fails, app: { ...fails.app, file } })),
      summary: orgTarget([]).summary,
      coverage: [],
    });
    const changes = compared([source(['a.xml', 'b.xml'])], [source(['a.xml'])]).targets[0]?.findings;
    expect(changes?.map(({ change }) => change)).to.deep.equal(['unchanged', 'new']);
  });

  describe('of trees whose folders have one name', () => {
    const tree = (...findings: Finding[]): Target => ({
      kind: 'source',
      source: { directories: ['force-app'] },
      findings,
      summary: orgTarget([]).summary,
      coverage: [],
    });
    const changesOf = (now: Target[], before: Target[]): unknown =>
      compared(now, before).targets.map(({ findings }) => findings.map(({ change }) => change));

    it('calls a failure known only if each of them had it', () => {
      expect(changesOf([tree(fails), tree(fails)], [tree(fails), tree(fails)])).to.deep.equal([
        ['unchanged'],
        ['unchanged'],
      ]);
      expect(changesOf([tree(fails), tree(passes)], [tree(fails), tree(passes)])).to.deep.equal([
        ['new'],
        ['unchanged'],
      ]);
    });

    it('calls a failure new where there is one more of them than before', () => {
      expect(changesOf([tree(fails), tree(fails)], [tree(fails)])).to.deep.equal([['new'], ['new']]);
    });

    it('tells what vanished from them once, and nothing where one of them could not be read', () => {
      const before = [tree(fails), tree(fails, other)];
      const vanished = [
        ['baseline-vanished', 'force-app', 'ConnectedApp:Billing'],
        ['baseline-vanished', 'force-app', 'ConnectedApp:Billing'],
      ];
      const told = (now: Target[]): unknown =>
        compared(now, before).notices.map(({ code, target, app }) => [code, target, app]);
      expect(told([tree(other), tree(other)])).to.deep.equal(vanished);
      expect(told([tree(other), { ...tree(), error: { name: 'E', message: 'm', actions: [] } }])).to.deep.equal([]);
    });

    it('calls nothing vanished that one of them has', () => {
      const { notices } = compared([tree(other), tree(fails)], [tree(fails), tree(other)]);
      expect(notices).to.be.empty;
    });
  });

  it('compares each of two orgs with itself alone, and misses neither', () => {
    const second = orgTarget([fails], { org: { ...ORG, id: '00D000000000099EAA', alias: 'second' } });
    const { targets, notices } = compared([orgTarget([fails]), second], [second, orgTarget([fails])]);
    expect(targets.map(({ findings }) => findings[0]?.change)).to.deep.equal(['unchanged', 'unchanged']);
    expect(notices).to.deep.equal([]);
  });

  it('names an org or folder that is no part of this run', () => {
    const gone = orgTarget([fails], { org: { ...ORG, id: '00D000000000099EAA', alias: 'second' } });
    const folder = { ...orgTarget([]), kind: 'source' as const, source: { directories: ['src'] } };
    delete (folder as Target).org;
    expect(compared([orgTarget([fails])], [orgTarget([fails]), gone, folder]).notices).to.deep.equal([
      { code: 'baseline-target-missing', data: { targets: 'second, src' } },
    ]);
  });

  it('names no org that is part of this run and could not be opened', () => {
    const error = { name: 'NetworkError', message: 'No answer.', actions: [] };
    const lost = (named: Pick<Target, 'name' | 'orgId' | 'username'>): Target => {
      const target = { ...orgTarget([], { error }), ...named };
      delete target.org;
      return target;
    };
    const { id, username } = ORG;
    for (const named of [{ name: 'old', orgId: id.slice(0, 15) }, { name: username }, { name: 'old', username }])
      expect(compared([lost(named)], [orgTarget([fails])]).notices, JSON.stringify(named)).to.deep.equal([]);
    const folder: Target = { ...orgTarget([]), kind: 'source', source: { directories: ['src'] } };
    delete folder.org;
    expect(compared([lost({ name: 'old', orgId: id })], [folder]).notices).to.deep.equal([
      { code: 'baseline-target-missing', data: { targets: 'src' } },
    ]);
    const elsewhere = lost({ name: username, orgId: '00D000000000099EAA' });
    expect(compared([elsewhere], [orgTarget([fails])]).notices).to.have.lengthOf(1);
  });

  it('names what vanished', () => {
    expect(compared([orgTarget([other])], [orgTarget([fails, other])]).notices).to.deep.equal([
      {
        code: 'baseline-vanished',
        target: 'production',
        app: 'ConnectedApp:Billing',
        data: { status: 'fail', control: 'connected-app-client-credentials' },
      },
    ]);
  });

  it('calls nothing vanished in an org that could not be audited', () => {
    const lost = orgTarget([], { error: { name: 'E', message: 'm', actions: [] } });
    expect(compared([lost], [orgTarget([fails])]).notices).to.be.empty;
  });
});

describe('baseline: what it may be compared with', () => {
  const here = [orgTarget([fails])];
  const sandbox = orgTarget([fails], { org: { ...ORG, id: '00D000000000002EAA', alias: 'sandbox' } });
  const folder = (...directories: string[]): Target => ({
    kind: 'source',
    source: { directories },
    findings: [],
    summary: orgTarget([]).summary,
    coverage: [],
  });
  const neverOpened: Target = { ...folder(), kind: 'org', error: { name: 'E', message: 'm', actions: [] } };
  delete neverOpened.source;

  const outcomes: Array<readonly [what: string, result: () => Comparison, problem: string | undefined]> = [
    [
      'the same org under both lengths of its ID',
      () => compare(here, [orgTarget([fails], { org: { ...ORG, id: ORG.id.slice(0, 15) } })]),
      undefined,
    ],
    [
      'the same org under another alias',
      () => compare(here, [orgTarget([fails], { org: { ...ORG, alias: 'prod' } })]),
      undefined,
    ],
    ['another org', () => compare(here, [sandbox]), 'baseline-other-target'],
    ['an org and one more', () => compare([...here, sandbox], here), 'baseline-other-target'],
    ['one of its orgs', () => compare(here, [...here, sandbox]), undefined],
    ['the same folders in another order', () => compare([folder('a', 'b')], [folder('b', 'a')]), undefined],
    ['another folder', () => compare([folder('a')], [folder('b')]), 'baseline-other-target'],
    ['a folder where it has an org', () => compare([folder('a')], here), 'baseline-other-target'],
    ['an org that could not be opened', () => compare([neverOpened, ...here], here), undefined],
    [
      'other controls',
      () => compare(here, here, { now: { controls: ['connected-app-client-credentials'] } }),
      'baseline-other-scope',
    ],
    ['chosen apps where it has all', () => compare(here, here, { now: { apps: ['Bill*'] } }), 'baseline-other-scope'],
    [
      'all apps where it has chosen ones',
      () => compare(here, here, { before: { apps: ['Bill*'] } }),
      'baseline-other-scope',
    ],
    [
      'other apps',
      () => compare(here, here, { now: { apps: ['A'] }, before: { apps: ['B'] } }),
      'baseline-other-scope',
    ],
    [
      'the same apps in another order',
      () => compare(here, here, { now: { apps: ['a', 'B'] }, before: { apps: ['b', 'A'] } }),
      undefined,
    ],
    ['other days of use', () => compare(here, here, { now: { usageDays: 30 } }), 'baseline-other-scope'],
  ];
  for (const [what, result, problem] of outcomes) {
    it(`${problem ? 'refuses' : 'accepts'} ${what}`, () => {
      const comparison = result();
      expect(comparison.ok ? undefined : comparison.problem).to.equal(problem);
    });
  }

  it('names the org that it does not cover', () => {
    expect(compare([sandbox], here)).to.deep.equal({ ok: false, problem: 'baseline-other-target', target: 'sandbox' });
  });
});

describe('baseline: reading it', () => {
  const saved = reportOf([orgTarget([fails, other])]);
  const text = (differing: object = {}): string => JSON.stringify({ ...saved, ...differing });
  const withTarget = (differing: object): string => text({ targets: [{ ...saved.targets[0], ...differing }] });
  const withFinding = (differing: object): string => withTarget({ findings: [{ ...fails, ...differing }, other] });

  it('takes what --output-file wrote', () => {
    expect(readBaseline(text())).to.deep.equal({ ok: true, report: JSON.parse(text()) as unknown });
  });

  it('takes what --json printed', () => {
    const printed = JSON.stringify({ status: 30, result: saved, warnings: [] });
    expect(readBaseline(printed)).to.deep.equal(readBaseline(text()));
  });

  it('takes it with the byte order mark that Windows tools put in front', () => {
    expect(readBaseline(`\uFEFF${text()}`)).to.deep.equal(readBaseline(text()));
  });

  it('takes a finding of each status, and of each risk', () => {
    const all = [
      fails,
      failsWorse,
      failsLess,
      waived,
      passes,
      notReturned,
      finding({ name: 'Plain', reason: 'no-oauth' }),
    ].map((one, at) => ({ ...one, app: { ...one.app, name: `App_${at}` } }));
    expect(readBaseline(JSON.stringify(reportOf([orgTarget(all)]))).ok).to.equal(true);
  });

  const versions: Array<readonly [version: unknown, found: string]> = [
    [2, '2'],
    ['1', '"1"'],
    [null, 'null'],
    ['x'.repeat(500), `"${'x'.repeat(39)}`],
  ];
  for (const [version, found] of versions) {
    it(`tells the schema version ${found}`, () => {
      expect(readBaseline(text({ schemaVersion: version }))).to.deep.equal({
        ok: false,
        problem: 'baseline-schema',
        found,
      });
    });
  }

  const problems: Array<readonly [what: string, text: string, problem: string]> = [
    ['a result of a later schema', text({ schemaVersion: 2 }), 'baseline-schema'],
    ['a schema version in quotes', text({ schemaVersion: '1' }), 'baseline-schema'],
    ['an empty file', '', 'baseline-damaged'],
    ['a file that was cut', text().slice(0, -20), 'baseline-damaged'],
    ['no JSON', 'control,app\n', 'baseline-damaged'],
    ['JSON of something else', '{"version": 1}', 'baseline-damaged'],
    ['a list', '[]', 'baseline-damaged'],
    ['null', 'null', 'baseline-damaged'],
    ['a failed run', JSON.stringify({ status: 1, name: 'NetworkError' }), 'baseline-damaged'],
    ['no scope', text({ scope: undefined }), 'baseline-damaged'],
    ['a scope without controls', text({ scope: { apps: null, usageDays: 90 } }), 'baseline-damaged'],
    ['a scope with a single app', text({ scope: { ...saved.scope, apps: 'Billing' } }), 'baseline-damaged'],
    ['a scope without days', text({ scope: { controls: [], apps: null } }), 'baseline-damaged'],
    ['no targets', text({ targets: {} }), 'baseline-damaged'],
    ['a target that is nothing', text({ targets: [null] }), 'baseline-damaged'],
    ['an org without ID', withTarget({ org: { username: 'a' } }), 'baseline-damaged'],
    ['a tree without folders', withTarget({ org: undefined, source: {} }), 'baseline-damaged'],
    ['a tree whose folders are none', withTarget({ org: undefined, source: { directories: [7] } }), 'baseline-damaged'],
    ['neither org, tree, nor error', withTarget({ org: undefined }), 'baseline-damaged'],
    ['a missing finding', withTarget({ findings: [fails] }), 'baseline-damaged'],
    ['a target without counts', withTarget({ summary: undefined }), 'baseline-damaged'],
    ['a finding without a control', withFinding({ control: undefined }), 'baseline-damaged'],
    ['a finding with an unknown status', withFinding({ status: 'ok' }), 'baseline-damaged'],
    ['a finding without an app', withFinding({ app: undefined }), 'baseline-damaged'],
    ['a finding whose app has no name', withFinding({ app: { type: 'ConnectedApp' } }), 'baseline-damaged'],
    ['a finding with an unknown risk', withFinding({ risk: { level: 'none' } }), 'baseline-damaged'],
  ];
  for (const [what, broken, problem] of problems) {
    it(`refuses ${what}`, () => {
      expect(readBaseline(broken)).to.include({ ok: false, problem });
    });
  }
});
