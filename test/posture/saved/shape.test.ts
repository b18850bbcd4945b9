import { expect } from 'chai';
import type { Finding, Target } from '../../../src/posture/model.js';
import { readBaseline } from '../../../src/posture/report/baselineRead.js';
import { failureIn } from '../../../src/posture/saved/shape.js';
import { readSaved } from '../../../src/posture/saved/read.js';
import { failing, orgAt, passing, savedAt, THEN, unread, without } from '../../actions/report/support/saving.js';
import { changedAt, type Content, type Json } from '../../remediation/support/savedFiles.js';

const FINDINGS = [failing('One'), unread('Two'), passing('Three')];
const WHOLE = JSON.parse(JSON.stringify(savedAt(THEN, [orgAt(1, FINDINGS)]))) as Content;

const changed = (...edits: [at: string, value: Json | undefined][]): Content =>
  edits.reduce((content, [at, value]) => changedAt(content, at.split('.'), value), WHOLE);

/** Undefined: it is read. */
const wrongAt = (content: Content): string | undefined => {
  const read = readSaved(JSON.stringify(content));
  return read.ok ? undefined : 'at' in read.unusable ? read.unusable.at : read.unusable.problem;
};

const COUNTS = { pass: 1, fail: 1, waived: 0, notEvaluated: 1, notApplicable: 0 };
const WAIVER = { reason: 'r', owner: 'o', expires: '2026-12-31' };
const WAIVED = { ...COUNTS, fail: 0, waived: 1 };
const ERROR = { name: 'X', message: 'x', actions: [] };

