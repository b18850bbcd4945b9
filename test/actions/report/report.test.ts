import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Refusal } from '../../../src/actions/refusal.js';
import { allControls } from '../../../src/posture/controls/all.js';
import type { AuditReport, Finding, Target } from '../../../src/posture/model.js';
import { FORMAT_NAMES } from '../../../src/reports/formatNames.js';
import { cpuTime } from '../../cpuTime.js';
import { removeTemporaryTrees, temporaryTree } from '../../files/support/temporaryTree.js';
import { finding, orgTarget, reportOf } from '../../reports/support/builders.js';
import { rendered } from '../../reports/support/render.js';
import { noticeCodes } from '../support/auditedOrg.js';
import { failing, mergeOf, NOW, orgAt, passing, save, savedAt, unread, without } from './support/saving.js';

const EARLIER = '2026-11-26T08:00:00.000Z';
const LATER = '2026-11-27T08:00:00.000Z';

const refusalOf = async (merging: Promise<AuditReport>): Promise<Refusal> => {
  const ended: unknown = await merging.catch((error: unknown) => error);
  if (ended instanceof Refusal) return ended;
  throw new Error('Not refused');
};

const problemsOf = async (merging: Promise<AuditReport>): Promise<unknown[]> =>
  (await refusalOf(merging)).points.map(({ key, values }) => [key, ...values]);

