import { expect } from 'chai';
import { createTexts } from '../../src/cli/texts.js';
import { keepRecords } from '../../src/cli/output/changeRecord.js';
import type { OrgIdentity } from '../../src/posture/model.js';
import type { Change, Deploy, Outcome, RemediationResult, Skip } from '../../src/remediation/model/result.js';
import { approvalOf, APPROVALS, type ChangeRecord } from '../../src/reports/change/record.js';
import { RECORD_FORMATS, type RecordFormat } from '../../src/reports/formatNames.js';
import { RECORDS } from '../../src/reports/records.js';
import { planReport } from '../../src/reports/terminal/change/plan.js';
import { editedApp } from '../remediation/support/editedApps.js';
import { expectGolden } from './support/golden.js';

const texts = createTexts();

const ORG: OrgIdentity = {
  id: '00D000000000001EAA',
  username: 'admin@example.com',
  alias: 'prod',
  instanceUrl: 'https://example.my.salesforce.com',
  isSandbox: false,
  apiVersion: '67.0',
};

const change: Change = {
  ...editedApp('Sync').change,
  atStake: {
    usage: { status: 'seen', windowDays: 180, logins: 7, lastLogin: '2026-11-19T08:00:00.000Z' },
    risk: 'higher',
    executionUser: { username: 'integration.user@example.com', state: 'inactive' },
    despite: ['in-use'],
  },
};
const skips: Skip[] = [
  { control: change.control, app: { type: 'ConnectedApp', name: 'Waived', managed: false }, reason: 'waived' },
  {
    control: change.control,
    app: { type: 'ConnectedApp', name: 'Refused', managed: false },
    reason: 'refused',
    detail: '=cmd|`x` <script>alert(1)</script>',
  },
];
const deploys: Deploy[] = [
  { id: '0Af000000000001AAA', checkOnly: true, components: 1, status: 'Succeeded' },
  { id: '0Af000000000002AAA', checkOnly: false, components: 1, status: 'Succeeded' },
];
const { app, component } = change;
const outcome: Outcome = {
  app,
  component,
  result: 'altered',
  problem: { code: 'other-differences', differences: [{ path: 'oauthConfig.scopes', before: 'Api', after: null }] },
};

const RESULT: RemediationResult = {
  schemaVersion: 1,
  tool: { name: 'sf-oauth-posture', version: '0.1.0' },
  startedAt: '2026-11-20T09:15:02.000Z',
  finishedAt: '2026-11-20T09:16:14.000Z',
  mode: 'applied',
  target: { kind: 'org', org: ORG },
  plan: {
    apiVersion: '67.0',
    changes: [change],
    skipped: skips,
    notRead: [{ step: 'query-users', status: 'failed', detail: 'cut: the org said so' }],
  },
  snapshot: { directory: 'oauth-posture-snapshots/00D000000000001EAA-2026-11-20T091502Z' },
  deploys,
  outcomes: [outcome],
  summary: {
    planned: 1,
    skipped: 2,
    verified: 0,
    validated: 0,
    failed: 0,
    reverted: 0,
    altered: 1,
    notAttempted: 0,
    leftFailing: 0,
    exitCode: 32,
  },
  notices: [{ code: 'takes-effect-later' }],
};

const record = (more: Partial<ChangeRecord> = {}): ChangeRecord => ({
  command: 'remediate',
  result: RESULT,
  approval: { how: 'asked', savedPlan: 'plan.json' },
  planText: planReport({ plan: RESULT.plan, notices: [], org: ORG, isApproved: false }, texts, {
    view: 'table',
    width: 120,
    color: false,
  }),
  ...more,
});

const made = async (format: RecordFormat, more?: Partial<ChangeRecord>): Promise<string> =>
  (await RECORDS[format]())(record(more), texts);

const ENDINGS: Readonly<Record<string, string>> = { human: 'txt', json: 'json', markdown: 'md' };

describe('change record', () => {
  for (const format of RECORD_FORMATS) {
    const ending = ENDINGS[format];
    if (ending !== undefined)
      it(`is kept whole: ${format}`, async () => {
        expectGolden(`remediation/record.${ending}`, await made(format));
      });

    it(`shows in ${format} what could not be read, what was left undone, and what differs`, async () => {
      const text = await made(format);
      expect(text).to.include('the org said so').and.to.include('Refused').and.to.include('scopes');
      expect(text).to.include('0Af000000000002AAA');
    });

    it(`says in ${format} how it was approved`, async () => {
      const said = await Promise.all(APPROVALS.map((how) => made(format, { approval: { how } })));
      expect(new Set(said).size).to.equal(APPROVALS.length);
    });
  }

  it('lets no text of the org be markup', async () => {
    expect(await made('markdown')).not.to.match(/(?<!`[^`\n]*)<script>/);
  });

  it('calls nothing approved that was not carried out', () => {
    expect(approvalOf({ mode: 'dry-run' }, { noPrompt: true }).how).to.equal('not-needed');
    expect(approvalOf({ mode: 'nothing-to-do' }, { noPrompt: true }).how).to.equal('not-needed');
    expect(approvalOf({ mode: 'cancelled' }, { noPrompt: false }).how).to.equal('declined');
    expect(approvalOf({ mode: 'applied' }, { noPrompt: false }).how).to.equal('asked');
    expect(approvalOf({ mode: 'in-progress' }, { noPrompt: true }).how).to.equal('no-prompt');
  });

  for (const [code, isChanging, then] of [
    [0, true, 32],
    [68, true, 68],
    [69, true, 69],
    [0, false, 1],
    [1, false, 1],
  ] as const)
    it(`that cannot be written turns ${code} into ${then} where an org ${isChanging ? 'was' : 'was not'} changed`, async () => {
      const result = { ...RESULT, summary: { ...RESULT.summary, exitCode: code } };
      const recording = {
        files: [{ path: '/nowhere/at/all/x.json', format: 'json' }],
        command: 'remediate',
        planText: '',
        noPrompt: true,
      } as const;
      const kept = await keepRecords(result, recording, texts, { isChanging });
      expect(kept.summary.exitCode).to.equal(then);
      expect(kept.notices.at(-1)).to.deep.equal({
        code: 'record-not-written',
        data: { file: '/nowhere/at/all/x.json', problem: 'ENOENT' },
      });
    });
});
