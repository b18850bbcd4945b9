import { expect } from 'chai';
import { Coverage } from '../../src/inventory/coverage.js';
import type { OrgProblem } from '../../src/org/problem.js';

const refused: OrgProblem = { code: 'not-permitted', detail: 'no access to User' };

describe('coverage', () => {
  it('takes a step from its call and hands the value on', () => {
    const coverage = new Coverage();
    expect(coverage.record('query-users', { ok: true, value: ['a', 'b'] })).to.deep.equal({
      known: true,
      value: ['a', 'b'],
    });
    expect(coverage.steps()).to.deep.equal([{ step: 'query-users', status: 'ok', count: 2 }]);
  });

  it('makes what hangs on a failed call unknown, with the reason', () => {
    const coverage = new Coverage();
    expect(coverage.record('query-users', { ok: false, problem: refused })).to.deep.equal({
      known: false,
      why: 'not-permitted: no access to User',
    });
    expect(coverage.steps()).to.deep.equal([
      { step: 'query-users', status: 'failed', detail: 'not-permitted: no access to User' },
    ]);
  });

  it('fails a step whose type the org does not have, and takes that for no empty list', () => {
    const coverage = new Coverage();
    const problem: OrgProblem = { code: 'type-not-available', detail: 'INVALID_TYPE' };
    expect(coverage.record('query-users', { ok: false, problem }).known).to.equal(false);
    expect(coverage.steps().map(({ status }) => status)).to.deep.equal(['failed']);
  });

  const chunks: Array<[string, (coverage: Coverage) => void, string, number | undefined]> = [
    ['adds the counts of chunks that came', (c) => (c.ok('query-users', 2), c.ok('query-users', 3)), 'ok', 5],
    [
      'stays failed when a later chunk comes',
      (c) => (c.failed('query-users', 'cut'), c.ok('query-users', 3)),
      'failed',
      3,
    ],
    [
      'becomes failed when a later chunk does not come',
      (c) => (c.ok('query-users', 3), c.failed('query-users', 'cut')),
      'failed',
      3,
    ],
    [
      'is no longer skipped once something was asked',
      (c) => (c.skipped('query-users', 'none'), c.ok('query-users')),
      'ok',
      undefined,
    ],
  ];
  for (const [name, act, status, count] of chunks) {
    it(`a step of several calls ${name}`, () => {
      const coverage = new Coverage();
      act(coverage);
      const [step] = coverage.steps();
      expect(step?.status).to.equal(status);
      expect(step?.count).to.equal(count);
    });
  }

  it('lists steps in one order, whatever came first', () => {
    const coverage = new Coverage();
    coverage.ok('query-users');
    coverage.skipped('query-login-history', 'usage-days');
    expect(coverage.steps().map(({ step }) => step)).to.deep.equal(['query-login-history', 'query-users']);
  });
});
