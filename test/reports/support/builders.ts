import {
  type App,
  type AuditReport,
  type ControlId,
  type Factor,
  type FactorId,
  type FactorState,
  type Finding,
  type OrgIdentity,
  type Reason,
  type RiskLevel,
  type Target,
  type Usage,
  FACTORS,
} from '../../../src/posture/model.js';
import { countFindings } from '../../../src/posture/report/report.js';
import { allControls, controlFor } from '../../../src/posture/controls/all.js';
import { remediationOf, STATUS_OF } from '../../../src/posture/controls/verdict.js';

/** Reports as an audit would hand them over, with as little said as a test needs. */

export const ORG: OrgIdentity = {
  id: '00D000000000001EAA',
  username: 'auditor@example.com',
  alias: 'production',
  instanceUrl: 'https://acme.my.salesforce.com',
  name: 'Acme',
  isSandbox: false,
  apiVersion: '66.0',
};

export const SEEN: Usage = { status: 'seen', windowDays: 90, logins: 3, addresses: 1 };

type FindingInput = {
  name: string;
  type?: App['type'];
  control?: ControlId;
  app?: Partial<App>;
  reason: Reason;
  risk?: RiskLevel;
  factors?: Partial<Record<FactorId, FactorState | readonly [FactorState, string]>>;
} & Partial<
  Pick<
    Finding,
    'status' | 'executionUser' | 'usage' | 'evidence' | 'waiver' | 'manualCheck' | 'change' | 'contact' | 'appId'
  >
>;

const factorsOf = (given: FindingInput['factors'] = {}): Factor[] =>
  FACTORS.map((factor) => {
    const said = given[factor] ?? 'unknown';
    if (typeof said === 'string') return { factor, state: said };
    const [state, detail] = said;
    return { factor, state, detail };
  });

export const finding = ({
  name,
  type = 'ConnectedApp',
  control: id,
  app: more,
  reason,
  risk,
  factors,
  ...rest
}: FindingInput): Finding => {
  const control = allControls.find((one) => one.id === id) ?? controlFor(type);
  const app: App = { type, name, managed: false, ...more };
  const status = STATUS_OF[reason];
  const level = risk ?? (status === 'fail' ? 'baseline' : undefined);
  return {
    id: `${control.id}/${name}`,
    control: control.id,
    app,
    status,
    reason,
    severity: control.severity,
    cvss: { ...control.cvss, ...(level ? { estimate: control.estimates[level] } : {}) },
    ...(level ? { risk: { level, factors: factorsOf(factors) } } : {}),
    evidence: [],
    remediation: remediationOf(reason, app, control.action),
    ...rest,
  };
};

export const orgTarget = (findings: Finding[], more: Partial<Target> = {}): Target => ({
  kind: 'org',
  org: ORG,
  findings,
  summary: countFindings(findings),
  coverage: [{ step: 'list-connected-apps', status: 'ok', count: findings.length }],
  requests: 14,
  ...more,
});

type ReportInput = Partial<Omit<AuditReport, 'gate' | 'scope'>> & {
  gate?: Partial<AuditReport['gate']>;
  scope?: Partial<AuditReport['scope']>;
};

/** The same app in two orgs has two IDs. */
const withOwnIds = (target: Target, place: number): Target =>
  place === 0 ? target : { ...target, findings: target.findings.map((one) => ({ ...one, id: `${one.id}/${place}` })) };

export const reportOf = (targets: Target[], { gate, scope, ...more }: ReportInput = {}): AuditReport => ({
  schemaVersion: 1,
  tool: { name: 'sf-oauth-posture', version: '0.1.0' },
  startedAt: '2026-11-20T09:15:02.000Z',
  finishedAt: '2026-11-20T09:15:14.000Z',
  scope: {
    controls: ['connected-app-client-credentials', 'eca-client-credentials-policy'],
    apps: null,
    usageDays: 90,
    ...scope,
  },
  targets: targets.map(withOwnIds),
  summary: countFindings(targets.flatMap((target) => target.findings)),
  notices: [],
  gate: { failOn: 'high', allowIncomplete: false, waiverFile: null, exitCode: 30, ...gate },
  ...more,
});
