import { expect } from 'chai';
import { defined } from '../../../../src/values.js';
import type { Notice, OrgIdentity, Usage } from '../../../../src/posture/model.js';
import {
  OUTCOME_PROBLEMS,
  OUTCOME_RESULTS,
  SKIP_REASONS,
  OVERRIDABLE,
  type Change,
  type Outcome,
  type Plan,
  type RemediationResult,
  type Skip,
} from '../../../../src/remediation/model/result.js';
import { buildResult, type ResultParts } from '../../../../src/remediation/outcome/result.js';
import { remediationReport, type RemediationOptions } from '../../../../src/reports/terminal/change/result.js';
import { planReport, questionOf } from '../../../../src/reports/terminal/change/plan.js';
import { restoreTexts } from '../../../../src/reports/terminal/change/bundles.js';
import { createTexts, problemToError } from '../../../../src/cli/texts.js';
import { expectGolden as golden } from '../../support/golden.js';
import { attempt, connectedAppCandidate, editedApp, policyCandidate } from '../../../remediation/support/editedApps.js';

const texts = createTexts();
const ORG: OrgIdentity = {
  id: '00D000000000001EAA',
  username: 'admin@example.com',
  alias: 'prod',
  instanceUrl: 'https://example.my.salesforce.com',
  isSandbox: false,
  apiVersion: '67.0',
};

const sync: Change = {
  ...editedApp('Sync').change,
  atStake: {
    usage: { status: 'seen', windowDays: 180, logins: 7, lastLogin: '2026-11-19T08:00:00.000Z' },
    risk: 'higher',
    executionUser: { username: 'integration.user@example.com', state: 'inactive' },
    certificate: 'none',
    despite: ['own-session', 'in-use'],
  },
};
const gateway: Change = {
  ...(attempt(policyCandidate('Gateway')).otherwise('profile names are already taken')?.edited.change ?? sync),
  atStake: {
    usage: { status: 'no-evidence', windowDays: 180 },
    risk: 'baseline',
    executionUser: { username: 'integration.user@example.com', state: 'active' },
    certificate: 'unknown',
    despite: [],
  },
};

const skip = (name: string, reason: Skip['reason'], detail?: string): Skip => ({
  control: sync.control,
  app: { type: 'ConnectedApp', name, managed: false },
  reason,
  ...(detail === undefined ? {} : { detail }),
});

const PLAN = {
  changes: [sync, gateway],
  skipped: [
    skip('Waived_App', 'waived', '2027-01-31'),
    skip('Busy_App', 'in-use', '2026-11-19T08:00:00.000Z'),
    skip('Lazy_App', 'in-use'),
    skip('Odd_App', 'not-editable', 'clears-assignments'),
    skip('Stubborn_App', 'refused', 'Enter a valid execution user.'),
    skip('Vendor_App', 'not-evaluated', 'managed-not-shown'),
    skip('Vendor_Other', 'not-evaluated', 'managed-not-shown'),
    skip('Lost_App', 'not-evaluated', 'not-returned'),
  ],
  notRead: [],
};

/** Details that are codes or times, and how they are told. */
const DETAILS: Partial<Record<Skip['reason'], [detail: string, words: RegExp]>> = {
  'in-use': ['2026-11-19T08:00:00.000Z', /Some_App: last on 2026-11-19$/m],
  'not-editable': ['conflict-markers', /Some_App: it contains conflict markers/],
  'not-evaluated': ['managed-not-shown', /from a package. There, the setting[^]*Some_App[^]*"Run As"/],
  'changed-again': ['other@example.com', /Some_App: its Run As user is now other@example.com/],
};

const AFTERWARDS: Notice[] = [{ code: 'not-audited-again' }, { code: 'tokens-to-end' }, { code: 'secret-to-rotate' }];

const OPTIONS: RemediationOptions = {
  view: 'table',
  width: 100,
  color: false,
  command: 'remediate',
  shown: { skipped: PLAN.skipped, notices: [] },
  inPipeline: false,
};