describe('a saved result that no audit writes', () => {
  it('is one that is read, when nothing is wrong with it', () => {
    expect(wrongAt(WHOLE)).to.equal(undefined);
    expect(
      wrongAt(
        changed(
          ['targets.0.findings.0.waiver', WAIVER],
          ['targets.0.findings.0.status', 'waived'],
          ['targets.0.summary', WAIVED],
          ['summary', WAIVED],
        ),
      ),
    ).to.equal(undefined);
    expect(readSaved(`\uFEFF${JSON.stringify(WHOLE)}`).ok).to.equal(true);
    for (const state of ['active', 'inactive', 'not-found', 'unknown'])
      expect(wrongAt(changed(['targets.0.findings.0.executionUser', { username: 'u', state }])), state).to.equal(
        undefined,
      );
  });

  it('keeps why an org could not be audited, and is one where part of that is gone', () => {
    const failed = savedAt(THEN, [orgAt(1, FINDINGS), orgAt(2, [], { error: ERROR })]);
    const content = JSON.parse(JSON.stringify(failed)) as Content;
    const read = readSaved(JSON.stringify(content));
    expect(read.ok && 'result' in read && read.result.targets[1]?.error).to.deep.equal(ERROR);
    for (const member of ['name', 'message', 'actions'])
      expect(wrongAt(changedAt(content, ['targets', '1', 'error', member], undefined))).to.equal(
        `targets.1.error.${member}`,
      );
  });

  it('is one without its version, which may be anything', () => {
    expect(wrongAt(changed(['schemaVersion', undefined]))).to.equal('not-a-result');
  });

  it('keeps a byte order mark that is no first character, but part of a name', () => {
    const named = changed(['targets.0.findings.0.app.name', 'A\uFEFFB']);
    const read = readSaved(JSON.stringify(named));
    expect(read.ok && 'result' in read && read.result.targets[0]?.findings[0]?.app.name).to.equal('A\uFEFFB');
    const baseline = readBaseline(JSON.stringify(named));
    expect(baseline.ok && baseline.report.targets[0]?.findings[0]?.app.name).to.equal('A\uFEFFB');
  });

  const cases: [what: string, at: string | undefined, ...edits: [at: string, value: Json | undefined][]][] = [
    ['a failure without a risk', 'targets.0.findings.0.risk', ['targets.0.findings.0.risk', undefined]],
    [
      'a failure that is told as passed',
      'targets.0.findings.0.status',
      ['targets.0.findings.0.status', 'pass'],
      ['targets.0.summary', { ...COUNTS, fail: 0, pass: 2 }],
    ],
    [
      'a failure that is waived by nobody',
      'targets.0.findings.0.status',
      ['targets.0.findings.0.status', 'waived'],
      ['targets.0.summary', WAIVED],
    ],
    [
      'a failure that is told as passed beside its waiver',
      'targets.0.findings.0.status',
      ['targets.0.findings.0.status', 'pass'],
      ['targets.0.findings.0.waiver', WAIVER],
      ['targets.0.summary', { ...COUNTS, fail: 0, pass: 2 }],
    ],
    [
      'an app that was not evaluated and is waived',
      'targets.0.findings.1.status',
      ['targets.0.findings.1.status', 'waived'],
      ['targets.0.findings.1.waiver', WAIVER],
      ['targets.0.summary', { ...COUNTS, notEvaluated: 0, waived: 1 }],
    ],
    ['a waiver on what is no longer waived', undefined, ['targets.0.findings.0.waiver', WAIVER]],
    ['another severity', 'targets.0.findings.0.severity', ['targets.0.findings.0.severity', 'high']],
    [
      'an app of another type than its control’s',
      'targets.0.findings.0.app.type',
      ['targets.0.findings.0.app.type', 'ExternalClientApplication'],
    ],
    ['counts that are not those of its findings', 'targets.0.summary', ['targets.0.summary', { ...COUNTS, pass: 2 }]],
    ['a negative count', 'targets.0.requests', ['targets.0.requests', -1]],
    ['half a count', 'targets.0.requests', ['targets.0.requests', 0.5]],
    ['a count that no number can hold', 'targets.0.requests', ['targets.0.requests', 2 ** 60]],
    ['an error beside findings', 'targets.0.error', ['targets.0.error', ERROR]],
    ['no step at all', 'targets.0.coverage', ['targets.0.coverage', []]],
    ['an org that is a tree', 'targets.0.kind', ['targets.0.source', { directories: ['x'] }]],
    [
      'a tree that is an org',
      'targets.0.kind',
      ['targets.0.kind', 'source'],
      ['targets.0.source', { directories: ['x'] }],
    ],
    ['neither an org nor an error', 'targets.0.kind', ['targets.0.org', undefined]],
    ['a control that is none', 'scope.controls.0', ['scope.controls.0', 'other']],
    ['no control', 'scope.controls', ['scope.controls', []]],
    ['an end before its start', 'finishedAt', ['finishedAt', '2026-11-20T09:15:01.000Z']],
    ['a target that is newer than its file', 'targets.startedAt', ['targets.0.startedAt', '2026-11-20T09:15:03.000Z']],
    [
      'a waiver for longer than anyone may grant',
      'targets.findings.expires',
      ['targets.0.findings.0.waiver', { ...WAIVER, expires: '2027-11-23' }],
      ['targets.0.findings.0.status', 'waived'],
      ['targets.0.summary', WAIVED],
    ],
    [
      'a waiver for just as long as anyone may',
      undefined,
      ['targets.0.findings.0.waiver', { ...WAIVER, expires: '2027-11-22' }],
      ['targets.0.findings.0.status', 'waived'],
      ['targets.0.summary', WAIVED],
      ['summary', WAIVED],
    ],
    [
      'a day that is none',
      'targets.0.findings.0.waiver.expires',
      ['targets.0.findings.0.waiver', { ...WAIVER, expires: '2026-02-30' }],
    ],
    [
      'an end half a second before its start',
      'finishedAt',
      ['startedAt', '2026-11-20T09:15:02.500Z'],
      ['finishedAt', '2026-11-20T09:15:02Z'],
    ],
    [
      'an end half a second after its start',
      undefined,
      ['startedAt', '2026-11-20T09:15:02Z'],
      ['finishedAt', '2026-11-20T09:15:02.500Z'],
    ],
    ['a time that is none', 'startedAt', ['startedAt', '2026-13-20T09:15:02.000Z']],
    ['a time with something behind it', 'startedAt', ['startedAt', '2026-11-20T09:15:02.000Z x']],
    ['a time with a character behind it that is not seen', 'startedAt', ['startedAt', `${THEN}\u0000`]],
    ['a time with six digits of a year', 'startedAt', ['startedAt', '+002026-11-20T09:15:02.000Z']],
    ['a time with something before it', 'startedAt', ['startedAt', 'x 2026-11-20T09:15:02.000Z']],
    ['an org ID of 15 characters', undefined, ['targets.0.org.id', '00D000000000001']],
    ['an org ID with something before it', 'targets.0.org.id', ['targets.0.org.id', '../00D000000000001EAA']],
    ['an org ID with something behind it', 'targets.0.org.id', ['targets.0.org.id', '00D000000000001EAA/..']],
    ['an org ID that is cut', 'targets.0.org.id', ['targets.0.org.id', '00D00000000001']],
    ['an org ID of half a suffix', 'targets.0.org.id', ['targets.0.org.id', '00D000000000001EA']],
    ['the ID of something else', 'targets.0.org.id', ['targets.0.org.id', '005000000000001AAA']],
    ['an address without encryption', undefined, ['targets.0.org.instanceUrl', 'http://localhost:8080']],
    [
      'an address that is a script',
      'targets.0.org.instanceUrl',
      ['targets.0.org.instanceUrl', 'javascript:alert(1)//https://acme.my.salesforce.com'],
    ],
    ['an address without a host', 'targets.0.org.instanceUrl', ['targets.0.org.instanceUrl', 'https:acme']],
  ];
  for (const [what, at, ...edits] of cases)
    it(at === undefined ? `is not one with ${what}` : `is one with ${what}`, () => {
      expect(wrongAt(changed(...edits))).to.equal(at);
    });

  it('is one where a target was taken out', () => {
    const { targets, ...rest } = savedAt(THEN, [orgAt(1, FINDINGS), orgAt(2, [passing()])]);
    expect(wrongAt(JSON.parse(JSON.stringify({ ...rest, targets })) as Content)).to.equal(undefined);
    for (const left of targets)
      expect(wrongAt(JSON.parse(JSON.stringify({ ...rest, targets: [left] })) as Content)).to.equal('summary');
  });

  it('is one where the second of its targets alone is wrong', () => {
    const [one, two] = [orgAt(1, FINDINGS, { startedAt: THEN }), orgAt(2, FINDINGS)];
    const newer = { ...two, startedAt: '2026-11-20T09:15:03.000Z' };
    const forever = orgAt(2, [{ ...failing('One'), status: 'waived', waiver: { ...WAIVER, expires: '2028-01-01' } }]);
    const saved = (...targets: Parameters<typeof savedAt>[1]): Content =>
      JSON.parse(JSON.stringify(savedAt(THEN, targets))) as Content;
    expect(wrongAt(saved(one, two))).to.equal(undefined);
    expect(wrongAt(saved(one, newer))).to.equal('targets.startedAt');
    expect(wrongAt(saved(newer, one))).to.equal('targets.startedAt');
    expect(wrongAt(saved(one, forever))).to.equal('targets.findings.expires');
  });
});

