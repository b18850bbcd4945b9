import type { AuditReport, Factor, Finding, Target } from '../../../src/posture/model.js';
import { appName } from '../../../src/posture/names.js';

/** What a run that met a fault must not have made of the run that met none. */

export const targetOf = (report: AuditReport): Target => {
  const [target, ...others] = report.targets;
  if (!target || others.length > 0) throw new Error(`${report.targets.length} targets instead of one`);
  return target;
};

export const failedSteps = (report: AuditReport): string[] =>
  targetOf(report).coverage.flatMap(({ step, status }) => (status === 'failed' ? step : []));

export const deviations = (good: AuditReport, now: AuditReport): string[] => {
  const found = new Map(targetOf(now).findings.map((finding) => [appName(finding.app), finding]));
  const failed = failedSteps(now);
  return [
    ...targetOf(good).findings.flatMap((before) => {
      const after = found.get(appName(before.app));
      if (!after) return isListUnread(before, failed) ? [] : [`${appName(before.app)} is gone`];
      return betterThan(before, after, now).map((change) => `${appName(before.app)}: ${change}`);
    }),
    ...(isSilent(good, now, failed) ? ['another result, and no step says why'] : []),
    ...(now.gate.exitCode === 0 && !sameFindings(good, now) ? ['exit code 0, and not everything was evaluated'] : []),
  ];
};

/** The only reason for which an app that exists may be missing. */
const isListUnread = ({ app }: Finding, failed: readonly string[]): boolean =>
  failed.includes(app.type === 'ConnectedApp' ? 'list-connected-apps' : 'list-external-client-apps');

const IN_DOUBT: readonly Finding['status'][] = ['fail', 'waived', 'not-evaluated'];

/** A fault may take knowledge away. It must not make anything look better, nor turn what is known. */
const betterThan = (before: Finding, after: Finding, now: AuditReport): string[] => [
  ...statusCleared(before, after, now),
  ...riskLowered(before, after),
  ...(before.usage?.status === 'seen' && after.usage?.status === 'no-evidence' ? ['its use was overlooked'] : []),
  ...factorsTurned(before.risk?.factors ?? [], after.risk?.factors ?? []),
];

const statusCleared = (before: Finding, after: Finding, now: AuditReport): string[] => {
  const isCleared = IN_DOUBT.includes(before.status) && !IN_DOUBT.includes(after.status);
  return isCleared && !isOffWithoutCrossCheck(before, after, now) ? [`${before.reason} became ${after.reason}`] : [];
};

const riskLowered = ({ risk: before }: Finding, { risk: after }: Finding): string[] =>
  before && before.level !== 'lower' && after?.level === 'lower' ? ['the risk became lower'] : [];

/**
 * The one exemption: a policy that is off in the metadata passes also when the cross-check failed. Anyone for whom
 * only the cross-check says "on" is told by the failed step and by a notice.
 */
const isOffWithoutCrossCheck = (before: Finding, after: Finding, now: AuditReport): boolean =>
  before.reason === 'enabled-by-query' &&
  after.reason === 'flow-disabled' &&
  failedSteps(now).some((step) => CROSS_CHECK.includes(step)) &&
  now.notices.some(({ code }) => code === 'cross-check-failed' || code === 'cross-check-no-row');

const CROSS_CHECK: readonly string[] = ['query-oauth-policies', 'query-external-client-apps'];

const factorsTurned = (before: readonly Factor[], after: readonly Factor[]): string[] =>
  after.flatMap(({ factor, state }) => {
    const was = before.find((earlier) => earlier.factor === factor)?.state;
    return was === undefined || state === was || state === 'unknown' ? [] : [`${factor} was ${was}, is ${state}`];
  });

const isSilent = (good: AuditReport, now: AuditReport, failed: readonly string[]): boolean =>
  failed.length === 0 && !(sameFindings(good, now) && good.gate.exitCode === now.gate.exitCode);

const sameFindings = (one: AuditReport, other: AuditReport): boolean => {
  const failed = [one, other].flatMap(failedSteps);
  return JSON.stringify(withoutExtras(one, failed)) === JSON.stringify(withoutExtras(other, failed));
};

/** Evidence on which no verdict depends, by the step that reads it. Where that failed, it is missing and nothing else is. */
const EXTRAS: Readonly<Record<string, RegExp>> = {
  'query-app-policies': /^ExtlClntAppPlcyCnfg:/,
  'query-audit-trail': /^SetupAuditTrail$/,
};

const withoutExtras = (report: AuditReport, failed: readonly string[]): Finding[] => {
  const lost = failed.flatMap((step) => EXTRAS[step] ?? []);
  return targetOf(report).findings.map((finding) => ({
    ...finding,
    evidence: finding.evidence.filter(({ component }) => !lost.some((extra) => extra.test(component))),
  }));
};
