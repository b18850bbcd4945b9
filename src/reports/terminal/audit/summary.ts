import { isAtLeast } from '../../../posture/factors/atLeast.js';
import type { Finding, RiskLevel } from '../../../posture/model.js';
import { heading, paragraph, type Page } from '../page/page.js';
import { layOut } from '../page/table.js';
import { failureRows, type Listed } from './findings/failures.js';
import { countApps } from '../../words/result/order.js';
import { riskLegend } from './findings/riskWords.js';

/** The failures of a large org: how many of each kind, and the worst ones. What is unknown is always listed in full. */

export const WORST = 10;

const atRisk = (findings: readonly Finding[], level: RiskLevel | undefined): number =>
  findings.filter(({ risk }) => risk?.level === level).length;

const countsTable = ({ findings: failures, target }: Listed, { texts, paint, width }: Page): string[] => {
  const unrated = atRisk(failures, undefined) > 0;
  const sure = (findings: readonly Finding[]): Finding[] => findings.filter((one) => !isAtLeast(one, target));
  const mayRise = (findings: readonly Finding[], level: RiskLevel): number =>
    atRisk(findings, level) - atRisk(sure(findings), level);
  const standardMayRise = mayRise(failures, 'baseline') > 0;
  const lowerMayRise = mayRise(failures, 'lower') > 0;
  const titles = [
    ...['severity', 'apps', 'higher', ...(standardMayRise ? ['at-least'] : []), 'baseline'],
    ...[...(lowerMayRise ? ['at-least-lower'] : []), 'lower', ...(unrated ? ['unrated'] : []), 'control'],
  ];
  const rows = [...Map.groupBy(failures, ({ control }) => control)].map(([control, findings]) =>
    [
      texts.say('report', `severity.${findings[0]?.severity ?? 'high'}`),
      findings.length,
      atRisk(findings, 'higher'),
      ...(standardMayRise ? [mayRise(findings, 'baseline')] : []),
      atRisk(sure(findings), 'baseline'),
      ...(lowerMayRise ? [mayRise(findings, 'lower')] : []),
      atRisk(sure(findings), 'lower'),
      ...(unrated ? [atRisk(findings, undefined)] : []),
      texts.say('controls', `${control}.short`),
    ].map((value) => ({ text: String(value) })),
  );
  const table = { titles: titles.map((title) => texts.say('report', `column.${title}`)), titleInk: paint.dim, rows };
  return layOut(table, width - 2).map((line) => `  ${line}`);
};

/** Expects failures in order, worst first. */
export const failureSummary = (listed: Listed, page: Page): string[][] => {
  const { findings, target } = listed;
  const { texts, paint } = page;
  const worst = findings.slice(0, WORST);
  const left = findings.length - worst.length;
  return [
    [
      ...heading(texts.count('report', 'summary.heading', countApps(findings)), page, paint.red),
      ...countsTable(listed, page),
    ],
    [
      ...heading(
        left > 0
          ? texts.say('report', 'summary.worst', worst.length, findings.length)
          : texts.say('report', 'summary.failing'),
        page,
        paint.red,
      ),
      ...failureRows({ ...listed, findings: worst }, page, true),
      ...(left > 0 ? paragraph(texts.count('report', 'summary.more', left), page, 2) : []),
    ],
    riskLegend(findings, target, page),
  ];
};
