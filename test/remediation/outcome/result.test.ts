import { expect } from 'chai';
import type { App } from '../../../src/posture/model.js';
import type { Outcome, Skip } from '../../../src/remediation/model/result.js';
import { buildResult, modeOf, type ResultParts } from '../../../src/remediation/outcome/result.js';
import { editedApp } from '../support/editedApps.js';

const { change } = editedApp('Sync');
const APP: App = change.app;

const parts = (differing: Partial<ResultParts> = {}): ResultParts => ({
  tool: { name: 'sf-oauth-posture', version: '1.0.0' },
  startedAt: '2026-11-20T12:00:00.000Z',
  finishedAt: '2026-11-20T12:01:00.000Z',
  mode: 'applied',
  org: { id: '00D', username: 'admin@example.com', instanceUrl: '', apiVersion: '67.0' },
  plan: { changes: [change], skipped: [], notRead: [] },
  isOfFailing: true,
  takenOut: 0,
  deploys: [],
  outcomes: [],
  notices: [],
  ...differing,
});

const outcome = (result: Outcome['result'], code?: NonNullable<Outcome['problem']>['code']): Outcome => ({
  app: APP,
  component: change.component,
  result,
  ...(code ? { problem: { code } } : {}),
});

const skip = (reason: Skip['reason']): Skip => ({ control: change.control, app: APP, reason });

const cases: { title: string; given: Partial<ResultParts>; exitCode: number }[] = [
  { title: 'all verified', given: { outcomes: [outcome('verified'), outcome('verified')] }, exitCode: 0 },
  { title: 'all validated', given: { mode: 'dry-run', outcomes: [outcome('validated')] }, exitCode: 0 },
  { title: 'nothing to do', given: { mode: 'nothing-to-do' }, exitCode: 0 },
  { title: 'answered no', given: { mode: 'cancelled' }, exitCode: 1 },
  { title: 'nothing but failures', given: { outcomes: [outcome('failed', 'deploy-failed')] }, exitCode: 1 },
  { title: 'nothing attempted', given: { outcomes: [outcome('not-attempted', 'not-started')] }, exitCode: 1 },
  {
    title: 'some failed',
    given: { outcomes: [outcome('verified'), outcome('failed', 'deploy-failed')] },
    exitCode: 68,
  },
  {
    title: 'some not attempted',
    given: { outcomes: [outcome('verified'), outcome('not-attempted', 'interrupted')] },
    exitCode: 68,
  },
  { title: 'one reverted', given: { outcomes: [outcome('verified'), outcome('reverted', 'still-on')] }, exitCode: 32 },
  { title: 'one altered', given: { outcomes: [outcome('altered', 'other-differences')] }, exitCode: 32 },
  {
    title: 'one not read back',
    given: { outcomes: [outcome('verified'), outcome('failed', 'not-read-back')] },
    exitCode: 32,
  },
  { title: 'one of which nothing is known', given: { outcomes: [outcome('failed', 'deploy-unknown')] }, exitCode: 32 },
  { title: 'an audit that says otherwise', given: { outcomes: [outcome('verified')], isDoubted: true }, exitCode: 32 },
  {
    title: 'interrupted, and nothing changed',
    given: { outcomes: [outcome('failed', 'deploy-failed')], isInterrupted: true },
    exitCode: 130,
  },
  {
    title: 'interrupted before the rest, and nothing changed',
    given: { outcomes: [outcome('failed', 'deploy-failed'), outcome('not-attempted', 'interrupted')] },
    exitCode: 130,
  },
  {
    title: 'interrupted, and one of which nothing is known',
    given: { outcomes: [outcome('failed', 'deploy-unknown')], isInterrupted: true },
    exitCode: 32,
  },
  {
    title: 'interrupted when all was done',
    given: { outcomes: [outcome('verified')], isInterrupted: true },
    exitCode: 0,
  },
  { title: 'all verified, then broken off', given: { outcomes: [outcome('verified')], brokeOff: true }, exitCode: 32 },
  {
    title: 'nothing changed, then broken off',
    given: { outcomes: [outcome('failed', 'deploy-failed')], brokeOff: true },
    exitCode: 1,
  },
  {
    title: 'one not changed, but by others',
    given: { outcomes: [outcome('failed', 'changed-by-others')] },
    exitCode: 1,
  },
  {
    title: 'one that may have been changed',
    given: { outcomes: [outcome('reverted', 'may-have-changed')] },
    exitCode: 32,
  },
  {
    title: 'one still running',
    given: { outcomes: [outcome('reverted', 'still-on'), outcome('failed', 'still-running')] },
    exitCode: 69,
  },
  ...(['refused', 'not-editable', 'not-validated', 'changed-since-plan', 'gone'] as const).flatMap((reason) => [
    { title: `one ${reason}, the rest verified`, given: withSkip(reason, [outcome('verified')]), exitCode: 68 },
    { title: `all ${reason}`, given: withSkip(reason, []), exitCode: 1 },
  ]),
  ...(
    [
      'waived',
      'managed',
      'in-use',
      'use-unknown',
      'own-session',
      'not-evaluated',
      'already-done',
      'not-in-plan',
    ] as const
  ).map((reason) => ({
    title: `one left alone: ${reason}`,
    given: withSkip(reason, [outcome('verified')]),
    exitCode: 0,
  })),
  {
    title: 'an approved change that a guard took out',
    given: { outcomes: [outcome('verified')], takenOut: 1 },
    exitCode: 68,
  },
  { title: 'an approved plan of which nothing is left', given: { mode: 'nothing-to-do', takenOut: 1 }, exitCode: 1 },
];

