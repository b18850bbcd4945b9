import { expect } from 'chai';
import type { Notice, Target } from '../../../src/posture/model.js';
import { AUDIT_NOTICES, type NoticeCode } from '../../../src/posture/notices.js';
import { merge } from '../../../src/posture/saved/merge.js';
import { orgAt, orgId, savedAt, without } from '../../actions/report/support/saving.js';

const [MONDAY, TUESDAY] = ['2026-11-23T08:00:00.000Z', '2026-11-24T08:00:00.000Z'];
const ERROR = { name: 'X', message: 'x', actions: [] };

const file = (name: string, startedAt: string, targets: Target[], notices: Notice[] = []) => ({
  file: name,
  result: savedAt(startedAt, targets, { notices }),
});
const tree = (...directories: string[]): Target => ({
  ...without(orgAt(1), 'org'),
  ...{ kind: 'source', source: { directories } },
});
const unopened = (name: string): Target => ({ ...without(orgAt(1, []), 'org'), name, error: ERROR, coverage: [] });
const told = (notices: readonly Notice[]): string[] =>
  notices.map(({ code, target, data }) => [code, target ?? '', ...Object.values(data ?? {})].join(' | '));
const namesOf = (targets: readonly Target[]): string[] =>
  targets.map(({ org, name, source }) => org?.alias ?? name ?? source?.directories.join() ?? '');

