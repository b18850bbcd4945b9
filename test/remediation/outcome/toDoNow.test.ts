import { expect } from 'chai';
import type { Outcome, Change } from '../../../src/remediation/model/result.js';
import { toDoAfterEdits, toDoNow } from '../../../src/remediation/outcome/toDoNow.js';
import { editedApp } from '../support/editedApps.js';

const { change } = editedApp('Sync');
const { app, component } = change;

const outcome = (result: Outcome['result'], code?: NonNullable<Outcome['problem']>['code']): Outcome => ({
  app,
  component,
  result,
  ...(code && { problem: { code } }),
});

const codes = (changes: readonly Change[], ...outcomes: Outcome[]): string[] =>
  toDoNow(changes, outcomes).map(({ code }) => code);

const CLOSED = ['tokens-to-end', 'secret-to-rotate', 'tree-to-audit', 'takes-effect-later'];
const OPENED = ['flow-open-again', 'fails-again', 'takes-effect-later'];

describe('what has to follow on a change', () => {
  const cases: [Outcome['result'], NonNullable<Outcome['problem']>['code'] | undefined, string[]][] = [
    ['verified', undefined, CLOSED],
    ['altered', 'user-differs', CLOSED],
    ['altered', 'other-differences', CLOSED],
    ['failed', 'still-running', CLOSED],
    ['failed', 'deploy-unknown', CLOSED],
    ['failed', 'not-read-back', CLOSED],
    ['failed', 'deploy-failed', []],
    ['failed', 'not-sent-again', []],
    ['failed', 'changed-by-others', []],
    ['altered', 'may-have-changed', CLOSED],
    ['not-attempted', 'interrupted', []],
    ['not-attempted', 'not-started', []],
    ['reverted', 'still-on', []],
    ['validated', undefined, []],
  ];
  for (const [result, code, expected] of cases)
    it(`${expected.length > 0 ? 'tokens may live on' : 'is nothing'}: ${[result, code].filter(Boolean).join(', ')}`, () => {
      expect(codes([change], outcome(result, code))).to.deep.equal(expected);
    });

  const restored: Change = {
    ...change,
    component: { ...component, fullName: 'Other' },
    edits: change.edits.map(({ path, before, after }) => ({ path, before: after, after: before })),
  };
  const isRestored: Outcome = { ...outcome('verified'), component: restored.component };

  it('is something else where a flow was put back', () => {
    expect(codes([restored], isRestored)).to.deep.equal(OPENED);
  });

  it('is both where one was put back and one was taken back', () => {
    expect(codes([change, restored], outcome('verified'), isRestored)).to.have.members([
      ...new Set([...CLOSED, ...OPENED]),
    ]);
  });

  it('is only what concerns the changes that were made', () => {
    expect(codes([change, restored], outcome('failed', 'deploy-failed'), isRestored)).to.deep.equal(OPENED);
  });

  it('is something else for files, and nothing where none was written', () => {
    const after = (one: Outcome): string[] => toDoAfterEdits([one]).map(({ code }) => code);
    expect(after(outcome('verified'))).to.deep.equal(['edits-to-commit', 'orgs-to-remediate', 'history-holds-secret']);
    expect(after(outcome('failed', 'not-written'))).to.deep.equal([]);
  });
});
