import type { AuditReport } from '../../../posture/model.js';
import type { RenderOptions, Texts } from '../../render.js';
import { allFindings } from '../../words/result/order.js';
import { joined, type Page, pageOf } from '../page/page.js';
import { notices } from '../page/sections.js';
import { aboutControls } from './aboutControl.js';
import { howTo } from './advice.js';
import { fleet } from './fleet.js';
import { reportHeader } from './header.js';
import { history } from './history.js';
import { nextSteps } from './nextSteps.js';
import { exitCode, result } from './result.js';
import { targetSections } from './target.js';

/** Shown once after the last app, because it's the same for every app. */
const background = (report: AuditReport, page: Page): string[][] => [
  ...howTo(report.targets, page),
  ...aboutControls(allFindings(report), page),
];

/**
 * A report for people. Findings come first, however many there are. Counts, next steps, and exit code come last,
 * because the end is what a terminal still shows after 400 rows.
 */
export const terminalReport = (report: AuditReport, texts: Texts, options: RenderOptions): string => {
  const page = pageOf(texts, options);
  const { view } = options;
  return joined([
    reportHeader(report, page),
    ...report.targets.flatMap((target) => targetSections(target, report, view, page)),
    ...(view === 'detail' ? background(report, page) : []),
    ...fleet(report, page),
    ...history(report, page),
    result(report, page),
    notices(report.notices, page),
    nextSteps(report, view, page),
    exitCode(report, page),
  ]);
};