describe('a report from saved results', () => {
  let folder = '';
  beforeEach(() => {
    folder = temporaryTree();
  });
  after(removeTemporaryTrees);

  it('has the targets of all files, and is judged by the findings of all', async () => {
    const files = [
      save(folder, 'a.json', savedAt(EARLIER, [orgAt(1)])),
      save(folder, 'b.json', savedAt(LATER, [orgAt(2, [passing()])])),
    ];
    const { targets, summary, gate, startedAt, finishedAt, notices } = await mergeOf(files);
    expect(targets.map(({ org, startedAt: began }) => [org?.alias, began])).to.deep.equal([
      ['org-1', EARLIER],
      ['org-2', LATER],
    ]);
    expect(summary).to.include({ fail: 1, pass: 1 });
    expect([gate.exitCode, startedAt, finishedAt]).to.deep.equal([30, EARLIER, LATER]);
    expect(notices).to.deep.include({
      code: 'saved-results-merged',
      data: { files: 2, oldest: EARLIER, newest: LATER },
    });
  });

  it('reads what --json wrote as well', async () => {
    const file = save(folder, 'a.json', { status: 30, result: savedAt(EARLIER, [orgAt(1)]), warnings: [] });
    expect((await mergeOf([file])).gate.exitCode).to.equal(30);
  });

  for (const claimed of [0, 31, 30])
    it(`does not believe the exit code in a file: ${claimed}`, async () => {
      const file = save(
        folder,
        'a.json',
        savedAt(EARLIER, [orgAt(1)], { gate: { exitCode: claimed, failOn: 'never' } }),
      );
      expect((await mergeOf([file])).gate).to.include({ exitCode: 30, failOn: 'high' });
    });

  it('counts an org that could not be audited as incomplete', async () => {
    const error = { name: 'NetworkError', message: 'org-2 could not be reached.', actions: [] };
    const lost = { kind: 'org' as const, name: 'org-2', error, findings: [], coverage: [] };
    const summary = { pass: 0, fail: 0, waived: 0, notEvaluated: 0, notApplicable: 0 };
    const file = save(folder, 'a.json', savedAt(EARLIER, [orgAt(1, [passing()]), { ...lost, summary }]));
    expect((await mergeOf([file])).gate.exitCode).to.equal(31);
  });

  describe('of an audit that ended with an error', () => {
    const failure = (message: string): unknown => ({
      commandName: 'Audit',
      name: 'UnknownOrgError',
      message,
      status: 1,
      actions: ['Log in.'],
      stack: 'not shown',
    });

    it('has a target with that error, called like the file, and is incomplete', async () => {
      const files = [
        save(folder, 'good.json', savedAt(EARLIER, [orgAt(1, [passing()])])),
        save(folder, 'customer-7.json', failure('No authorized org found.')),
      ];
      const { targets, gate } = await mergeOf(files);
      expect(targets.find(({ name }) => name === 'customer-7')?.error).to.deep.equal({
        name: 'UnknownOrgError',
        message: 'No authorized org found.',
        actions: ['Log in.'],
      });
      expect(gate.exitCode).to.equal(31);
    });

    it('alone is refused, with the error', async () => {
      const { code, points } = await refusalOf(mergeOf([save(folder, 'a.json', failure('Gone.'))]));
      expect([code, points[0]?.values]).to.deep.equal(['only-failures', ['Gone.']]);
    });
  });

  describe('of one org several times', () => {
    for (const [first, second] of [
      ['a.json', 'b.json'],
      ['b.json', 'a.json'],
    ] as const)
      it(`takes the newest, whatever the files are called: ${first} is older`, async () => {
        save(folder, first, savedAt(EARLIER, [orgAt(1)]));
        save(folder, second, savedAt(LATER, [orgAt(1, [passing()])]));
        const { gate, targets, notices } = await mergeOf([`${folder}/a.json`, `${folder}/b.json`]);
        expect([targets.length, gate.exitCode]).to.deep.equal([1, 0]);
        expect(notices).to.deep.include({
          code: 'saved-result-older',
          target: 'org-1',
          data: { file: `${folder}/${first}`, startedAt: EARLIER },
        });
      });

    for (const [older, newer] of [
      ['2026-11-27T10:00:00Z', '2026-11-27T10:00:00.500Z'],
      ['2026-11-27T10:00:00.5Z', '2026-11-27T10:00:00.501Z'],
    ] as const)
      it(`takes the newest by the time, however it is written: ${older} is older than ${newer}`, async () => {
        const then = save(folder, 'z.json', savedAt(older, [orgAt(1, [passing()])]));
        const now = save(folder, 'a.json', savedAt(newer, [orgAt(1)]));
        const { gate, targets, startedAt, finishedAt, history } = await mergeOf([then, now], { history: true });
        expect([targets.length, gate.exitCode]).to.deep.equal([1, 30]);
        expect([startedAt, finishedAt].map((time) => Date.parse(time))).to.deep.equal([older, newer].map(Date.parse));
        expect(history?.[0]?.changes.map(({ change }) => change)).to.deep.equal(['appeared']);
      });

    it('believes no clock that is hours ahead about which one is the newest', async () => {
      const ahead = new Date(NOW.getTime() + 9 * 60 * 60 * 1000).toISOString();
      const old = save(folder, 'old.json', savedAt(ahead, [orgAt(1, [passing()])]));
      const fresh = save(folder, 'new.json', savedAt(LATER, [orgAt(1)]));
      const { points } = await refusalOf(mergeOf([fresh, old]));
      expect(points.map(({ file, key }) => [file, key])).to.deep.equal([[old, 'from-future']]);
      const other = save(folder, 'other.json', savedAt(LATER, [orgAt(2)]));
      expect((await mergeOf([old, other])).targets).to.have.length(2);
      const slightly = new Date(NOW.getTime() + 5 * 60 * 1000).toISOString();
      const soon = save(folder, 'soon.json', savedAt(slightly, [orgAt(1, [passing()])]));
      expect((await mergeOf([fresh, soon])).gate.exitCode).to.equal(0);
    });

    it('takes the newest by the time of each target where a file was itself merged', async () => {
      const merged = save(folder, 'fleet.json', {
        ...savedAt(EARLIER, [{ ...orgAt(1), startedAt: '2026-11-27T10:00:00.000Z' }]),
        finishedAt: '2026-11-27T10:00:01.000Z',
      });
      const other = save(folder, 'one.json', savedAt(LATER, [orgAt(1, [passing()])]));
      expect((await mergeOf([merged, other])).gate.exitCode).to.equal(30);
    });

    it('compares ids of 15 and 18 characters', async () => {
      const long = orgAt(1);
      const short = orgAt(1, [passing()]);
      const files = [
        save(folder, 'a.json', savedAt(EARLIER, [long])),
        save(folder, 'b.json', savedAt(LATER, [{ ...short, org: { ...short.org!, id: short.org!.id.slice(0, 15) } }])),
      ];
      expect((await mergeOf(files)).targets).to.have.length(1);
    });

    it('keeps an org that failed after it had been audited', async () => {
      const error = { name: 'NetworkError', message: 'Gone.', actions: [] };
      const files = [
        save(folder, 'a.json', savedAt(EARLIER, [orgAt(1, [passing()])])),
        save(folder, 'b.json', savedAt(LATER, [orgAt(1, [], { error })])),
        save(folder, 'c.json', savedAt(LATER, [orgAt(2, [passing()])])),
      ];
      expect((await mergeOf(files)).gate.exitCode).to.equal(31);
    });

    const unopened = (known: Pick<Target, 'name' | 'orgId' | 'username'>): Target =>
      without(orgTarget([], { ...known, error: { name: 'E', message: 'Gone.', actions: [] } }), 'org');
    const idOf = (place: number): string => orgAt(place).org?.id ?? '';

    for (const [known, lost] of [
      ['by its name, a username', { name: 'AUDITOR@org1.example.com' }],
      ['by the username of its login', { name: 'another-alias', username: 'auditor@org1.example.com' }],
      ['by the id of its login', { name: 'prod', orgId: idOf(1) }],
      ['by the id of its login, in 15 characters', { name: 'prod', orgId: idOf(1).slice(0, 15) }],
      ['by the id of its login of another user', { name: 'prod', orgId: idOf(1), username: 'someone@example.com' }],
    ] as const)
      it(`leaves out an org that could not be opened and was audited later, ${known}`, async () => {
        const files = [
          save(folder, 'a.json', savedAt(EARLIER, [unopened(lost)])),
          save(folder, 'b.json', savedAt(LATER, [orgAt(1, [passing()])])),
        ];
        const { gate, notices } = await mergeOf(files);
        expect(gate.exitCode).to.equal(0);
        expect(noticeCodes({ notices })).to.include('saved-result-older');
      });

    for (const [known, lost] of [
      ['no login', { name: 'org-1' }],
      ['no login, in another case', { name: 'Org-1' }],
      ['a login for another org', { name: 'org-1', orgId: idOf(2) }],
      ['a login of another user', { name: 'org-1', username: 'auditor@org7.example.com' }],
      ['a username that was moved', { name: 'org-1', orgId: idOf(2), username: 'auditor@org1.example.com' }],
    ] as const)
      it(`keeps an org that could not be opened where one with its alias was audited later, elsewhere: ${known}`, async () => {
        const files = [
          save(folder, 'a.json', savedAt(EARLIER, [unopened(lost)])),
          save(folder, 'b.json', savedAt(LATER, [orgAt(1, [passing()])])),
        ];
        const { gate, targets } = await mergeOf(files);
        expect([gate.exitCode, targets.length]).to.deep.equal([31, 2]);
        expect(targets.map(({ name }) => name)).to.include(lost.name);
      });

    it('tells an org that could not be opened from one with its alias by their files', async () => {
      const files = [
        save(folder, 'a.json', savedAt(EARLIER, [unopened({ name: 'org-1' })])),
        save(folder, 'b.json', savedAt(LATER, [orgAt(1, [passing()])])),
      ];
      expect((await mergeOf(files)).targets.map(({ from }) => from)).to.have.members(files);
    });

    it('keeps an org that could not be opened after it had been audited', async () => {
      const known = { name: 'org-1', orgId: idOf(1), username: 'auditor@org1.example.com' };
      const files = [
        save(folder, 'a.json', savedAt(EARLIER, [orgAt(1, [passing()])])),
        save(folder, 'b.json', savedAt(LATER, [unopened(known)])),
      ];
      expect((await mergeOf(files)).gate.exitCode).to.equal(31);
    });

    it('does not tell what it told of the older one', async () => {
      const told = { code: 'cross-check-failed' as const, target: 'org-1', data: { apps: 1 } };
      const files = [
        save(folder, 'a.json', savedAt(EARLIER, [orgAt(1)], { notices: [told] })),
        save(folder, 'b.json', savedAt(LATER, [orgAt(1)])),
      ];
      expect(noticeCodes(await mergeOf(files))).not.to.include('cross-check-failed');
    });
  });

  it('keeps two source trees whose folders have one name, and tells', async () => {
    const tree = orgTarget([failing()], { kind: 'source', source: { directories: ['force-app'] } });
    const source = without(tree, 'org');
    const files = ['a.json', 'b.json'].map((name, at) => save(folder, name, savedAt(at ? LATER : EARLIER, [source])));
    const { targets, notices } = await mergeOf(files);
    expect(targets).to.have.length(2);
    expect(noticeCodes({ notices })).to.include('saved-same-folders');
  });

  describe('with two targets of one name', () => {
    const file = 'force-app/connectedApps/Order_Sync.connectedApp-meta.xml';
    const tree = (one: Finding): Target =>
      without(
        orgTarget([{ ...one, app: { ...one.app, file, line: 5 } }], {
          kind: 'source',
          source: { directories: ['force-app'] },
        }),
        'org',
      );
    const coverage: Target['coverage'] = [{ step: 'list-connected-apps', status: 'failed', detail: 'cut' }];
    const sameAlias = (at: number): Target => {
      const target = orgAt(at, [], { coverage });
      return { ...target, org: { ...target.org!, alias: 'target-org' } };
    };
    const saveBoth = (one: Target, other: Target): string[] => [
      save(
        folder,
        'a.json',
        savedAt(EARLIER, [one], { notices: [{ code: 'cross-check-no-row', target: 'target-org' }] }),
      ),
      save(folder, 'b.json', savedAt(LATER, [other])),
    ];

    it('keeps both trees where they were merged before', async () => {
      const merged = await mergeOf(saveBoth(tree(failing()), tree(passing())));
      for (const targets of [merged.targets, merged.targets.map((target) => without(target, 'from'))]) {
        const again = await mergeOf([save(folder, 'merged.json', { ...merged, targets })]);
        expect([again.gate.exitCode, again.targets.length]).to.deep.equal([30, 2]);
        expect(new Set(again.targets.map(({ from }) => from)).size).to.equal(2);
      }
    });

    it('says which file each is of, in its notices as well', async () => {
      const [a, b] = saveBoth(sameAlias(1), sameAlias(2));
      const merged = await mergeOf([a!, b!]);
      expect(merged.targets.map(({ from }) => from)).to.have.members([a, b]);
      expect(merged.notices.find(({ code }) => code === 'cross-check-no-row')?.target).to.equal(`target-org (${a})`);
      expect(await rendered('human', merged)).to.include(`target-org (${b}): 0 failed`);
      const failed = await mergeOf(saveBoth(orgAt(1, [failing()]), { ...orgAt(2), org: orgAt(1).org! }));
      expect(await rendered('human', failed)).to.include('--target-org org-1');
    });

    it('counts the app of each tree', async () => {
      const failed = await mergeOf(saveBoth(tree(failing()), tree(failing())));
      expect(await rendered('html', failed)).to.match(/2 apps fail/i);
      const open = await mergeOf(saveBoth(tree(unread()), tree(unread())));
      expect(await rendered('human', open)).to.match(/2 apps (weren't|could not|couldn't)/);
    });

    for (const [what, one, other] of [
      ['apps of two trees', tree(failing()), tree(failing())],
      ['lists of two orgs', sameAlias(1), sameAlias(2)],
    ] as const)
      it(`gives viewers a fingerprint for each: ${what}`, async () => {
        const merged = await mergeOf(saveBoth(one, other));
        const issues = JSON.parse(await rendered('codequality', merged)) as Array<{ fingerprint: string }>;
        const events = JSON.parse(await rendered('ocsf', merged)) as Array<{ finding_info: { uid: string } }>;
        const { runs } = JSON.parse(await rendered('sarif', merged)) as {
          runs: Array<{ automationDetails: { id: string }; results: Array<{ partialFingerprints: object }> }>;
        };
        const results = runs.flatMap((run) => run.results.map((each) => JSON.stringify(each.partialFingerprints)));
        expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).to.equal(2);
        expect(new Set(events.map(({ finding_info: { uid } }) => uid)).size).to.equal(2);
        expect(new Set(results).size).to.equal(2);
        expect(new Set(runs.map(({ automationDetails: { id } }) => id)).size).to.equal(3);
      });
  });

  describe('is refused for files that', () => {
    const whole = savedAt(EARLIER, [orgAt(1)]);
    const [target] = whole.targets;
    const [one] = target!.findings;
    const withFinding = (more: object): unknown => ({
      ...whole,
      targets: [{ ...target, findings: [{ ...one, ...more }] }],
    });
    const withOrg = (more: object): unknown => ({
      ...whole,
      targets: [{ ...target, org: { ...target!.org, ...more } }],
    });

    for (const [what, content, ...problem] of [
      ['are empty', '', 'not-json'],
      ['are cut short', JSON.stringify(whole).slice(0, -20), 'not-json'],
      ['are nested without end', '['.repeat(200_000), 'not-json'],
      ['are other JSON', { hello: 1 }, 'not-a-result'],
      ['are the result of another command', { schemaVersion: 1, mode: 'applied' }, 'not-a-result'],
      [
        'tell of another failed command',
        { commandName: 'Remediate', name: 'E', message: 'm', status: 1 },
        'not-a-result',
      ],
      ['have another schema version', { ...whole, schemaVersion: 2 }, 'other-schema', '2', 1],
      ['have no targets', { ...whole, targets: [] }, 'not-as-written', 'targets'],
      ['have a target of nothing', { ...whole, targets: [{}] }, 'not-as-written', 'targets.0.kind'],
      ['lack a finding', { ...whole, targets: [{ ...target, findings: [] }] }, 'not-as-written', 'targets.0.summary'],
      [
        'lack the coverage',
        { ...whole, targets: [{ ...target, coverage: [] }] },
        'not-as-written',
        'targets.0.coverage',
      ],
      [
        'call a failure a pass',
        {
          ...whole,
          targets: [
            { ...target, summary: { ...target!.summary, fail: 0, pass: 1 }, findings: [{ ...one, status: 'pass' }] },
          ],
        },
        'not-as-written',
        'targets.0.findings.0.status',
      ],
      [
        'waive without a waiver',
        {
          ...whole,
          targets: [
            {
              ...target,
              summary: { ...target!.summary, fail: 0, waived: 1 },
              findings: [{ ...one, status: 'waived' }],
            },
          ],
        },
        'not-as-written',
        'targets.0.findings.0.status',
      ],
      ['lower a severity', withFinding({ severity: 'high' }), 'not-as-written', 'targets.0.findings.0.severity'],
      [
        'name a reason without a text',
        withFinding({ reason: 'constructor' }),
        'not-as-written',
        'targets.0.findings.0.reason',
      ],
      [
        'name an app of no kind',
        withFinding({ app: { ...one!.app, type: 'Other' } }),
        'not-as-written',
        'targets.0.findings.0.app.type',
      ],
      ['have no org id', withOrg({ id: 'x' }), 'not-as-written', 'targets.0.org.id'],
      [
        'lead elsewhere',
        withOrg({ instanceUrl: 'javascript:alert(1)' }),
        'not-as-written',
        'targets.0.org.instanceUrl',
      ],
      ['have no time', { ...whole, startedAt: 'yesterday' }, 'not-as-written', 'startedAt'],
      [
        'hold a result that is newer than they are',
        { ...whole, targets: [{ ...target, startedAt: '2026-11-27T23:00:00.000Z' }] },
        'not-as-written',
        'targets.startedAt',
      ],
      [
        'waive for longer than a waiver may hold',
        {
          ...whole,
          targets: [
            {
              ...target,
              summary: { ...target!.summary, fail: 0, waived: 1 },
              findings: [{ ...one, status: 'waived', waiver: { reason: 'r', owner: 'o', expires: '2029-01-01' } }],
            },
          ],
        },
        'not-as-written',
        'targets.findings.expires',
      ],
      [
        'waive until a day that there is not',
        {
          ...whole,
          targets: [
            {
              ...target,
              summary: { ...target!.summary, fail: 0, waived: 1 },
              findings: [{ ...one, status: 'waived', waiver: { reason: 'r', owner: 'o', expires: '2027-02-30' } }],
            },
          ],
        },
        'not-as-written',
        'targets.0.findings.0.waiver.expires',
      ],
      [
        'come from the future',
        savedAt('2031-01-01T00:00:00.000Z', [orgAt(1)]),
        'from-future',
        '2031-01-01T00:00:00.000Z',
      ],
    ] as const)
      it(what, async () => {
        expect(await problemsOf(mergeOf([save(folder, 'a.json', content)]))).to.deep.equal([problem]);
      });

    it('have another scope than the first, and names every one', async () => {
      const files = [
        save(folder, 'a.json', whole),
        save(folder, 'b.json', savedAt(LATER, [orgAt(2)], { scope: { apps: ['Billing*'] } })),
        save(folder, 'c.json', savedAt(LATER, [orgAt(3)], { scope: { usageDays: 1 } })),
      ];
      const first = `${folder}/a.json`;
      expect(await problemsOf(mergeOf(files))).to.deep.equal([
        ['other-scope', first],
        ['other-scope', first],
      ]);
    });

    it('are gone, and names every other one that cannot be used', async () => {
      const files = [`${folder}/gone.json`, ...Array.from({ length: 25 }, (_, at) => save(folder, `${at}.json`, '{'))];
      const problems = await problemsOf(mergeOf(files));
      expect(problems).to.have.length(21);
      expect([problems[0], problems.at(-1)]).to.deep.equal([
        ['cannot-read', 'ENOENT'],
        ['more', 6],
      ]);
    });
  });

  describe('with waivers', () => {
    const waived = (expires: string): AuditReport =>
      savedAt(EARLIER, [
        orgAt(1, [
          {
            ...finding({ name: 'Order_Sync', reason: 'flow-enabled' }),
            status: 'waived',
            waiver: { reason: 'r', owner: 'o', expires },
          },
        ]),
      ]);
    const WAIVER = `version: 1
waivers:
  - control: connected-app-client-credentials
    app: ConnectedApp:Order_Sync
    reason: Agreed
    owner: team
    expires: 2027-03-31
`;

    it('keeps those in the results as long as they hold', async () => {
      const { gate, notices } = await mergeOf([save(folder, 'a.json', waived('2026-11-28'))]);
      expect(gate.exitCode).to.equal(0);
      expect(notices).to.deep.include({ code: 'saved-waivers-kept', data: { kept: 1, ended: 0 } });
    });

    it('fails again where one has ended since, and names it', async () => {
      const { gate, notices } = await mergeOf([save(folder, 'a.json', waived('2026-11-27'))]);
      expect(gate.exitCode).to.equal(30);
      expect(notices).to.deep.include({
        code: 'waiver-expired',
        target: 'org-1',
        app: 'ConnectedApp:Order_Sync',
        data: { owner: 'o', expires: '2026-11-27', control: 'connected-app-client-credentials' },
      });
    });

    it('names one that ends within 30 days, and none that ends later', async () => {
      const codesOf = async (expires: string): Promise<string[]> =>
        noticeCodes(await mergeOf([save(folder, 'a.json', waived(expires))]));
      expect(await codesOf('2026-12-28')).to.include('waiver-expiring');
      expect(await codesOf('2026-12-29')).not.to.include('waiver-expiring');
    });

    it('names a manual check that has ended since', async () => {
      const manualCheck = { reason: 'r', owner: 'o', checked: '2026-11-01', expires: '2026-11-27' };
      const { gate, notices } = await mergeOf([
        save(folder, 'a.json', savedAt(EARLIER, [orgAt(1, [{ ...unread(), manualCheck }])])),
      ]);
      expect(gate.exitCode).to.equal(31);
      expect(noticeCodes({ notices })).to.include('manual-check-expired');
    });

    const behind = (days: number): { now: () => Date } => ({
      now: () => new Date(Date.parse(LATER) - days * 86_400_000),
    });

    it('one that had ended by the day of the org has not begun again where only this clock is behind', async () => {
      const path = save(folder, 'waivers.yml', WAIVER.replace('2027-03-31', '2026-11-28'));
      const notices = [
        { code: 'clock-behind' as const, target: 'org-1', data: { here: '2026-11-27', there: '2026-11-29' } },
      ];
      const files = [save(folder, 'a.json', savedAt(LATER, [orgAt(1)], { notices }))];
      const waivers = { kind: 'file' as const, path };
      const report = await mergeOf(files, { waivers }, behind(0));
      expect(report.gate.exitCode).to.equal(30);
      expect(noticeCodes(report)).to.include.members(['waiver-expired', 'clock-behind']);
      const kept = save(folder, 'b.json', { ...waived('2026-11-28'), notices });
      expect((await mergeOf([kept], {}, behind(0))).gate.exitCode, 'one that is kept').to.equal(30);
    });

    it('one ends by the day of the results where this clock is behind', async () => {
      const path = save(folder, 'waivers.yml', WAIVER.replace('2027-03-31', '2026-11-26'));
      const file = save(folder, 'a.json', savedAt(LATER, [orgAt(1)]));
      const { gate } = await mergeOf([file], { waivers: { kind: 'file', path } }, behind(0.9));
      expect(gate.exitCode).to.equal(30);
    });

    it('ignores them with --no-waivers', async () => {
      const { gate } = await mergeOf([save(folder, 'a.json', waived('2026-12-28'))], { waivers: { kind: 'off' } });
      expect(gate.exitCode).to.equal(30);
    });

    it('applies a file of its own in their place', async () => {
      const path = save(folder, 'waivers.yml', WAIVER);
      const file = save(folder, 'a.json', savedAt(EARLIER, [orgAt(1)]));
      const { gate, summary } = await mergeOf([file], { waivers: { kind: 'file', path } });
      expect([gate.exitCode, summary.waived]).to.deep.equal([0, 1]);
    });
  });

  it('looks at what is new alone with a baseline, and does not believe what a file calls known', async () => {
    const baseline = save(folder, 'baseline.json', savedAt(EARLIER, [orgAt(1, [passing()])]));
    const file = save(folder, 'a.json', savedAt(LATER, [orgAt(1, [{ ...failing(), change: 'unchanged' }])]));
    expect((await mergeOf([file], { baseline })).gate.exitCode).to.equal(30);
    expect((await mergeOf([file])).targets[0]?.findings[0]).not.to.have.property('change');
    const same = save(folder, 'same.json', savedAt(EARLIER, [orgAt(1)]));
    expect((await mergeOf([file], { baseline: same })).gate.exitCode).to.equal(0);
  });

  it('is refused where the baseline is one of the results, whatever it is called', async () => {
    const baseline = save(folder, 'baseline.json', savedAt(EARLIER, [orgAt(1), orgAt(2)]));
    const file = save(folder, 'a.json', savedAt(LATER, [orgAt(1)]));
    symlinkSync(baseline, join(folder, 'link.json'));
    for (const name of [baseline, join(folder, 'link.json')])
      expect((await refusalOf(mergeOf([file, baseline], { baseline: name }))).code).to.equal('baseline-is-result');
  });

  it('ends with 130 where it is interrupted', async () => {
    const file = save(folder, 'a.json', savedAt(EARLIER, [orgAt(1)]));
    const { exitCode } = await refusalOf(mergeOf([file], {}, { signal: AbortSignal.abort() }));
    expect(exitCode).to.equal(130);
  });

  it('merges 200 results of 100 findings in under 3 seconds', async () => {
    const findings = Array.from({ length: 100 }, (_, at) => failing(`App_${at}`));
    const files = Array.from({ length: 200 }, (_, at) =>
      save(folder, `${at}.json`, savedAt(EARLIER, [orgAt(at, findings)])),
    );
    const start = cpuTime();
    const { summary } = await mergeOf(files);
    expect(summary.fail).to.equal(20_000);
    expect(cpuTime() - start).to.be.below(3000);
  });

  it('merges and shows findings of the control that is only evaluated when it is named', async () => {
    const settings = (reason: 'settings-flow-on' | 'settings-not-read'): Finding => ({
      ...finding({ name: 'Partner_Portal', type: 'ExternalClientApplication', reason }),
      control: 'eca-flow-enablement',
    });
    const more = { scope: { controls: ['eca-flow-enablement' as const] } };
    const merged = await mergeOf([
      save(folder, 'a.json', savedAt(EARLIER, [orgAt(1, [settings('settings-flow-on')])], more)),
      save(folder, 'b.json', savedAt(LATER, [orgAt(2, [settings('settings-not-read')])], more)),
    ]);
    expect(
      merged.targets.flatMap(({ findings }) => findings.map(({ control, status }) => [control, status])),
    ).to.deep.equal([
      ['eca-flow-enablement', 'fail'],
      ['eca-flow-enablement', 'not-evaluated'],
    ]);
    expect(merged.gate.exitCode).to.equal(30);
    for (const format of FORMAT_NAMES) expect(await rendered(format, merged), format).to.include('Partner_Portal');
    expect(await rendered('html', merged)).to.include(
      'External client apps: disable client credentials flow in the settings',
    );
    const sarif = JSON.parse(await rendered('sarif', merged)) as { runs: { results: { ruleIndex: number }[] }[] };
    const places = sarif.runs.flatMap(({ results }) => results.map(({ ruleIndex }) => ruleIndex));
    expect(Math.min(...places)).to.be.at.least(0);
    expect(await rendered('html', await mergeOf([save(folder, 'd.json', savedAt(EARLIER, [orgAt(1)]))]))).to.include(
      'Not part of these results',
    );
    const all = { ...merged, scope: { ...merged.scope, controls: allControls.map(({ id }) => id) } };
    for (const format of ['html', 'markdown', 'human'] as const) {
      expect(await rendered(format, all), format).not.to.match(/Not part of (?:this run|these results)/);
      expect(await rendered(format, all), format).not.to.match(/remediate [^\n]*eca-flow-enablement/);
    }
    const mixed = [
      save(folder, 'a.json', savedAt(EARLIER, [orgAt(1, [settings('settings-flow-on')])], more)),
      save(folder, 'c.json', savedAt(LATER, [orgAt(3)])),
    ];
    expect((await refusalOf(mergeOf(mixed))).code).to.equal('unusable');
  });

  it('is itself a saved result', async () => {
    const first = await mergeOf([save(folder, 'a.json', savedAt(EARLIER, [orgAt(1), orgAt(2)]))]);
    const again = await mergeOf([save(folder, 'b.json', first)]);
    expect(again.targets).to.deep.equal(first.targets);
  });

  it('of everything that an audit can write is read', async () => {
    const { BUSY } = await import('../../reports/support/samples.js').then((all) => ({ BUSY: all.BUSY_FINDINGS }));
    const file = save(folder, 'a.json', reportOf([orgAt(1, [...BUSY])]));
    expect((await mergeOf([file])).targets[0]?.findings).to.have.length(BUSY.length);
  });
});
