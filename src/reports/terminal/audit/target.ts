import type { AuditReport, Finding, Target } from '../../../posture/model.js';
import type { View } from '../../render.js';
import { clean } from '../../words/safe/clean.js';
import { dispositionWords } from '../../words/finding.js';
import { fullName } from '../../words/names.js';
import { countApps, ofStatus, worstFirst, failedSteps } from '../../words/result/order.js';
import { heading, paragraph, type Page } from '../page/page.js';
import { failedStepLines } from '../page/sections.js';
import { layOut } from '../page/table.js';
import { details } from './findings/detail.js';
import { failureNames, failureRows, failureTables } from './findings/failures.js';
import { notEvaluated } from './findings/notEvaluated.js';
import { otherPassing, passingWithFlowOn } from './findings/passing.js';
import { riskLegend } from './findings/riskWords.js';
import { targetHeader } from './header.js';
import { failureSummary } from './summary.js';

/** One org or source tree: failures, waived apps, and what is unknown. */

const couldNotBeAudited = (error: NonNullable<Target['error']>, page: Page): string[] => [
  ...heading(page.texts.say('report', 'target.error'), page, page.paint.red),
  ...paragraph(clean(error.message), page, 2),
  ...error.actions.flatMap((action) => paragraph(clean(action), page, 2, '- ')),
];

const nothingFails = (target: Target): string => {
  if (target.summary.waived > 0) return 'nothing.but-waived';
  const complete = failedSteps(target).length === 0;
  if (target.findings.length === 0) return complete ? 'nothing.no-apps' : 'nothing.no-apps-read';
  if (target.findings.every((finding) => finding.status === 'not-evaluated')) return 'nothing.none-evaluated';
  return complete && target.summary.notEvaluated === 0 ? 'nothing.clean' : 'nothing.of-the-evaluated';
};

const waived = (findings: readonly Finding[], page: Page): string[] => {
  if (findings.length === 0) return [];
  const decided = findings.some(({ waiver }) => waiver?.disposition !== undefined);
  const rows = findings.map(({ app, waiver }) => [
    { text: fullName(app), ink: page.paint.bold, whole: true },
    { text: waiver ? clean(waiver.expires) : '' },
    ...(decided ? [{ text: waiver?.disposition ? dispositionWords(waiver.disposition, page.texts) : '' }] : []),
    { text: waiver ? clean(waiver.owner) : '' },
    { text: waiver ? clean(waiver.reason) : '' },
  ]);
  const title = (column: string): string => page.texts.say('report', `column.${column}`);
  const titles = [
    ...['app', 'until'].map(title),
    ...(decided ? [page.texts.say('dispositions', 'column')] : []),
    ...['owner', 'reason'].map(title),
  ];
  return [
    ...heading(page.texts.count('report', 'waived.heading', countApps(findings)), page),
    ...layOut({ titles, titleInk: page.paint.dim, rows }, page.width - 2).map((line) => `  ${line}`),
  ];
};

const failures = (target: Target, report: AuditReport, view: View, page: Page): string[][] => {
  const findings = worstFirst(ofStatus(target.findings, 'fail'));
  const listed = { findings, target, report };
  if (findings.length > 0)
    return view === 'summary'
      ? failureSummary(listed, page)
      : [
          ...failureTables(listed, page, view === 'detail' ? failureNames : failureRows),
          riskLegend(findings, target, page),
        ];
  const ink =
    target.summary.notEvaluated === 0 && failedSteps(target).length === 0 ? page.paint.green : page.paint.yellow;
  return [heading(page.texts.say('report', nothingFails(target)), page, ink)];
};

export const targetSections = (target: Target, report: AuditReport, view: View, page: Page): string[][] => {
  if (target.error) return [targetHeader(target, page), couldNotBeAudited(target.error, page)];
  return [
    targetHeader(target, page),
    ...failures(target, report, view, page),
    ...(view === 'detail' ? details(target, report, page) : []),
    waived(worstFirst(ofStatus(target.findings, 'waived')), page),
    notEvaluated(target, view, page),
    failedStepLines(failedSteps(target), page, view === 'detail'),
    passingWithFlowOn(target, page),
    ...(view === 'all' ? otherPassing(target, page) : []),
  ];
};
