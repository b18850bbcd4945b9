import type { AuditReport, Counts, Finding, Severity } from '../../../posture/model.js';
import { failedTouching } from '../../../posture/steps.js';
import type { Texts } from '../../render.js';
import { howItEnded, whatCounts } from '../../words/result/ending.js';
import { notAsked } from '../../words/result/gaps.js';
import { nameOfTarget } from '../../words/names.js';
import { allFindings, failedSteps, ofStatus } from '../../words/result/order.js';
import { heading, type Page, paragraph } from '../page/page.js';
import { exitSection } from '../page/sections.js';

const perTarget = (report: AuditReport, texts: Texts): string[] =>
  report.targets.length < 2
    ? []
    : report.targets.map((target) => {
        const name = nameOfTarget(target, texts);
        return target.error
          ? texts.say('report', 'result.target-error', name)
          : texts.say(
              'report',
              'result.target',
              name,
              countsLine(target.summary, ofStatus(target.findings, 'fail'), texts),
            );
      });

/** Counts alone would look complete even if a list was rejected. */
const unread = (report: AuditReport, texts: Texts): string[] => {
  const steps = report.targets.flatMap(failedSteps);
  const hiding = report.targets.flatMap(failedTouching);
  return [
    ...(hiding.length === 0 ? [] : [texts.count('report', 'result.unread', hiding.length)]),
    ...(steps.length === hiding.length ? [] : [texts.count('report', 'result.harmless', steps.length - hiding.length)]),
  ];
};

/** No total if nothing could be audited: "0 fail" would look like a result. */
const totalLine = ({ targets }: AuditReport, counts: string, texts: Texts): string[] => {
  if (targets.length < 2) return [counts];
  return targets.every(({ error }) => error) ? [] : [texts.say('report', 'result.total', counts)];
};

/** The result in one line, for formats without a section for it. */
export const countsOf = (report: AuditReport, texts: Texts): string[] => [
  ...(report.targets.every(({ error }) => error)
    ? []
    : [countsLine(report.summary, ofStatus(allFindings(report), 'fail'), texts)]),
  ...unread(report, texts),
];

/** The counts, and what they don't cover. */
export const result = (report: AuditReport, page: Page): string[] => {
  const { texts } = page;
  const counts = countsLine(report.summary, ofStatus(allFindings(report), 'fail'), texts);
  const total = totalLine(report, counts, texts);
  return [
    ...heading(texts.say('report', 'result.heading'), page),
    ...[...perTarget(report, texts), ...total, ...unread(report, texts), ...notAsked(report, texts)].flatMap((line) =>
      paragraph(line, page, 2),
    ),
  ];
};

/** How the exit code was decided. */
export const exitCode = (report: AuditReport, page: Page): string[] =>
  exitSection(report.gate.exitCode, [howItEnded(report, page.texts), ...whatCounts(report, page.texts)], page);

/** `7 fail (3 critical, 4 high), 2 not evaluated, 30 pass`. Zeros are left out, except that of the failures. */

const bySeverity = (failures: readonly Finding[], texts: Texts): string =>
  (['critical', 'high'] satisfies Severity[])
    .map((severity) => ({ severity, count: failures.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${texts.say('report', `severity.${severity}`)}`)
    .join(', ');

const countsLine = (counts: Counts, failures: readonly Finding[], texts: Texts): string => {
  const fail =
    counts.fail === 0
      ? texts.count('report', 'counts.fail', 0)
      : texts.count('report', 'counts.fail-by-severity', counts.fail, bySeverity(failures, texts));
  const rest = (['notEvaluated', 'waived', 'pass', 'notApplicable'] satisfies (keyof Counts)[])
    .filter((key) => counts[key] > 0)
    .map((key) => texts.count('report', `counts.${key}`, counts[key]));
  return [fail, ...rest].join(', ');
};