describe('a saved result with all that an audit can write', () => {
  const everything: Finding = {
    ...failing('One'),
    app: { type: 'ConnectedApp', name: 'One', namespace: 'ns', label: 'One', managed: true, file: 'one.xml', line: 3 },
    appId: '0H4000000000001',
    contact: 'owner@example.com',
    cvss: { low: 9, high: 10, estimate: 9.5 },
    risk: {
      level: 'baseline',
      atLeast: true,
      factors: [{ factor: 'monitoring', state: 'absent', detail: 'none' }],
    },
    executionUser: {
      username: 'user@example.com',
      state: 'active',
      profile: 'Integration',
      licence: 'Salesforce Integration',
      broadPermissions: [{ permission: 'ModifyAllData', via: 'Profile:Integration' }],
      loginIpRanges: { count: 1, addresses: '256' },
    },
    usage: { status: 'seen', windowDays: 90, logins: 3, addresses: 1, lastLogin: '2026-11-19' },
    evidence: [
      { source: 'metadata', component: 'ConnectedApp:One', path: 'a', value: 'true' },
      { source: 'metadata', component: 'ConnectedApp:One', path: 'b', value: null },
    ],
    remediation: { automatic: false, action: 'disable-flow', why: 'managed' },
    waiver: { reason: 'r', owner: 'o', ticket: 'T-1', disposition: 'mitigated', expires: '2026-12-31' },
    change: 'unchanged',
  };
  const checked: Finding = {
    ...unread('Two'),
    manualCheck: { reason: 'r', owner: 'o', checked: '2026-11-01', expires: '2026-12-31' },
    change: 'new',
  };
  const steps: Target['coverage'] = [
    { step: 'list-connected-apps', status: 'ok', count: 2 },
    { step: 'query-users', status: 'failed', detail: 'network' },
    { step: 'query-login-history', status: 'skipped' },
  ];
  const saved = JSON.parse(
    JSON.stringify(savedAt(THEN, [orgAt(1, [everything, checked], { coverage: steps })])),
  ) as Content & { targets: Target[] };

  it('is read as it was written', () => {
    const read = readSaved(JSON.stringify(saved));
    expect(read.ok && 'result' in read && read.result.targets).to.deep.equal(saved.targets);
  });

  it('may tell a time without fractions of its second', () => {
    const times: [string, string][] = [
      ['startedAt', '2026-11-20T09:15:02Z'],
      ['finishedAt', '2026-11-20T09:15:02Z'],
    ];
    expect(wrongAt(changed(...times))).to.equal(undefined);
  });

  const placesIn = (value: Json, place: (string | number)[] = []): (string | number)[][] =>
    value === null || typeof value !== 'object'
      ? [place]
      : Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...place, name]));
  const findings = saved.targets[0]?.findings as unknown as Json;
  for (const place of placesIn(findings, ['targets', 0, 'findings']))
    it(`is refused with something else at ${place.join('.')}`, () => {
      expect(wrongAt(changedAt(saved, place, { html: '<script>' }))).to.equal(place.join('.'));
      expect(wrongAt(changedAt(saved, place, [7]))).to.equal(place.join('.'));
    });
});

