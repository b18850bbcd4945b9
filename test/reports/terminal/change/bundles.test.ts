import { expect } from 'chai';
import type { Notice } from '../../../../src/posture/model.js';
import { isNotDone } from '../../../../src/remediation/model/meaning.js';
import { toDoNow } from '../../../../src/remediation/outcome/toDoNow.js';
import {
  OUTCOME_PROBLEMS,
  OUTCOME_RESULTS,
  SKIP_REASONS,
  type Change,
  type Outcome,
  type Plan,
  type RemediationResult,
} from '../../../../src/remediation/model/result.js';
import { htmlRecord } from '../../../../src/reports/change/page/changePage.js';
import { planReport, questionOf } from '../../../../src/reports/terminal/change/plan.js';
import { remediationReport } from '../../../../src/reports/terminal/change/result.js';
import { hardeningTexts, restoreTexts } from '../../../../src/reports/terminal/change/bundles.js';
import { createTexts, problemToError } from '../../../../src/cli/texts.js';

const texts = restoreTexts(createTexts());
const VIEW = { view: 'table', width: 100, color: false } as const;

const app = { type: 'ConnectedApp', name: 'Order_Sync', managed: false } as const;
const component = { type: 'ConnectedApp', fullName: 'Order_Sync' } as const;
const control = 'connected-app-client-credentials';
const org = {
  id: '00D000000000001EAA',
  username: 'admin@example.com',
  instanceUrl: 'https://example.my.salesforce.com',
  apiVersion: '67.0',
};
const flag = { path: 'oauthConfig.isClientCredentialEnabled', before: 'false', after: 'true' };
const plan: Plan = {
  apiVersion: '67.0',
  changes: [{ control, app, component, edits: [flag], beforeHash: 'abc' }],
  skipped: [],
  notRead: [],
};

const result = (parts: Partial<RemediationResult>): RemediationResult => ({
  schemaVersion: 1,
  tool: { name: 'sf-oauth-posture', version: '1.2.3' },
  startedAt: '2026-11-20T12:00:00.000Z',
  finishedAt: '2026-11-20T12:00:10.000Z',
  mode: 'applied',
  target: { kind: 'org', org },
  plan,
  deploys: [],
  outcomes: [{ app, component, result: 'verified' }],
  summary: {
    planned: 1,
    skipped: 0,
    verified: 1,
    validated: 0,
    failed: 0,
    reverted: 0,
    altered: 0,
    notAttempted: 0,
    leftFailing: 0,
    exitCode: 0,
  },
  notices: [],
  ...parts,
});

const report = (parts: Partial<RemediationResult>): string =>
  remediationReport(result(parts), texts, {
    ...VIEW,
    command: 'restore',
    inPipeline: false,
    shown: { skipped: [], notices: [] },
  }).replaceAll(/\s+/g, ' ');

