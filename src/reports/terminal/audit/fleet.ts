import type { AuditReport } from '../../../posture/model.js';
import { orgsByVerdict, sharedFailures, sharedRiskWord, type VerdictGroup } from '../../words/result/fleet.js';
import { nameOfTarget } from '../../words/names.js';
import { heading, paragraph, someNames, type Page } from '../page/page.js';
import { layOut } from '../page/table.js';

/** For a run of several targets, before the counts: how many stand how, and what fails in more than one of them. */

const MOST_LINES = 4;
const MOST_SHARED = 15;

const verdictLines = ({ verdict, names }: VerdictGroup, page: Page): string[] => [
  ...paragraph(page.texts.count('fleet', `verdict.${verdict}`, names.length), page, 2),
  ...someNames(names, page, 4, MOST_LINES, 'names.more-orgs'),
];

export const fleet = (report: AuditReport, page: Page): string[][] => {
  const { texts, paint } = page;
  if (report.targets.length < 2) return [];
  const shared = sharedFailures(report);
  const rows = shared.slice(0, MOST_SHARED).map((one) => {
    const { kind, name, finding, targets } = one;
    return [
      { text: texts.say('report', `severity.${finding.severity}`) },
      { text: sharedRiskWord(one, texts) },
      { text: texts.say('fleet', `shared.${kind}`, name), ink: paint.bold, whole: true },
      { text: String(targets.length) },
      { text: targets.map((target) => nameOfTarget(target, texts)).join(', ') },
    ];
  });
  const titles = ['severity', 'risk', 'shared', 'number', 'where'].map((column) =>
    texts.say(column === 'severity' || column === 'risk' ? 'report' : 'fleet', `column.${column}`),
  );
  const left = shared.length - rows.length;
  return [
    [
      ...heading(texts.say('fleet', 'heading'), page),
      ...orgsByVerdict(report, texts).flatMap((group) => verdictLines(group, page)),
    ],
    rows.length === 0
      ? []
      : [
          ...heading(texts.count('fleet', 'shared.heading', shared.length), page, paint.red),
          ...layOut({ titles, titleInk: paint.dim, rows }, page.width - 2).map((line) => `  ${line}`),
          ...(left > 0 ? paragraph(texts.count('fleet', 'shared.more', left), page, 2) : []),
        ],
  ];
};
