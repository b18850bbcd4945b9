import { expect } from 'chai';
import fc from 'fast-check';
import { FACTORS, type Finding, type Notice, type Target } from '../../../src/posture/model.js';
import { buildReport, type ReportParts } from '../../../src/posture/report/report.js';
import { finding, ORG, orgTarget } from '../../reports/support/builders.js';
import { runs } from '../../runs.js';

const billing: Finding = {
  ...finding({ name: 'Billing', reason: 'flow-enabled' }),
  evidence: [
    { source: 'metadata', component: 'ConnectedApp:Billing', path: 'a', value: 'true' },
    { source: 'metadata', component: 'ConnectedApp:Billing', path: 'b', value: null },
    { source: 'query', component: 'ConnectedApp:Billing', path: 'a', value: 'true' },
  ],
  executionUser: {
    username: 'integration.user@example.com',
    state: 'active',
    broadPermissions: [
      { permission: 'AuthorApex', via: 'Profile' },
      { permission: 'ModifyAllData', via: 'Deploy' },
      { permission: 'ModifyAllData', via: 'Profile' },
    ],
  },
};
const sales = finding({ name: 'Sales', reason: 'flow-disabled' });
const twin = finding({ name: 'Billing', type: 'ExternalClientApplication', reason: 'no-policy' });
const hidden = finding({ name: 'VendorTool', reason: 'managed-not-shown' });
const waived: Finding = { ...finding({ name: 'Old', reason: 'flow-enabled' }), status: 'waived' };

const steps: Target['coverage'] = [
  { step: 'list-connected-apps', status: 'ok', count: 4 },
  { step: 'query-users', status: 'ok', count: 1 },
];
const production = orgTarget([billing, sales, twin, hidden, waived], { coverage: steps });
const sandbox = orgTarget([sales], { org: { ...ORG, id: '00D000000000002EAA', username: 'b@example.com' } });
const source: Target = { ...orgTarget([hidden]), kind: 'source', source: { directories: ['force-app'] } };
delete source.org;

const notices: Notice[] = [
  { code: 'waiver-expired', target: 'production', app: 'ConnectedApp:Billing', data: { owner: 'team' } },
  { code: 'waiver-unmatched', app: 'ConnectedApp:Gone', file: 'oauth-posture.yml', line: 3, column: 5 },
  { code: 'waiver-unmatched', app: 'ConnectedApp:Gone', file: 'oauth-posture.yml', line: 12, column: 5 },
];

const parts = (differing: Partial<ReportParts> = {}): ReportParts => ({
  tool: { name: 'sf-oauth-posture', version: '0.1.0' },
  startedAt: '2026-11-20T09:15:02.000Z',
  finishedAt: '2026-11-20T09:15:14.000Z',
  scope: { controls: ['eca-client-credentials-policy', 'connected-app-client-credentials'], apps: null, usageDays: 90 },
  targets: [production, sandbox, source],
  notices,
  failOn: 'high',
  allowIncomplete: false,
  waiverFile: 'oauth-posture.yml',
  ...differing,
});