function withSkip(reason: Skip['reason'], outcomes: Outcome[]): Partial<ResultParts> {
  return { plan: { changes: [change], skipped: [skip(reason)], notRead: [] }, outcomes };
}

describe('the result of a remediation', () => {
  for (const { title, given, exitCode } of cases) {
    it(`ends with ${exitCode}: ${title}`, () => {
      expect(buildResult(parts(given)).summary.exitCode).to.equal(exitCode);
    });
  }

  it('counts each outcome', () => {
    const outcomes = (['verified', 'failed', 'reverted', 'altered', 'not-attempted'] as const).map((result) =>
      outcome(result),
    );
    expect(
      buildResult(parts({ outcomes, plan: { changes: [change], skipped: [skip('waived')], notRead: [] } })).summary,
    ).to.deep.equal({
      planned: 1,
      skipped: 1,
      verified: 1,
      validated: 0,
      failed: 1,
      reverted: 1,
      altered: 1,
      notAttempted: 1,
      leftFailing: 0,
      exitCode: 32,
    });
  });

  it('counts each app once that a guard left failing or whose change is not possible, and no app that is as it should be', () => {
    const skipped = [skip('in-use'), skip('in-use'), { ...skip('managed'), app: { ...APP, name: 'Other' } }];
    const settled = (['waived', 'already-done', 'not-evaluated', 'gone'] as const).map((reason) => ({
      ...skip(reason),
      app: { ...APP, name: reason },
    }));
    const impossible = [skip('refused'), { ...skip('not-editable'), app: { ...APP, name: 'Binary' } }];
    const plan = { changes: [], skipped: [...skipped, ...settled, ...impossible], notRead: [] };
    expect(buildResult(parts({ plan })).summary.leftFailing).to.equal(3);
    // A restore says the same of apps that needn't fail.
    expect(buildResult(parts({ plan, isOfFailing: false })).summary.leftFailing).to.equal(2);
  });

  it('counts each planned app as failing where the answer is no, also one that would be hardened', () => {
    const plan = { changes: [{ ...change, edits: [], hardens: true as const }], skipped: [], notRead: [] };
    const counted = (isOfFailing: boolean): number =>
      buildResult(parts({ mode: 'cancelled', plan, isOfFailing })).summary.leftFailing;
    expect([counted(true), counted(false)]).to.deep.equal([1, 0]);
  });

  it('is in the same order, however things were found', () => {
    const skipped = ['C', 'A', 'B'].map((name): Skip => ({ ...skip('waived'), app: { ...APP, name } }));
    const result = buildResult(parts({ plan: { changes: [], skipped, notRead: [] } }));
    expect(result.plan.skipped.map(({ app }) => app.name)).to.deep.equal(['A', 'B', 'C']);
  });

  it('is in progress as long as one deploy is', () => {
    expect(modeOf([])).to.equal('nothing-to-do');
    expect(modeOf([outcome('verified')])).to.equal('applied');
    expect(modeOf([outcome('verified'), outcome('failed', 'still-running')])).to.equal('in-progress');
  });
});
