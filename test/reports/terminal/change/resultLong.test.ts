import { expect } from 'chai';
import {
  SKIP_REASONS,
  type Change,
  type Outcome,
  type Plan,
  type Skip,
} from '../../../../src/remediation/model/result.js';
import { buildResult } from '../../../../src/remediation/outcome/result.js';
import { remediationReport } from '../../../../src/reports/terminal/change/result.js';
import { planReport } from '../../../../src/reports/terminal/change/plan.js';
import { createTexts } from '../../../../src/cli/texts.js';

const texts = createTexts();
const VIEW = { view: 'table', width: 100, color: false } as const;
const MANY = 5_000;
const ORG = { id: '00D000000000001EAA', username: 'admin@example.com', instanceUrl: 'https://x', apiVersion: '67.0' };
const control = 'connected-app-client-credentials';
const appOf = (at: number) => ({ type: 'ConnectedApp', name: `App_${at}`, managed: false }) as const;
const componentOf = (at: number) => ({ type: 'ConnectedApp', fullName: `App_${at}` }) as const;

const changes = Array.from({ length: MANY }, (_, at): Change => ({
  control,
  app: appOf(at),
  component: componentOf(at),
  edits: [{ path: 'oauthConfig.isClientCredentialEnabled', before: 'true', after: 'false' }],
  beforeHash: 'abc',
  atStake: { despite: [], risk: 'baseline', usage: { status: 'no-evidence', windowDays: 180 } },
}));

const PROBLEMS: Record<number, Pick<Outcome, 'result' | 'problem'>> = {
  1700: { result: 'altered', problem: { code: 'user-differs' } },
  2800: { result: 'failed', problem: { code: 'deploy-failed', detail: 'No today.' } },
  4998: { result: 'reverted', problem: { code: 'still-on' } },
  4999: { result: 'not-attempted', problem: { code: 'interrupted' } },
};

const outcomes = changes.map(({ app, component }, at): Outcome => ({
  app,
  component,
  ...(PROBLEMS[at] ?? { result: 'verified' }),
}));

const resultOf = (plan: Plan, all: readonly Outcome[], mode: 'applied' | 'dry-run' = 'applied') =>
  buildResult({
    tool: { name: 'sf-oauth-posture', version: '1.0.0' },
    startedAt: '2026-11-20T12:00:00.000Z',
    finishedAt: '2026-11-20T12:01:00.000Z',
    mode,
    org: ORG,
    plan,
    takenOut: 0,
    isOfFailing: true,
    deploys: [],
    outcomes: all,
    notices: [],
    ...(mode === 'applied' && { snapshot: { directory: 'snapshots/one' } }),
  });

const told = (...parts: Parameters<typeof resultOf>): string =>
  remediationReport(resultOf(...parts), texts, {
    ...VIEW,
    command: 'remediate',
    inPipeline: false,
    shown: { skipped: parts[0].skipped, notices: [] },
  });

const planned = (plan: Plan, isApproved: boolean): string =>
  planReport({ plan, org: ORG, notices: [], isApproved }, texts, VIEW);

const lines = (text: string): number => text.split('\n').length;

describe('the text of a remediation of 5,000 apps', () => {
  const plan: Plan = { changes, skipped: [], notRead: [] };

  it('counts each outcome first, and what went wrong before what went well', () => {
    const [, tally = ''] = /Result\n((?: {2}[^-].*\n)+)/.exec(told(plan, outcomes)) ?? [];
    expect(
      tally
        .trim()
        .split('\n')
        .map((line) => line.trim()),
    ).to.deep.equal([
      `1 ${texts.say('remediation', 'outcome.reverted')}`,
      `1 ${texts.say('remediation', 'outcome.altered')}`,
      `1 ${texts.say('remediation', 'outcome.failed.deploy-failed')}`,
      `1 ${texts.say('remediation', 'outcome.not-attempted')}`,
      `4996 ${texts.say('remediation', 'outcome.verified')}`,
    ]);
  });

  it('names whatever did not go as meant, and some of the rest', () => {
    const shown = told(plan, outcomes);
    for (const at of Object.keys(PROBLEMS)) expect(shown).to.contain(`- ConnectedApp:App_${at}: `);
    expect(shown).to.contain('... and 4946 more. To see all, open result.json in the snapshot folder.');
    expect(lines(shown)).to.be.below(90);
  });

  it('names all of them where none went as meant', () => {
    const lost = outcomes.map((one): Outcome => ({ ...one, result: 'altered', problem: { code: 'user-differs' } }));
    expect(told(plan, lost).match(/- ConnectedApp:App_/g)).to.have.lengthOf(MANY);
  });

  it('of a dry run points to --json: it keeps no file', () => {
    const validated = outcomes.map(({ app, component }): Outcome => ({ app, component, result: 'validated' }));
    expect(told(plan, validated, 'dry-run')).to.contain('... and 4950 more. To see all, use --json.');
  });

  it('names each app to the person who is asked, on a line of its own below what is done to it', () => {
    const shown = planned(plan, false);
    expect(shown).to.contain('5000 changes: turn off the flow\n');
    expect(shown.match(/- ConnectedApp:App_\d+: No evidence of use/g)).to.have.lengthOf(MANY);
    expect(lines(shown)).to.be.below(MANY + 10);
    expect(shown).to.contain('To see the exact values before and after, use --view=detail.');
  });

  it('names the last use and the certificate of each app in its one line', () => {
    const [first] = changes;
    const atStake = {
      ...{ despite: [], risk: 'higher' as const, certificate: 'expired' as const },
      certificateDate: '2026-02-03T00:00:00.000Z',
      usage: { status: 'seen' as const, windowDays: 180, lastLogin: '2026-11-19T08:00:00.000Z' },
    };
    const shown = planned({ ...plan, changes: [{ ...(first as Change), atStake }, ...changes.slice(1)] }, false);
    expect(shown.replaceAll(/\s+/g, ' ')).to.contain(
      '- ConnectedApp:App_0: Flow last used on 2026-11-19; risk: higher; certificate expired on 2026-02-03 -',
    );
  });

  it('shows each single value on demand', () => {
    const shown = planReport({ plan, org: ORG, notices: [], isApproved: false }, texts, { ...VIEW, view: 'detail' });
    expect(shown.match(/true → false/g)).to.have.lengthOf(MANY);
  });

  it('shows some of the changes where they were approved before', () => {
    const shown = planned(plan, true);
    expect(shown)
      .to.contain('5000 changes planned')
      .and.to.contain('... and 4950 more. To see all, use --json, or open result.json in the snapshot folder');
    expect(lines(shown)).to.be.below(160);
  });

  for (const reason of SKIP_REASONS)
    it(`shortens apps that are left alone only where nothing is left undone: ${reason}`, () => {
      const skipped = changes.map(({ app }): Skip => ({ control, app, reason }));
      const [outcome] = outcomes;
      const { exitCode } = resultOf({ changes, skipped, notRead: [] }, outcome ? [outcome] : []).summary;
      const shown = planned({ changes: [], skipped, notRead: [] }, false).match(/- ConnectedApp:App_/g);
      expect(shown).to.have.lengthOf(exitCode === 0 ? 50 : MANY);
    });
});
