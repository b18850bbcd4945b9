import { expect } from 'chai';
import type { AuditReport, Finding, Target } from '../../../src/posture/model.js';
import { targetName } from '../../../src/posture/names.js';
import { removeTemporaryTrees, temporaryTree } from '../../files/support/temporaryTree.js';
import { finding } from '../../reports/support/builders.js';
import { rendered } from '../../reports/support/render.js';
import { noticeCodes } from '../support/auditedOrg.js';
import { failing, mergeOf, orgAt, orgId, passing, save, savedAt, without } from './support/saving.js';

const DAYS = ['2026-11-01T08:00:00.000Z', '2026-11-08T08:00:00.000Z', '2026-11-15T08:00:00.000Z'];

const waived = (name: string): Finding => ({
  ...failing(name),
  status: 'waived',
  waiver: { reason: 'r', owner: 'o', expires: '2027-01-01' },
});
const unread = (name: string): Finding => finding({ name, reason: 'not-returned' });
const error = { name: 'NetworkError', message: 'Gone.', actions: [] };

describe('a report with --history', () => {
  after(removeTemporaryTrees);

  const historyOf = async (...runs: Target[]): Promise<AuditReport> => {
    const folder = temporaryTree();
    const files = runs.map((target, at) => save(folder, `${9 - at}.json`, savedAt(DAYS[at] ?? '', [target])));
    return mergeOf(files.sort(), { history: true });
  };
  const told = async (...runs: Target[]): Promise<unknown> => {
    const { history } = await historyOf(...runs);
    return {
      changes: history?.[0]?.changes.map(({ startedAt, app, change }) => [startedAt, app, change]),
      open: history?.[0]?.open.map(({ app, since, isFromFirst }) => [app, since, isFromFirst]),
    };
  };
  const [FIRST, SECOND, THIRD] = DAYS;
  const APP = 'ConnectedApp:A';

  for (const [what, runs, changes, open] of [
    ['appeared', [[passing('A')], [failing('A')], [failing('A')]], [[SECOND, APP, 'appeared']], [[APP, SECOND, false]]],
    ['was there from the first', [[failing('A')], [failing('A')]], [], [[APP, FIRST, true]]],
    ['was fixed', [[failing('A')], [passing('A')]], [[SECOND, APP, 'fixed']], []],
    [
      'was waived, which ends nothing',
      [[failing('A')], [waived('A')]],
      [[SECOND, APP, 'waived']],
      [[APP, FIRST, true]],
    ],
    [
      'fails again after its waiver',
      [[waived('A')], [failing('A')]],
      [[SECOND, APP, 'waiver-ended']],
      [[APP, FIRST, true]],
    ],
    [
      'was waived when it appeared',
      [[passing('A')], [waived('A')]],
      [
        [SECOND, APP, 'appeared'],
        [SECOND, APP, 'waived'],
      ],
      [[APP, SECOND, false]],
    ],
    [
      'could not be evaluated twice, once',
      [[failing('A')], [unread('A')], [unread('A')]],
      [[SECOND, APP, 'not-evaluated']],
      [[APP, FIRST, true]],
    ],
    ['was removed', [[failing('A')], []], [[SECOND, APP, 'removed']], []],
    [
      'came back',
      [[failing('A')], [passing('A')], [failing('A')]],
      [
        [SECOND, APP, 'fixed'],
        [THIRD, APP, 'appeared'],
      ],
      [[APP, THIRD, false]],
    ],
    [
      'could not be evaluated, which ends nothing',
      [[failing('A')], [unread('A')], [failing('A')]],
      [[SECOND, APP, 'not-evaluated']],
      [[APP, FIRST, true]],
    ],
  ] as const)
    it(`tells of a finding that ${what}`, async () => {
      expect(await told(...runs.map((findings) => orgAt(1, [...findings])))).to.deep.equal({ changes, open });
    });

  it('takes no app for removed where a list of apps did not come', async () => {
    const refused = orgAt(1, [], { coverage: [{ step: 'list-connected-apps', status: 'failed' }] });
    expect(await told(orgAt(1, [failing('A')]), refused)).to.deep.equal({ changes: [], open: [[APP, FIRST, true]] });
  });

  const client = (reason: Finding['reason'], more: Partial<Finding> = {}): Finding => ({
    ...finding({ name: 'S', type: 'ExternalClientApplication', control: 'eca-client-credentials-policy', reason }),
    ...more,
  });
  const CLIENT = 'ExternalClientApplication:S';
  const switches = [{ source: 'query', component: 'ExtlClntAppPlcyCnfg:S', path: 'IsEnabled', value: 'true' }];

  for (const [what, before, step, now] of [
    ['flow', client('enabled-by-query'), 'query-oauth-policies', client('flow-disabled')],
    ['switch', client('not-hardened', { evidence: switches }), 'query-app-policies', client('app-disabled')],
  ] as const) {
    it(`takes no app for fixed whose ${what} it had from a query, before the query comes again`, async () => {
      const without = orgAt(1, [now], { coverage: [{ step, status: 'failed', detail: 'cut' }] });
      expect(await told(orgAt(1, [before]), without)).to.deep.equal({ changes: [], open: [[CLIENT, FIRST, true]] });
      const unevaluated = orgAt(1, [client('policy-not-readable')], { coverage: without.coverage });
      expect(await told(orgAt(1, [before]), unevaluated, without)).to.deep.equal({
        changes: [[SECOND, CLIENT, 'not-evaluated']],
        open: [[CLIENT, FIRST, true]],
      });
      expect(await told(orgAt(1, [before]), without, orgAt(1, [now]))).to.deep.equal({
        changes: [[THIRD, CLIENT, 'fixed']],
        open: [],
      });
    });

    it(`takes no app for fixed whose ${what} it had from a query that the passing run was not permitted`, async () => {
      const without = orgAt(1, [now], { coverage: [{ step, status: 'skipped', detail: 'not-permitted: X' }] });
      expect(await told(orgAt(1, [before]), without)).to.deep.equal({ changes: [], open: [[CLIENT, FIRST, true]] });
    });

    it(`takes an app for fixed whose ${what} no query ever showed`, async () => {
      const without = orgAt(1, [now], { coverage: [{ step, status: 'failed', detail: 'cut' }] });
      expect(await told(orgAt(1, [client('not-hardened')]), without)).to.deep.equal({
        changes: [[SECOND, CLIENT, 'fixed']],
        open: [],
      });
    });
  }

  it('takes an app for fixed whose switch plays no part in its passing, or in its failing', async () => {
    const coverage: Target['coverage'] = [{ step: 'query-app-policies', status: 'failed', detail: 'cut' }];
    const policy = [{ source: 'metadata', component: 'ExtlClntAppOauthConfigurablePolicies:S', path: 'a', value: 'b' }];
    for (const [before, now] of [
      [client('not-hardened', { evidence: switches }), client('flow-disabled')],
      [client('not-hardened', { evidence: policy }), client('app-disabled')],
    ] as const)
      expect(await told(orgAt(1, [before]), orgAt(1, [now], { coverage }))).to.deep.equal({
        changes: [[SECOND, CLIENT, 'fixed']],
        open: [],
      });
  });

  it('asks of the query by which an app failed alone whether it came', async () => {
    const after = (query: 'ok' | 'failed', other: 'ok' | 'failed'): Promise<unknown> =>
      told(
        orgAt(1, [client('enabled-by-query')]),
        orgAt(1, [client('flow-disabled')], {
          coverage: [
            { step: 'query-audit-trail', status: other },
            { step: 'query-oauth-policies', status: query },
          ],
        }),
      );
    const fixed = { changes: [[SECOND, CLIENT, 'fixed']], open: [] };
    expect(await after('ok', 'failed')).to.deep.equal(fixed);
    expect(await after('ok', 'ok')).to.deep.equal(fixed);
    expect(await after('failed', 'ok')).to.deep.equal({ changes: [], open: [[CLIENT, FIRST, true]] });
  });

  it('takes no app for removed that only a query showed, before the query comes again', async () => {
    const shown = orgAt(1, [client('enabled-by-query')]);
    const without = orgAt(1, [], { coverage: [{ step: 'query-oauth-policies', status: 'failed', detail: 'cut' }] });
    expect(await told(shown, without)).to.deep.equal({ changes: [], open: [[CLIENT, FIRST, true]] });
    expect(await told(shown, without, orgAt(1, []))).to.deep.equal({
      changes: [[THIRD, CLIENT, 'removed']],
      open: [],
    });
    expect(await told(orgAt(1, [client('not-hardened')]), without)).to.deep.equal({
      changes: [[SECOND, CLIENT, 'removed']],
      open: [],
    });
  });

  it('takes no settings for removed where they did not come, but an app of another control', async () => {
    const settings = finding({
      name: 'S',
      type: 'ExternalClientApplication',
      control: 'eca-flow-enablement',
      reason: 'settings-flow-on',
    });
    const refused = orgAt(1, [], { coverage: [{ step: 'retrieve-oauth-settings', status: 'failed' }] });
    expect(await told(orgAt(1, [failing('A'), settings]), refused)).to.deep.equal({
      changes: [[SECOND, APP, 'removed']],
      open: [['ExternalClientApplication:S', FIRST, true]],
    });
  });

  it('marks a run whose lists did not come: its zeros are no result', async () => {
    const coverage: Target['coverage'] = [{ step: 'list-connected-apps', status: 'failed', detail: 'cut' }];
    const report = await historyOf(orgAt(1, [failing('A')]), orgAt(1, [], { coverage }), orgAt(1, []));
    expect(report.history?.[0]?.runs.map(({ failedSteps }) => failedSteps)).to.deep.equal([0, 1, 0]);
    for (const format of ['human', 'markdown'] as const) {
      const lines = (await rendered(format, report)).split('\n');
      expect(lines.find((line) => line.includes('2026-11-08') && /\b0\b/.test(line))).to.include('(incomplete)');
      expect(lines.find((line) => line.includes('2026-11-15') && /\b0\b/.test(line))).not.to.include('(incomplete)');
    }
  });

  it('marks a run in which an app passes by one source alone, because the other one did not come', async () => {
    const coverage: Target['coverage'] = [{ step: 'query-app-policies', status: 'failed', detail: 'cut' }];
    const runs = [client('not-hardened', { evidence: switches }), client('app-disabled'), client('flow-disabled')];
    const report = await historyOf(...runs.map((one, at) => orgAt(1, [one], at > 0 ? { coverage } : {})));
    expect(report.history?.[0]?.runs.map(({ failedSteps }) => failedSteps)).to.deep.equal([0, 1, 0]);
  });

  it('takes nothing from a run that could not be made, and shows it', async () => {
    const report = await historyOf(orgAt(1, [failing('A')]), orgAt(1, [], { error }), orgAt(1, [failing('A')]));
    expect(report.history?.[0]?.open.map(({ since }) => since)).to.deep.equal([FIRST]);
    expect(report.history?.[0]?.runs.map(({ isAudited }) => isAudited)).to.deep.equal([true, false, true]);
  });

  const unopened = (name: string): Target => ({ ...without(orgAt(1, [], { error }), 'org'), name });

  for (const name of ['org-1', 'AUDITOR@org1.example.com'])
    it(`shows a run in which the org could not even be opened, known as ${name}`, async () => {
      const report = await historyOf(orgAt(1, [failing('A')]), unopened(name));
      expect(report.history?.map(({ target }) => target.split(' ')[0])).to.deep.equal(['org-1']);
      expect(report.history?.[0]?.runs.map(({ isAudited }) => isAudited)).to.deep.equal([true, false]);
      expect(report.gate.exitCode).to.equal(30);
    });

  it('gives a run to the org whose ID its login is stored with, whatever it is called', async () => {
    const named = { ...unopened('org-2'), orgId: orgId(1).slice(0, 15) };
    const { history } = await historyOf(orgAt(1, []), orgAt(2, []), named);
    expect(history?.map(({ target, runs }) => [target.split(' ')[0], runs.length])).to.deep.equal([
      ['org-1', 2],
      ['org-2', 1],
    ]);
  });

  it('gives a run to the org that had its name in one of its runs alone', async () => {
    const renamed = orgAt(1, []);
    if (renamed.org) renamed.org.alias = 'new';
    const { history } = await historyOf(orgAt(1, []), renamed, unopened('org-1'));
    expect(history?.map(({ runs }) => runs.length)).to.deep.equal([3]);
  });

  it('gives a folder to no org, even one that is called like it', async () => {
    const folder: Target = {
      ...without(orgAt(1, []), 'org'),
      kind: 'source',
      source: { directories: ['x'] },
      name: 'org-1',
    };
    const { history } = await historyOf(orgAt(1, []), folder);
    expect(history?.map(({ runs }) => runs.length)).to.deep.equal([1]);
  });

  it('counts a run once whose result names the org besides, and gives one without any name to no org', async () => {
    const { history } = await historyOf(
      orgAt(1, [], { name: 'org-1', orgId: orgId(1) }),
      without(orgAt(1, [], { error }), 'org'),
    );
    expect(history?.map(({ runs }) => runs.length)).to.deep.equal([1]);
    const nameless = orgAt(2, []);
    delete nameless.org?.alias;
    const beside = await historyOf(nameless, without(orgAt(2, [], { error }), 'org'));
    expect(beside.history?.map(({ runs }) => runs.length)).to.deep.equal([1]);
  });

  it('comes in the order of the names, each as the report calls it', async () => {
    const [second, first] = [orgAt(2, []), orgAt(1, [])];
    const { history } = await historyOf(second, first);
    expect(history?.map(({ target }) => target)).to.deep.equal(['org-1', 'org-2']);
    // The report itself is in the order of the usernames.
    const [zed, abel] = [orgAt(1, []), orgAt(2, [])];
    if (zed.org) zed.org.alias = 'zed';
    if (abel.org) abel.org.alias = 'abel';
    const named = await historyOf(zed, abel);
    expect(named.history?.map(({ target }) => target)).to.deep.equal(['abel', 'zed']);
    if (second.org) second.org.alias = 'org-1';
    const alike = await historyOf(second, first);
    expect(alike.history?.map(({ target }) => target)).to.deep.equal(alike.targets.map(targetName).sort());
    expect(new Set(alike.history?.map(({ target }) => target)).size).to.equal(2);
  });

  it('gives a run to no org where two have its name, or none has', async () => {
    const renamed = orgAt(2, []);
    if (renamed.org) renamed.org.alias = 'org-1';
    const { history } = await historyOf(orgAt(1, []), renamed, unopened('org-1'));
    expect(history?.map(({ runs }) => runs.length)).to.deep.equal([1, 1]);
    for (const name of ['other', 'Org-1'])
      expect((await historyOf(orgAt(1, []), unopened(name))).history?.[0]?.runs).to.have.length(1);
  });

  it('shows an open finding as it stands by the waivers of this run', async () => {
    const ended = { ...waived('A'), waiver: { reason: 'r', owner: 'o', expires: '2026-11-27' } };
    const report = await historyOf(orgAt(1, [ended]), orgAt(1, [ended]));
    expect([report.gate.exitCode, report.history?.[0]?.open[0]?.status]).to.deep.equal([30, 'fail']);
    expect((await historyOf(orgAt(1, [waived('A')]))).history?.[0]?.open[0]?.status).to.equal('waived');
  });

  it('is judged by the newest run alone, and names no older file as left out', async () => {
    const report = await historyOf(orgAt(1, [failing('A')]), orgAt(1, [passing('A')]));
    expect(report.gate.exitCode).to.equal(0);
    expect(noticeCodes(report)).not.to.include('saved-result-older');
  });

  it('of one run has one day, and the report one time', async () => {
    const text = await rendered('human', await historyOf(orgAt(1, [failing('A')])));
    expect(text).to.include('History of org-1: 1 run, on 2026-11-01\n');
    expect(text).to.match(/This report contains 1 saved result, audited at\s+[-\d]+\s+[:\d]+\s+UTC\./);
  });

  it('is shown as text and in Markdown', async () => {
    const report = await historyOf(orgAt(1, [failing('A'), failing('B')]), orgAt(1, [failing('A'), passing('B')]));
    const text = await rendered('human', report);
    expect(text).to.include('History of org-1: 2 runs, from 2026-11-01 to 2026-11-08');
    expect(text).to.match(/2026-11-08 08:00 UTC +fixed +ConnectedApp:B/);
    expect(text).to.match(/2026-11-01 or earlier +Fail +ConnectedApp:A/);
    expect(await rendered('markdown', report)).to.match(/## History of org-1[^]*fixed \| ConnectedApp:B/);
  });

  it('tells the settings of an app from its policy, which may still fail', async () => {
    const of = (control: Finding['control'], reason: Finding['reason']): Finding =>
      finding({ name: 'S', type: 'ExternalClientApplication', control, reason });
    const still = of('eca-client-credentials-policy', 'not-hardened');
    const report = await historyOf(
      orgAt(1, [of('eca-flow-enablement', 'settings-flow-on'), still]),
      orgAt(1, [of('eca-flow-enablement', 'flow-disabled'), still]),
    );
    for (const format of ['human', 'markdown', 'html'] as const) {
      const text = (await rendered(format, report)).replaceAll(/<[^>]*>/g, ' ');
      expect(text).to.match(/fixed[ |]+ExternalClientApplication:S \(settings\)/);
      expect(text).to.match(/Fail[ |]+ExternalClientApplication:S(?! \()/);
    }
  });
});