describe('a restore in words', () => {
  const questions: [isSandbox: boolean | undefined, words: string][] = [
    [false, 'Carry out this restore of 1 app in PRODUCTION org admin@example.com (00D000000000001EAA)?'],
    [true, 'Carry out this restore of 1 app in sandbox admin@example.com (00D000000000001EAA)?'],
    [undefined, 'so treat it as PRODUCTION'],
  ];
  for (const [isSandbox, words] of questions)
    it(`asks: ${words}`, () => {
      expect(questionOf(plan, { ...org, ...(isSandbox === undefined ? {} : { isSandbox }) }, texts)).to.include(words);
    });

  it('shows what is put back', () => {
    const shown = planReport({ plan, org, notices: [], isApproved: false }, texts, VIEW);
    expect(shown).to.include('1 component to restore in admin@example.com').and.to.include('false → true');
  });

  it('speaks of putting back, and tells what that means', () => {
    const told = report({ notices: toDoNow(plan.changes, result({}).outcomes) });
    expect(told).to.include('restored and verified').and.to.include('Clients can use the flow again');
    expect(told).to.not.include('Rotate the consumer secret of each app');
  });

  it('speaks of switching off where that is what it put back', () => {
    const off = { ...flag, before: 'true', after: 'false' };
    const changes: Change[] = [{ control, app, component, edits: [off], beforeHash: 'abc' }];
    const notices = toDoNow(changes, result({}).outcomes);
    const told = report({ plan: { ...plan, changes }, notices });
    expect(told)
      .to.include('Rotate the consumer secret of each app')
      .and.to.not.include('Clients can use the flow again');
  });

  it('names the user that somebody has to set by hand, before the question and after', () => {
    const notices: Notice[] = [{ code: 'user-by-hand', app: 'Order_Sync', data: { user: 'old@example.com' } }];
    const asked = planReport({ plan, org, notices, isApproved: false }, texts, VIEW).replaceAll(/\s+/g, ' ');
    for (const told of [asked, report({ notices })]) {
      expect(told).to.include("Order_Sync: The org doesn't accept old@example.com as the Run As user.");
      expect(told).to.include('Set "Run As" in Setup');
    }
  });

  it('says why a restore is not all of it, without blaming --app', () => {
    const leftOut: Notice = { code: 'user-by-hand', app: 'Order_Sync', data: { user: 'old@example.com' } };
    const incomplete = (parts: Partial<RemediationResult>, exitCode: number): string =>
      report({ ...parts, summary: { ...result({}).summary, exitCode } });
    const skipped = [{ control, app, component, reason: 'in-use' } as const];
    for (const [mode, exitCode, start] of [
      ['dry-run', 1, "The plan isn't complete."],
      ['applied', 68, "Some changes were made, and some weren't."],
    ] as const) {
      expect(incomplete({ mode, notices: [leftOut] }, exitCode))
        .to.include(`${start} The org doesn't accept the Run As user of 1 app.`)
        .and.not.include('was skipped')
        .and.not.include('--app');
      expect(incomplete({ mode, plan: { ...plan, skipped } }, exitCode))
        .to.include(`${start} At least one app of the snapshot was skipped.`)
        .and.not.include('--app');
    }
  });

  it('says that the flow is off where the org lost it again', () => {
    const told = report({ outcomes: [{ app, component, result: 'reverted', problem: { code: 'still-off' } }] });
    expect(told).to.include('The flow is off.');
  });

  for (const reason of SKIP_REASONS)
    it(`has words for an app that is left alone: ${reason}`, () => {
      const shown = planReport(
        {
          plan: { changes: [], skipped: [{ control, app, reason }], notRead: [] },
          org,
          notices: [],
          isApproved: false,
        },
        texts,
        VIEW,
      );
      const isDone = ['already-done', 'nothing-to-restore'].includes(reason);
      const nothing = isDone ? 'Nothing to restore' : 'No restore planned';
      expect(shown)
        .to.include(isNotDone(reason) ? 'Nothing more can be restored' : nothing)
        .and.to.include('Order_Sync')
        .and.not.to.include('%s');
    });

  const refusals: [code: string, values: string[]][] = [
    ['snapshot-missing', ['folder', 'folder/before.json']],
    ['snapshot-damaged', ['folder', 'folder/before.json']],
    ['snapshot-edited', ['folder', 'folder/before.json']],
    ['snapshot-other-schema', ['folder', '2.0.0', '1.2.3']],
    ['snapshot-other-org', ['folder', 'a@example.com', '00D1', 'b@example.com', '00D2']],
  ];
  for (const [code, values] of refusals)
    it(`is refused in words: ${code}`, () => {
      const { message, actions } = problemToError(code, values, 'restore');
      expect(message).to.include('folder').and.to.include('Nothing was changed.');
      for (const value of values.slice(1)) expect(actions.join(' ')).to.include(value);
    });

  it('keeps the words of other rooms', () => {
    expect(texts.say('report', 'exit.heading', 0)).to.equal(createTexts().say('report', 'exit.heading', 0));
  });
});

describe('what reading back showed, in words', () => {
  const general = createTexts();
  const kinds = { remediation: general, hardening: hardeningTexts(general), restore: restoreTexts(general) } as const;
  const wordsOf = (kind: keyof typeof kinds, own: Pick<Outcome, 'result' | 'problem'>): string => {
    const command = kind === 'restore' ? 'restore' : 'remediate';
    const shown = { skipped: [], notices: [] };
    const outcomes = [{ app, component, ...own }];
    const told = result({ outcomes });
    const record = { command, result: told, planText: '', skippedByPlan: [], approval: { how: 'asked' } } as const;
    const page = htmlRecord(record, kinds[kind]);
    const screen = remediationReport(told, kinds[kind], { ...VIEW, command, inPipeline: false, shown });
    return `${screen}\n${page.replace(/<style>[^]*?<\/style>|<script>[^]*?<\/script>|<[^>]*>/g, ' ')}`.replaceAll(
      /\s+/g,
      ' ',
    );
  };

  for (const kind of Object.keys(kinds) as (keyof typeof kinds)[])
    it(`has words for every problem: ${kind}`, () => {
      for (const outcome of OUTCOME_RESULTS)
        for (const code of OUTCOME_PROBLEMS)
          expect(wordsOf(kind, { result: outcome, problem: { code } })).not.to.equal('');
    });

  it('calls no flow on that is off', () => {
    for (const kind of ['hardening', 'restore'] as const)
      expect(wordsOf(kind, { result: 'reverted', problem: { code: 'still-off' } }))
        .to.match(/flow is off/i)
        .and.not.match(/flow is on/i);
  });

  it('calls no flow off that a hardening leaves on', () => {
    for (const code of ['user-differs', 'still-relaxed', 'may-have-changed'] as const)
      for (const outcome of ['reverted', 'altered'] as const)
        expect(wordsOf('hardening', { result: outcome, problem: { code } })).not.to.match(/flow is off/i);
  });

  it('calls no IP restriction lifted that a restore was to lift', () => {
    expect(wordsOf('restore', { result: 'reverted', problem: { code: 'still-relaxed' } }))
      .to.include('IP relaxation')
      .and.not.match(/aren't enforced|flow differs/);
  });
});
