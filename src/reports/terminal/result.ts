import { GATE_CODES } from '../../posture/gate.js';
import type { AuditReport, Notice } from '../../posture/model.js';
import { clean } from '../clean.js';
import { nameOfTarget } from '../names.js';
import { allFindings, ofStatus } from '../order.js';
import type { Texts } from '../texts-type.js';
import { noticeSentence } from '../notices.js';
import { countsLine } from './counts.js';
import { failedSteps } from './gaps.js';
import { heading, paragraph, type Page } from './page.js';

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

/** Counts alone would look complete where a list was refused. */
const unread = (report: AuditReport, texts: Texts): string[] => {
  const steps = report.targets.flatMap(failedSteps).length;
  return steps === 0 ? [] : [texts.say('report', 'result.unread', steps)];
};

/** Where nothing could be audited, there is nothing to add up: a "0 fail" would read like a result. */
const totalLine = ({ targets }: AuditReport, counts: string, texts: Texts): string[] => {
  if (targets.length < 2) return [counts];
  return targets.every(({ error }) => error) ? [] : [texts.say('report', 'result.total', counts)];
};

/** How many of each, and what the numbers do not cover. */
export const result = (report: AuditReport, page: Page): string[] => {
  const { texts } = page;
  const counts = countsLine(report.summary, ofStatus(allFindings(report), 'fail'), texts);
  const total = totalLine(report, counts, texts);
  return [
    ...heading(texts.say('report', 'result.heading'), page),
    ...[...perTarget(report, texts), ...total, ...unread(report, texts), texts.say('report', 'result.sibling')].flatMap(
      (line) => paragraph(line, page, 2),
    ),
  ];
};

export const notices = (found: readonly Notice[], page: Page): string[] =>
  found.length === 0
    ? []
    : [
        ...heading(page.texts.say('report', 'notices.heading'), page),
        ...found.flatMap((notice) => paragraph(noticeSentence(notice, page.texts), page, 2, '- ')),
      ];

/** How the exit code came about. */
export const exitCode = (report: AuditReport, page: Page): string[] => {
  const { texts } = page;
  const { gate } = report;
  return [
    ...heading(texts.say('report', 'exit.heading', gate.exitCode), page),
    ...[
      howItEnded(report, texts),
      texts.say('report', `exit.fail-on-${gate.failOn}`),
      ...(gate.baseline === undefined ? [] : [texts.say('report', 'exit.baseline', clean(gate.baseline))]),
      ...(gate.allowIncomplete ? [texts.say('report', 'exit.allow-incomplete')] : []),
    ].flatMap((line) => paragraph(line, page, 2)),
  ];
};

/** An exit code of 0 also covers apps that are excused, and steps on which nothing depended. */
const howItEnded = ({ gate, summary, targets }: AuditReport, texts: Texts): string => {
  const isComplete = summary.notEvaluated === 0 && targets.flatMap(failedSteps).length === 0;
  return gate.exitCode === GATE_CODES.clean && !isComplete
    ? texts.say('report', 'exit.nothing-open')
    : texts.say('exitCodes', `audit.${gate.exitCode}`);
};
