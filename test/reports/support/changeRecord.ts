import { createTexts } from '../../../src/cli/texts.js';
import type { OrgIdentity } from '../../../src/posture/model.js';
import type { Change, Deploy, Outcome, RemediationResult, Skip } from '../../../src/remediation/model/result.js';
import type { ChangeRecord } from '../../../src/reports/change/record.js';
import { planReport } from '../../../src/reports/terminal/change/plan.js';
import { editedApp } from '../../remediation/support/editedApps.js';

/** A change that went wrong in part, with each thing that a record has to show. */

const texts = createTexts();

const ORG: OrgIdentity = {
  id: '00D000000000001EAA',
  username: 'admin@example.com',
  alias: 'prod',
  instanceUrl: 'https://example.my.salesforce.com',
  isSandbox: false,
  apiVersion: '67.0',
};

export const change: Change = {
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
export const outcome: Outcome = {
  app,
  component,
  result: 'altered',
  problem: { code: 'other-differences', differences: [{ path: 'oauthConfig.scopes', before: 'Api', after: null }] },
  original: 'oauth-posture-snapshots/00D000000000001EAA-2026-11-20T091502Z/originals/0001-ConnectedApp-Sync.xml',
};

export const RESULT: RemediationResult = {
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
    notRead: [{ step: 'query-users', status: 'failed', detail: 'cut: socket hang up' }],
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
    leftFailing: 1,
    exitCode: 32,
  },
  notices: [{ code: 'takes-effect-later' }],
};

export const changeRecord = (more: Partial<ChangeRecord> = {}): ChangeRecord => ({
  command: 'remediate',
  commandLine: 'sf oauth-posture remediate --target-org prod --plan plan.json --include-active --output-file record.md',
  result: RESULT,
  approval: { how: 'asked', savedPlan: 'plan.json' },
  planText: planReport({ plan: RESULT.plan, notices: [], org: ORG, isApproved: false }, texts, {
    view: 'table',
    width: 120,
    color: false,
  }),
  skippedByPlan: RESULT.plan.skipped,
  ...more,
});
