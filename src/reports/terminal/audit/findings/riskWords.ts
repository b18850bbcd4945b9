import { isAtLeast } from '../../../../posture/factors/atLeast.js';
import type { Finding, Target } from '../../../../posture/model.js';
import { paragraph, type Page } from '../../page/page.js';

/** Explains the risk levels that occur in the report, right where they are shown. */
export const riskLegend = (failures: readonly Finding[], target: Target, page: Page): string[] => {
  const said = [
    ...(failures.some(({ risk }) => risk?.level === 'baseline') ? ['risk.baseline-means'] : []),
    ...(failures.some((finding) => isAtLeast(finding, target)) ? ['risk.at-least-means'] : []),
  ];
  return said.flatMap((key) => paragraph(page.texts.say('report', key), page, 2));
};