describe('report', () => {
  it('counts each target and all of them together', () => {
    const report = buildReport(parts());
    expect(report.targets.map(({ summary }) => summary)).to.deep.equal([
      { pass: 1, fail: 1, waived: 1, notEvaluated: 1, notApplicable: 1 },
      { pass: 1, fail: 0, waived: 0, notEvaluated: 0, notApplicable: 0 },
      { pass: 0, fail: 0, waived: 0, notEvaluated: 1, notApplicable: 0 },
    ]);
    expect(report.summary).to.deep.equal({ pass: 2, fail: 1, waived: 1, notEvaluated: 2, notApplicable: 1 });
  });

  it('counts anew what waivers changed after the counting', () => {
    const report = buildReport(parts({ targets: [{ ...orgTarget([billing]), findings: [waived] }] }));
    expect(report.targets[0]?.summary).to.include({ fail: 0, waived: 1 });
  });

  it('says how the exit code came about', () => {
    expect(buildReport(parts()).gate).to.deep.equal({
      failOn: 'high',
      allowIncomplete: false,
      waiverFile: 'oauth-posture.yml',
      exitCode: 30,
    });
  });

  it('lets old failures pass where there is a baseline', () => {
    const targets = [orgTarget([{ ...billing, change: 'unchanged' as const }])];
    const report = buildReport(parts({ targets, baseline: 'main.json', failOn: 'critical', waiverFile: null }));
    expect(report.gate).to.deep.equal({
      failOn: 'critical',
      allowIncomplete: false,
      baseline: 'main.json',
      waiverFile: null,
      exitCode: 0,
    });
  });

  it('believes no result that calls a failure old where there is no baseline', () => {
    const targets = [orgTarget([{ ...billing, change: 'unchanged' as const }])];
    expect(buildReport(parts({ targets })).gate.exitCode).to.equal(30);
  });

  /** In this order, and in the other one, so that the order they come in isn't what is seen. */
  const inBothOrders = <T>(items: readonly T[], check: (items: T[]) => void): void => {
    check([...items]);
    check(items.toReversed());
  };

  it('orders targets by kind, then by username, folders, or the name of what was not opened, then by ID', () => {
    const lost = (name: string | undefined, message: string): Target => {
      const error = { name: 'E', message, actions: [] };
      const target = orgTarget([], name === undefined ? { error } : { name, error });
      delete target.org;
      return target;
    };
    const org = (id: string, username: string): Target => orgTarget([], { org: { ...ORG, id, username } });
    const tree = (...directories: string[]): Target => ({ ...source, source: { directories } });
    const ordered = [
      lost(undefined, 'm'),
      org('00D000000000003EAA', 'A@example.com'),
      lost('b', 'm'),
      lost('c', 'k'),
      lost('c', 'm'),
      lost('d@example.com', 'm'),
      org('00D000000000001EAA', 'd@example.com'),
      { ...org('00D000000000001EAA', 'd@example.com'), error: { name: 'E', message: 'M', actions: [] } },
      org('00D000000000002EAA', 'd@example.com'),
      tree('a', 'z'),
      tree('ab'),
      tree('c', 'b'),
    ];
    inBothOrders(ordered, (targets) => {
      const keys = buildReport(parts({ targets })).targets.map(({ org: of, name, error, source: files }) => [
        ...[of?.id, name, error?.message, files?.directories],
      ]);
      expect(keys).to.deep.equal(
        ordered.map(({ org: of, name, error, source: files }) => [of?.id, name, error?.message, files?.directories]),
      );
    });
  });

  it('orders findings of one app by file and line', () => {
    const at = (file?: string, line?: number): Finding => ({
      ...sales,
      app: { ...sales.app, ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) },
    });
    const ordered = [at(), at('A.xml'), at('a.xml'), at('a.xml', 3), at('a.xml', 12), at('b.xml', 1)];
    inBothOrders(ordered, (findings) => {
      const told = buildReport(parts({ targets: [orgTarget(findings)] })).targets[0]?.findings;
      expect(told?.map(({ app }) => [app.file, app.line])).to.deep.equal(
        ordered.map(({ app }) => [app.file, app.line]),
      );
    });
  });

  it('orders notices by code, target, app, place, and data', () => {
    const code = 'waiver-unmatched' as const;
    const ordered: Notice[] = [
      { code: 'baseline-vanished', target: 'z' },
      { code, data: { owner: 'a' } },
      { code, data: { owner: 'b' } },
      { code },
      { code, column: 2 },
      { code, column: 11 },
      { code, line: 3 },
      { code, file: 'A' },
      { code, file: 'a' },
      { code, file: 'b' },
      { code, app: 'ConnectedApp:A' },
      { code, app: 'ConnectedApp:B' },
      { code, target: 'A' },
      { code, target: 'a', app: 'ConnectedApp:C' },
      { code, target: 'b' },
    ];
    inBothOrders(ordered, (told) => {
      expect(buildReport(parts({ notices: told })).notices).to.deep.equal(ordered);
    });
  });

  it('orders evidence by component, path, source, and value', () => {
    const row = (component: string, path: string, source: string, value: string | null) => ({
      ...{ component, path, source, value },
    });
    const ordered = [
      row('A', 'a', 'metadata', null),
      row('A', 'a', 'metadata', 'Enforce'),
      row('A', 'a', 'metadata', 'false'),
      row('A', 'a', 'metadata', 'true'),
      row('A', 'a', 'query', 'false'),
      row('A', 'b', 'metadata', 'a'),
      row('B', 'a', 'metadata', 'a'),
    ];
    inBothOrders(ordered, (evidence) => {
      const told = buildReport(parts({ targets: [orgTarget([{ ...sales, evidence }])] })).targets[0]?.findings[0];
      expect(told?.evidence).to.deep.equal(ordered);
    });
  });

  it('orders the permissions of a user, and leaves the rest of it', () => {
    const { executionUser } = billing;
    const permissions = executionUser?.broadPermissions ?? [];
    inBothOrders(permissions, (broadPermissions) => {
      const read = { ...billing, executionUser: { username: 'u', state: 'active' as const, broadPermissions } };
      const told = buildReport(parts({ targets: [orgTarget([read])] })).targets[0]?.findings[0]?.executionUser;
      expect(told).to.deep.equal({ username: 'u', state: 'active', broadPermissions: permissions });
    });
    const bare = { ...billing, executionUser: { username: 'u', state: 'unknown' as const } };
    const told = buildReport(parts({ targets: [orgTarget([bare])] })).targets[0]?.findings[0]?.executionUser;
    expect(told).to.deep.equal({ username: 'u', state: 'unknown' });
  });

  it('orders findings by control, then by app', () => {
    const [first] = buildReport(parts()).targets;
    expect(first?.findings.map(({ app }) => `${app.type}:${app.name}`)).to.deep.equal([
      'ConnectedApp:Billing',
      'ConnectedApp:Old',
      'ConnectedApp:Sales',
      'ConnectedApp:VendorTool',
      'ExternalClientApplication:Billing',
    ]);
  });

  it('orders lines by number', () => {
    expect(buildReport(parts()).notices.map(({ line }) => line)).to.deep.equal([undefined, 3, 12]);
  });

  it('keeps the order in which advice is to be followed', () => {
    const error = { name: 'E', message: 'm', actions: ['second letter first', 'a'] };
    expect(buildReport(parts({ targets: [orgTarget([], { error })] })).targets[0]?.error).to.deep.equal(error);
  });

  const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
    fc.shuffledSubarray([...items], { minLength: items.length });

  const shuffledFinding = (found: Finding): fc.Arbitrary<Finding> =>
    fc
      .tuple(
        shuffled(found.evidence),
        shuffled(found.risk?.factors ?? []),
        shuffled(found.executionUser?.broadPermissions ?? []),
      )
      .map(([evidence, factors, broadPermissions]) => ({
        ...found,
        evidence,
        ...(found.risk ? { risk: { ...found.risk, factors } } : {}),
        ...(found.executionUser ? { executionUser: { ...found.executionUser, broadPermissions } } : {}),
      }));

  const shuffledTarget = (target: Target): fc.Arbitrary<Target> =>
    fc
      .tuple(fc.tuple(...target.findings.map(shuffledFinding)).chain(shuffled), shuffled(target.coverage))
      .map(([findings, coverage]) => ({ ...target, findings, coverage }));

  it('is the same whatever the order in which things were read', () => {
    const expected = JSON.stringify(buildReport(parts()));
    const anyOrder = fc.tuple(
      fc.tuple(...parts().targets.map(shuffledTarget)).chain(shuffled),
      shuffled(notices),
      shuffled(parts().scope.controls),
    );
    fc.assert(
      fc.property(anyOrder, ([targets, told, controls]) => {
        const scope = { ...parts().scope, controls };
        expect(JSON.stringify(buildReport(parts({ targets, notices: told, scope })))).to.equal(expected);
      }),
      { numRuns: runs(100) },
    );
  });

  it('orders factors as the closed list does', () => {
    const factors = buildReport(parts()).targets[0]?.findings[0]?.risk?.factors.map(({ factor }) => factor);
    expect(factors).to.deep.equal(FACTORS);
  });
});