describe('saved results of several files', () => {
  it('of one org: the newest counts, and the older one is told', () => {
    const { targets, notices, startedAt, finishedAt } = merge(
      [file('b', TUESDAY, [orgAt(1)]), file('a', MONDAY, [orgAt(1)])],
      [],
    );
    expect(targets.map((target) => target.startedAt)).to.deep.equal([TUESDAY]);
    expect([startedAt, finishedAt]).to.deep.equal([MONDAY, TUESDAY]);
    expect(told(notices)).to.deep.equal([
      `saved-result-older | org-1 | a | ${MONDAY}`,
      `saved-results-merged |  | 2 | ${MONDAY} | ${TUESDAY}`,
    ]);
  });

  it('of one org and one moment: that of the later file', () => {
    const { notices } = merge([file('a', MONDAY, [orgAt(1)]), file('b', MONDAY, [orgAt(1)])], []);
    expect(told(notices)[0]).to.equal(`saved-result-older | org-1 | a | ${MONDAY}`);
  });

  it('of one tree in two files: both count, and that is told', () => {
    const { targets, notices } = merge(
      [file('a', MONDAY, [tree('x', 'y')]), file('b', MONDAY, [tree('y', 'x'), tree('z')])],
      [],
    );
    expect(namesOf(targets)).to.deep.equal(['x,y', 'y,x', 'z']);
    expect(told(notices).filter((text) => text.startsWith('saved-same'))).to.deep.equal([
      'saved-same-folders | x, y | a, b',
    ]);
    for (const first of [orgAt(1), tree('y')])
      expect(
        told(merge([file('a', MONDAY, [first]), file('b', MONDAY, [orgAt(2), tree('x')])], []).notices),
      ).to.have.length(1);
  });

  it('of trees with one name: each is told by its file, and by its place in a file that has several', () => {
    const { targets } = merge(
      [file('a', MONDAY, [tree('x'), tree('x'), tree('x')]), file('b', MONDAY, [tree('x')])],
      [],
    );
    expect(targets.map(({ from }) => from)).to.deep.equal(['a', 'a, 2', 'a, 3', 'b']);
  });

  it('an org that could not be opened gives way to its own later audit alone', () => {
    const own = 'Auditor@ORG1.example.com';
    const left = (first: Target, [before, after] = [MONDAY, TUESDAY]): number =>
      merge([file('a', before, [first]), file('b', after, [orgAt(1)])], []).targets.length;
    expect(left(unopened(own))).to.equal(1);
    expect(left({ ...unopened('org-1'), username: own })).to.equal(1);
    expect(left({ ...unopened('x'), orgId: orgId(1).slice(0, 15) })).to.equal(1);
    // An alias may be that of another org elsewhere.
    expect(left(unopened('org-1'))).to.equal(2);
    expect(left({ ...unopened(own), orgId: orgId(2) })).to.equal(2);
    expect(left(without(unopened(''), 'name'))).to.equal(2);
    expect(left(unopened(own), [TUESDAY, MONDAY])).to.equal(2);
    expect(left(unopened(own), [MONDAY, MONDAY])).to.equal(2);
    // Whatever else is called like it was audited, or is no org.
    expect(left({ ...orgAt(2), username: own })).to.equal(2);
    expect(left({ ...tree('x'), username: own })).to.equal(2);
  });

  it('an org that could not be opened does not give way to another failure, nor to a tree', () => {
    for (const later of [unopened('org-1'), tree('org-1')])
      expect(merge([file('a', MONDAY, [unopened('org-1')]), file('b', TUESDAY, [later])], []).targets).to.have.length(
        2,
      );
  });

  it('a file of an error is a target that was not audited', () => {
    const { targets, notices } = merge([file('a', MONDAY, [orgAt(1)])], [{ file: 'e', name: 'prod', failure: ERROR }]);
    const [, lost] = targets;
    expect(lost).to.deep.equal({
      ...{ kind: 'org', name: 'prod', error: ERROR, findings: [], coverage: [] },
      summary: { pass: 0, fail: 0, waived: 0, notEvaluated: 0, notApplicable: 0 },
    });
    expect(told(notices)).to.deep.equal([`saved-results-merged |  | 2 | ${MONDAY} | ${MONDAY}`]);
  });

  it('carries notices of what counts, each once, and none that this run makes itself', () => {
    const of = (target: string | undefined, code: Notice['code']): Notice => ({
      code,
      ...(target === undefined ? {} : { target }),
    });
    const [kept, gone, general, made] = [
      of('org-2', 'cross-check-failed'),
      of('org-1', 'cross-check-failed'),
      of(undefined, 'cross-check-no-row'),
      of('org-2', 'waiver-unmatched'),
    ];
    const notices = merge(
      [
        file('a', MONDAY, [orgAt(1), orgAt(2)], [kept, gone, general, made]),
        file('b', TUESDAY, [orgAt(1)], [gone, general]),
        // Nothing of this file counts.
        file('c', MONDAY, [orgAt(1)], [of('org-1', 'cross-check-no-row'), of(undefined, 'source-secret')]),
      ],
      [],
    ).notices.filter(({ code }) => !code.startsWith('saved-'));
    expect(notices).to.deep.equal([kept, general, gone]);
  });

  /** What this run finds out by itself, from its own waiver file, its own baseline and clock, and all results together. */
  const MADE_BY_THIS_RUN: readonly NoticeCode[] = [
    ...(['waiver-file-applied', 'waiver-file-not-found', 'waivers-switched-off', 'saved-waivers-kept'] as const),
    ...(['waiver-expired', 'waiver-expiring', 'waiver-unmatched', 'waiver-without-effect'] as const),
    ...(['manual-check-expired', 'manual-check-expiring', 'manual-check-unmatched'] as const),
    ...(['manual-check-without-effect', 'clock-behind'] as const),
    ...(['baseline-target-missing', 'baseline-vanished', 'app-pattern-unmatched'] as const),
    ...(['source-creates-on', 'source-switches-off', 'source-switches-on'] as const),
    ...(['saved-results-merged', 'saved-same-folders'] as const),
  ];
  for (const code of AUDIT_NOTICES) {
    const isMade = MADE_BY_THIS_RUN.includes(code);
    it(`${isMade ? 'leave to this run' : 'carry'} the notice ${code}`, () => {
      const notice: Notice = { code, data: { of: 'the saved run' } };
      const { notices } = merge([file('a', MONDAY, [orgAt(1)], [notice])], []);
      expect(notices.filter(({ data }) => data?.['of'] === 'the saved run')).to.deep.equal(isMade ? [] : [notice]);
    });
  }
});
