import type { AuditReport, Finding, RiskLevel, Severity, Status, Step, Target } from '../../../posture/model.js';
import { fullName } from '../names.js';

/**
 * Worst first: by status, then new ones, severity, and risk. The name decides the rest, so that two runs have the same
 * order.
 */

const STATUSES: readonly Status[] = ['fail', 'not-evaluated', 'waived', 'pass', 'not-applicable'];
const SEVERITIES: readonly Severity[] = ['critical', 'high'];
const RISKS: readonly RiskLevel[] = ['higher', 'baseline', 'lower'];

type Ranked = { finding: Finding; rank: number; name: string };

const ranked = (finding: Finding): Ranked => ({
  finding,
  rank:
    STATUSES.indexOf(finding.status) * 100 +
    (finding.change === 'unchanged' ? 50 : 0) +
    SEVERITIES.indexOf(finding.severity) * 10 +
    (finding.risk ? RISKS.indexOf(finding.risk.level) : RISKS.length),
  name: fullName(finding.app).toLowerCase(),
});

const byRank = (one: Ranked, other: Ranked): number =>
  one.rank - other.rank || (one.name < other.name ? -1 : Number(one.name > other.name));

export const worstFirst = (findings: readonly Finding[]): Finding[] =>
  findings
    .map(ranked)
    .sort(byRank)
    .map(({ finding }) => finding);

export const ofStatus = (findings: readonly Finding[], status: Status): Finding[] =>
  findings.filter((finding) => finding.status === status);

/**
 * An app can have a finding of each control that applies to it. In merged results, two trees can have folders of one
 * name: what one control says twice of a name is about two apps.
 */
export const countApps = (findings: readonly Finding[]): number => {
  const byApp = Map.groupBy(findings, ({ id, control }) => id.replace(control, ''));
  const most = (own: readonly Finding[]): number =>
    Math.max(...[...Map.groupBy(own, ({ control }) => control).values()].map(({ length }) => length));
  return [...byApp.values()].reduce((apps, own) => apps + most(own), 0);
};

export const allFindings = (report: AuditReport): Finding[] => report.targets.flatMap((target) => target.findings);

export const failedSteps = (target: Target): Step[] => target.coverage.filter((step) => step.status === 'failed');
