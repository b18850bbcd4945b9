import type { Finding, Reason, Step, Target } from '../../posture/model.js';
import { fullName } from '../names.js';
import { ofStatus } from '../order.js';
import { heading, paragraph, someNames, type Page } from './page.js';
import { stepSentence } from './words.js';

/** What this report cannot vouch for: apps that were not evaluated, and steps that failed. */

const LINES_OF_NAMES = 3;

const names = (findings: readonly Finding[]): string[] => findings.map((finding) => fullName(finding.app)).sort();

const reasonGroup = (reason: Reason, findings: readonly Finding[], page: Page): string[] => [
  ...paragraph(
    page.texts.say('report', 'gaps.group', page.texts.say('reasons', `${reason}.short`), findings.length),
    page,
    2,
  ),
  ...someNames(names(findings), page, 4, LINES_OF_NAMES),
  ...page.texts.points('reasons', `${reason}.todo`).flatMap((point) => paragraph(point, page, 4, '> ')),
];

const checkedByHand = (findings: readonly Finding[], page: Page): string[] =>
  findings.length === 0
    ? []
    : [
        ...paragraph(page.texts.say('report', 'gaps.checked', findings.length), page, 2),
        ...someNames(names(findings), page, 4, LINES_OF_NAMES),
      ];

export const notEvaluated = (target: Target, page: Page): string[] => {
  const findings = ofStatus(target.findings, 'not-evaluated');
  if (findings.length === 0) return [];
  const open = findings.filter((finding) => !finding.manualCheck);
  return [
    ...heading(page.texts.say('report', 'gaps.heading', findings.length), page, page.paint.yellow),
    ...[...Map.groupBy(open, (finding) => finding.reason)].flatMap(([reason, group]) =>
      reasonGroup(reason, group, page),
    ),
    ...checkedByHand(
      findings.filter((finding) => finding.manualCheck),
      page,
    ),
  ];
};

export const failedSteps = (target: Target): Step[] => target.coverage.filter((step) => step.status === 'failed');

export const notRead = (target: Target, page: Page): string[] => {
  const steps = failedSteps(target);
  if (steps.length === 0) return [];
  return [
    ...heading(page.texts.say('report', 'steps.heading', steps.length), page, page.paint.yellow),
    ...steps.flatMap((step) => paragraph(stepSentence(step, page.texts), page, 2, '- ')),
  ];
};