const PARTS: ResultParts = {
  tool: { name: 'sf-oauth-posture', version: '1.0.0' },
  startedAt: '2026-11-20T12:00:00.000Z',
  finishedAt: '2026-11-20T12:01:00.000Z',
  mode: 'applied',
  org: ORG,
  plan: PLAN,
  isOfFailing: true,
  takenOut: 0,
  deploys: [{ id: '0Af000000000001', checkOnly: false, components: 2, status: 'unknown' }],
  outcomes: [],
  notices: [],
  snapshot: { directory: '/srv/snapshots/00D000000000001EAA-2026-11-20T12-00-00-000Z' },
};

const resultWith = (outcomes: Outcome[], more: Partial<RemediationResult> = {}): RemediationResult => ({
  ...buildResult({ ...PARTS, outcomes }),
  ...more,
});

const outcome = (result: Outcome['result'], problem?: Outcome['problem']): Outcome => ({
  app: sync.app,
  component: sync.component,
  result,
  ...(problem ? { problem } : {}),
});

describe('the text of a remediation', () => {
  it('shows a plan: before, after, and what is left alone and why', () => {
    golden(
      'remediation/plan.txt',
      planReport({ plan: PLAN, org: ORG, notices: [], isApproved: false }, texts, OPTIONS),
    );
  });

  it('calls a risk of the plan "at least" that, where what would raise it could not be read', () => {
    const atStake = { ...gateway.atStake, despite: [], riskAtLeast: true as const };
    const plan = { changes: [{ ...gateway, atStake }], skipped: [], notRead: [] };
    const shown = planReport({ plan, org: ORG, notices: [], isApproved: false }, texts, OPTIONS);
    expect(shown).to.contain('risk: at least standard;');
  });

  describe('says why a deploy was not started', () => {
    const textOf = (problem: Outcome['problem']): string =>
      remediationReport(resultWith([outcome('not-attempted', problem)]), texts, OPTIONS).replaceAll(/\s+/g, ' ');

    it('by what the org meant, and in its own words', () => {
      expect(textOf({ code: 'not-started', reason: 'request-limit', detail: 'TotalRequests exceeded.' })).to.contain(
        'No deploy was started: the org has no API requests left: TotalRequests exceeded.',
      );
    });

    it('also where the org said nothing', () => {
      const shown = textOf({ code: 'not-started', reason: 'locked' });
      expect(shown).to.contain('No deploy was started: the org was busy with another change');
      expect(shown).not.to.contain('the one before');
    });

    it('blames the one before only where nothing else is known', () => {
      expect(textOf({ code: 'not-started' })).to.contain("because the deploy before it didn't succeed");
    });
  });

  it('does not say that a run changed what others changed', () => {
    const differences = [{ path: 'label', before: 'Sync', after: 'Somebody was here' }];
    const problem: Outcome['problem'] = { code: 'changed-by-others', detail: 'Not today.', differences };
    const shown = remediationReport(resultWith([outcome('failed', problem)]), texts, OPTIONS);
    expect(shown).to.contain('not changed by this run').and.to.contain('label: Sync → Somebody was here');
    expect(shown).to.contain('Not today.').and.not.to.contain('sf oauth-posture restore');
  });

  it('says that an interrupted run changed nothing, 130', () => {
    const result = buildResult({
      ...PARTS,
      outcomes: [outcome('failed', { code: 'deploy-failed' })],
      isInterrupted: true,
    });
    expect(remediationReport(result, texts, OPTIONS)).to.match(/130\s+The run was interrupted. Nothing was changed./);
  });

  it('names what could not be read, and does not say that nothing is to be changed', () => {
    const notRead = [
      { step: 'list-connected-apps', status: 'failed' as const, detail: 'not-permitted: ModifyMetadata' },
    ];
    const plan = { changes: [], skipped: [], notRead };
    const shown = planReport({ plan, org: ORG, notices: [], isApproved: false }, texts, OPTIONS);
    expect(shown).to.contain('Nothing to change among the apps that could be read in prod');
    expect(shown).to.contain("Couldn't be read: 1 step failed").and.to.contain('The list of connected apps');
    expect(shown).to.contain('To read connected apps, give the calling user');
  });

  it('says "nothing to change" only where no app is left as it was', () => {
    const shown = (...skipped: Skip[]): string =>
      planReport(
        { plan: { changes: [], skipped, notRead: [] }, org: ORG, notices: [], isApproved: false },
        texts,
        OPTIONS,
      );
    expect(shown()).to.match(/^Nothing to change in prod/);
    expect(shown(skip('A', 'already-done'))).to.match(/^Nothing to change in prod/);
    expect(shown(skip('A', 'in-use'))).to.match(/^No change planned for prod/);
  });

  it('counts the failing apps that stay as they are, and those of which nothing is known', () => {
    const plan = { ...PLAN, changes: [], skipped: [skip('A', 'in-use'), skip('B', 'not-evaluated')] };
    const result = buildResult({ ...PARTS, mode: 'nothing-to-do', plan });
    const shown = remediationReport(result, texts, OPTIONS);
    expect(shown)
      .to.contain('1 failing app is unchanged, so the next audit reports it again.')
      .and.to.contain("1 app couldn't be evaluated, and may have the flow on.");
  });

  it('counts a failing app whose change is not possible among those that still fail, once, and none of a restore', () => {
    const skipped = [skip('A', 'in-use'), skip('A', 'refused'), skip('B', 'refused', 'No.'), skip('C', 'waived')];
    const result = buildResult({ ...PARTS, plan: { ...PLAN, skipped } });
    expect(remediationReport(result, texts, OPTIONS)).to.contain('2 failing apps are unchanged');
    const canceled = buildResult({
      ...PARTS,
      mode: 'cancelled',
      plan: { ...PLAN, skipped: [skip('Sync', 'refused')] },
    });
    expect(remediationReport(canceled, texts, OPTIONS)).to.contain('2 failing apps are unchanged');
    const restored = buildResult({ ...PARTS, isOfFailing: false, plan: { ...PLAN, skipped: [skip('B', 'refused')] } });
    const shown = remediationReport(restored, restoreTexts(texts), { ...OPTIONS, command: 'restore' });
    expect(shown).to.contain('Exit code').and.not.to.contain('unchanged, so');
  });

  it('shows why the audit afterwards saw a changed app no more', () => {
    const after = { findings: [], coverage: [{ step: 'list-connected-apps', status: 'failed', detail: 'org-failed' }] };
    const result = resultWith([outcome('verified')], {
      after: after as unknown as NonNullable<RemediationResult['after']>,
      notices: [{ code: 'not-evaluated-again', app: 'ConnectedApp:Sync', data: { apps: 1 } }],
    });
    expect(remediationReport(result, texts, OPTIONS)).to.contain('The list of connected apps');
  });

  it('shows what the org holds afterwards', () => {
    const altered = {
      ...outcome('altered', {
        code: 'other-differences',
        differences: [{ path: 'oauthConfig.isAdminApproved', before: 'true', after: null }],
      }),
      original: '/srv/snapshots/00D000000000001EAA-2026-11-20T12-00-00-000Z/originals/0001-ConnectedApp-Sync.xml',
    };
    const verified = {
      ...outcome('verified'),
      app: { ...sync.app, name: 'Feed' },
      component: { ...sync.component, fullName: 'Feed' },
    };
    const result = resultWith([verified, altered], { notices: AFTERWARDS });
    golden('remediation/applied.txt', remediationReport(result, texts, OPTIONS));
  });

  it('breaks no path and no command that somebody may copy, however narrow the terminal', () => {
    const directory = `/srv/${'a-long-folder/'.repeat(8)}snapshots/00D000000000001EAA-2026-11-20T12-00-00-000Z`;
    const result = resultWith([outcome('verified')], { snapshot: { directory } });
    const shown = remediationReport(result, texts, { ...OPTIONS, width: 80 }).split('\n');
    expect(shown).to.include(`  ${directory}`).and.to.include(`    --snapshot ${directory}`);
  });

  it('names a deploy that still runs, and how to see its end', () => {
    const running = resultWith([outcome('failed', { code: 'still-running' })], { mode: 'in-progress' });
    const shown = remediationReport(running, texts, OPTIONS);
    expect(shown).to.contain('sf project deploy report --job-id 0Af000000000001 --target-org prod');
    expect(shown).to.contain('To undo after the deploy ends, run:');
    expect(shown).to.contain('Run the same command again');
  });

  describe('says that nothing was changed only where that is known', () => {
    const shownWith = (problem: Outcome['problem'], own = texts): string =>
      remediationReport(resultWith([outcome('failed', problem)]), own, OPTIONS).replaceAll(/\s+/g, ' ');

    for (const code of ['deploy-failed', 'rolled-back-with', 'not-sent-again'] as const)
      it(`known: ${code}`, () => {
        expect(shownWith({ code })).to.contain('ConnectedApp:Sync: not changed ');
      });

    it('not known for sure: deploy-unknown', () => {
      expect(shownWith({ code: 'deploy-unknown' }))
        .to.contain('change not confirmed')
        .and.not.contain('not changed');
    });

    for (const code of ['not-read-back', 'still-running'] as const)
      it(`not known: ${code}`, () => {
        for (const own of [texts, restoreTexts(texts)])
          expect(shownWith({ code }, own))
            .to.match(/sent to the org, but (not verified|its deploy hasn't ended)/)
            .and.not.match(/not (changed|restored)/);
      });

    it('changed already, although the deploy has not ended', () => {
      expect(shownWith({ code: 'still-running', differences: [] })).to.contain(
        "already as planned, but its deploy hasn't ended",
      );
    });
  });

  it('names what the last look took out, and nothing that the plan had shown', () => {
    const plan = { ...PLAN, skipped: [...PLAN.skipped, skip('Moved_App', 'changed-since-plan')] };
    const known: Notice = { code: 'waivers-switched-off' };
    const result = resultWith([outcome('verified')], { plan, notices: [known, { code: 'not-audited-again' }] });
    const asked = { skipped: PLAN.skipped, notices: [known] };
    const shown = remediationReport(result, texts, { ...OPTIONS, shown: asked });
    expect(shown).to.contain('Moved_App').and.not.to.contain('Busy_App');
    expect(shown).to.contain(texts.say('notices', 'not-audited-again'));
    expect(shown).not.to.contain(texts.say('notices', 'waivers-switched-off'));
  });

  it('reminds a pipeline, and nobody else, to keep the snapshot', () => {
    const result = resultWith([outcome('verified')]);
    expect(remediationReport(result, texts, OPTIONS)).not.to.contain('artifact');
    expect(remediationReport(result, texts, { ...OPTIONS, inPipeline: true })).to.contain('artifact');
  });

  it('tells once what has to follow, and apart from the other notices', () => {
    const shown = remediationReport(resultWith([outcome('verified')], { notices: AFTERWARDS }), texts, OPTIONS);
    const [, toDo = '', rest = ''] = /Next steps\n([^]*?)\n\n([^]*)/.exec(shown) ?? [];
    expect(toDo).to.contain('Access tokens that were issued earlier').and.to.contain('Rotate the consumer secret');
    expect(rest).to.contain('Notices').and.not.to.contain('Access tokens');
  });

  it('does not say how to save a plan that was saved', () => {
    const dry = resultWith([outcome('validated')], { mode: 'dry-run' });
    expect(remediationReport(dry, texts, OPTIONS)).to.contain('save it with --save-plan');
    const saved = remediationReport(dry, texts, { ...OPTIONS, savedPlan: 'plan.json' });
    expect(saved).to.contain('The plan is saved to plan.json.').and.not.to.contain('--save-plan');
  });

  it('ends a dry run with the command that makes the change', () => {
    const dry = resultWith([outcome('validated')], { mode: 'dry-run' });
    const again = ['sf', 'oauth-posture', 'remediate', '--target-org prod'];
    const shown = remediationReport(dry, texts, { ...OPTIONS, again });
    expect(shown).to.contain('To make the planned changes, run:\n    sf oauth-posture remediate --target-org prod\n');
    expect(remediationReport(resultWith([outcome('verified')]), texts, { ...OPTIONS, again })).not.contain('To make');
  });

  it('offers to save a plan for approval only where none was approved', () => {
    const dry = resultWith([outcome('validated')], { mode: 'dry-run' });
    const again = ['sf', 'oauth-posture', 'remediate', '--target-org prod'];
    expect(remediationReport(dry, texts, { ...OPTIONS, again })).to.contain('--save-plan=<file>');
    const ofPlan = [...again, '--plan plan.json'];
    expect(remediationReport(dry, texts, { ...OPTIONS, again: ofPlan })).not.to.contain('--save-plan');
  });

  it('tells how to put back only what may have been changed', () => {
    const failed = [outcome('failed', { code: 'deploy-failed' }), outcome('not-attempted', { code: 'interrupted' })];
    expect(remediationReport(resultWith(failed), texts, OPTIONS)).not.to.contain('oauth-posture restore');
    const unknown = outcome('failed', { code: 'deploy-unknown' });
    expect(remediationReport(resultWith([...failed, unknown]), texts, OPTIONS)).to.contain('oauth-posture restore');
  });

  it('says of a dry run that cannot do all of it that it was one', () => {
    const result = resultWith([outcome('validated')], { mode: 'dry-run' });
    const summary = { ...result.summary, exitCode: 1 };
    const shown = remediationReport({ ...result, summary }, texts, OPTIONS);
    expect(shown).to.contain('Dry run: nothing was changed').and.to.contain("The plan isn't complete.");
  });

  it('says what keeps a plan from being complete', () => {
    const result = resultWith([outcome('validated')], { mode: 'dry-run' });
    const said = (plan: Partial<Plan>): string => {
      const incomplete = { ...result, plan: { ...result.plan, ...plan }, summary: { ...result.summary, exitCode: 1 } };
      return remediationReport(incomplete, texts, OPTIONS);
    };
    const named = 'At least one app that --app or the saved plan names was skipped.';
    const notRead = [{ step: 'query-users', status: 'failed' as const, detail: 'cut' }];
    expect(said({ skipped: [] })).to.contain(`The plan isn't complete. ${named}`);
    expect(said({ skipped: [], notRead }))
      .to.contain("The plan isn't complete. 1 failed step may have")
      .and.not.to.contain(named);
    expect(said({})).to.contain('2 components were skipped, because their changes').and.not.to.contain(named);
  });

  describe('asks', () => {
    const kinds: [string, boolean | undefined, RegExp][] = [
      ['a production org', false, /PRODUCTION org prod/],
      ['a sandbox', true, /sandbox prod/],
      ['an org that does not say what it is', undefined, /org prod .*treat it as PRODUCTION/],
    ];
    for (const [title, isSandbox, words] of kinds) {
      it(`by name and id, about ${title}`, () => {
        const bare = { ...ORG };
        delete bare.isSandbox;
        const question = questionOf(PLAN, isSandbox === undefined ? bare : { ...bare, isSandbox }, texts);
        expect(question).to.match(words).and.to.contain('00D000000000001EAA').and.to.contain('2 ');
      });
    }
  });

  describe('asks', () => {
    const changeWith = (usage?: Usage): Change => ({ ...sync, atStake: { despite: [], ...defined({ usage }) } });
    const question = (...changes: Change[]): string => questionOf({ changes, skipped: [], notRead: [] }, ORG, texts);
    const [seen, unknown, none] = (['seen', 'unknown', 'no-evidence'] as const).map((status) =>
      changeWith({ status, windowDays: 180 }),
    );
    const called = (change: Change, name: string): Change => ({ ...change, app: { ...change.app, name } });

    it('and counts what is in use or may be', () => {
      if (!seen || !unknown || !none) throw new Error('No changes.');
      expect(question(seen, called(seen, 'B'), called(unknown, 'C'), called(none, 'D'))).to.contain(
        'for 4 apps (2 in use, 1 with unknown use) in',
      );
      expect(question(changeWith())).to.contain('for 1 app (1 with unknown use) in');
    });

    it('and counts nothing where nothing is in use', () => {
      if (!none) throw new Error('No change.');
      expect(question(none, called(none, 'B'))).to.contain('for 2 apps in PRODUCTION org');
      expect(question(editedApp('Restored').change)).to.contain('for 1 app in PRODUCTION org');
    });
  });

  it('tells apps of one name apart by their kind', () => {
    const eca = { type: 'ExternalClientApplication', name: 'Sync', managed: false } as const;
    const both = {
      changes: [sync, { ...gateway, app: eca }],
      skipped: [skip('Sync', 'waived'), { ...skip('', 'waived'), app: eca }],
      notRead: [],
    };
    const shown = planReport({ plan: both, org: ORG, notices: [], isApproved: false }, texts, OPTIONS);
    expect(shown)
      .to.match(/^ {2}ConnectedApp:Sync$/m)
      .and.to.match(/^ {2}ExternalClientApplication:Sync \(Gateway_policy\)$/m);
    expect(shown)
      .to.match(/- ConnectedApp:Sync$/m)
      .and.to.match(/- ExternalClientApplication:Sync$/m);
  });

  for (const reason of SKIP_REASONS)
    it(`shows what is known of an app left alone: ${reason}`, () => {
      const [detail, words] = DETAILS[reason] ?? ['said by somebody', /said by somebody/];
      const plan = { changes: [], skipped: [skip('Some_App', reason, detail)], notRead: [] };
      const shown = planReport({ plan, org: ORG, notices: [], isApproved: false }, texts, { ...OPTIONS, width: 1000 });
      expect(shown).to.match(words);
    });

  it('lets nothing hostile through to a terminal', () => {
    const hostile = '\u001b[31mred\u001b]0;title\u0007\u202e';
    const app = { ...sync.app, name: hostile };
    const { change } = attempt(connectedAppCandidate('A', { oauthClientCredentialUser: 'a@example.com' })).edited;
    const plan = {
      changes: [{ ...change, app, edits: [{ path: 'p', before: hostile, after: hostile }] }],
      skipped: [{ ...skip('A', 'refused', hostile), app, component: { ...sync.component, fullName: hostile } }],
      notRead: [{ step: hostile, status: 'failed' as const, detail: `org-failed: ${hostile}` }],
    };
    const notice: Notice = { code: 'still-fails', app: hostile };
    const broken = { ...outcome('altered', { code: 'deploy-failed', detail: hostile }), app };
    const shown = [
      planReport({ plan, org: { ...ORG, alias: hostile }, notices: [notice], isApproved: false }, texts, OPTIONS),
      questionOf(plan, { ...ORG, alias: hostile }, texts),
      remediationReport(resultWith([broken], { notices: [notice] }), texts, OPTIONS),
    ].join('');
    // eslint-disable-next-line no-control-regex
    expect(shown).not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(shown).to.contain('red');
  });
});

describe('the texts of a remediation', () => {
  const keys = [
    ...SKIP_REASONS.flatMap((reason) => [`skip.${reason}`, `skip.${reason}.todo`]),
    ...OUTCOME_RESULTS.map((result) => `outcome.${result}`),
    // A restore tells some of them in words of its own.
    ...OUTCOME_PROBLEMS.map((code) => `problem.${code}`),
    ...['dry-run', 'applied', 'nothing-to-do', 'cancelled', 'in-progress'].map((mode) => `result.heading.${mode}`),
    ...OVERRIDABLE.map((reason) => `stake.despite.${reason}`),
    ...['not-well-formed', 'conflict-markers', 'wrong-root', 'too-large', 'clears-assignments'].map((p) => `edit.${p}`),
    ...['rotates-consumer', 'unreadable-flag', 'split-value', 'duplicate-element'].map((p) => `edit.${p}`),
    ...['nowhere-to-insert', 'not-proven', 'other-app', 'secret-elsewhere', 'not-restorable'].map((p) => `edit.${p}`),
  ];
  const refusals: [code: string, values: string[]][] = [
    ['plan-damaged', ['plan.json']],
    ['plan-edited', ['plan.json']],
    ['plan-other-schema', ['plan.json', '9.8.7', '1.2.3']],
    ['plan-other-version', ['plan.json', '9.8.7', '1.2.3']],
    ['plan-other-org', ['plan.json', 'a@example.com', '00D1', 'b@example.com', '00D2']],
  ];
  for (const [code, values] of refusals) {
    it(`tell what is wrong with a plan, and what to do: ${code}`, () => {
      const { message, actions } = problemToError(code, values, 'remediation');
      expect(message).to.include('plan.json').and.to.include('Nothing was changed.');
      for (const value of values.slice(1)) expect(actions.join(' ')).to.include(value);
      expect(actions.join(' ')).not.to.include('%s').and.not.to.equal('');
    });
  }

  for (const key of keys) {
    it(`has ${key}`, () => {
      expect(texts.has('remediation', key) || texts.has('restore', key)).to.equal(true);
    });
  }
});