describe('the end of an audit that failed, as --json prints it', () => {
  const printed = { commandName: 'Audit', name: 'X', message: 'm', status: 1, actions: ['a'] };

  it('is read with what to do', () => {
    expect(failureIn(printed)).to.deep.equal({ name: 'X', message: 'm', actions: ['a'] });
    expect(failureIn(without(printed, 'actions'))).to.deep.equal({ name: 'X', message: 'm', actions: [] });
  });

  it('is none with a result, with the status of success, of another command, or where it is no object', () => {
    for (const other of [
      { ...printed, result: {} },
      { ...printed, status: 0 },
      { ...printed, commandName: 'Restore' },
      null,
      [],
      'x',
    ])
      expect(failureIn(other)).to.equal(undefined);
  });
});

describe('a baseline', () => {
  it('tells the risk of what failed and of what was waived', () => {
    const isRead = (...edits: [string, Json | undefined][]): boolean =>
      readBaseline(JSON.stringify(changed(...edits))).ok;
    expect(isRead()).to.equal(true);
    expect(isRead(['targets.0.findings.0.risk', undefined])).to.equal(false);
    expect(
      isRead(
        ['targets.0.findings.0.risk', undefined],
        ['targets.0.findings.0.status', 'waived'],
        ['targets.0.summary', WAIVED],
      ),
    ).to.equal(false);
    expect(isRead(['targets.0.findings.1.risk', undefined])).to.equal(true);
  });
});
