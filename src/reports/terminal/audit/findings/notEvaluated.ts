import type { Finding, Reason, Target } from '../../../../posture/model.js';
import { isSettledByHand } from '../../../../posture/steps.js';
import type { View } from '../../../render.js';
import { placeOf } from '../../../words/finding.js';
import { fullName } from '../../../words/names.js';
import { countApps, ofStatus } from '../../../words/result/order.js';
import { todo } from '../../../words/todo.js';
import { heading, paragraph, someNames, type Page } from '../../page/page.js';

/** What this report doesn't cover: apps that weren't evaluated, and steps that failed. */

const LINES_OF_NAMES = 3;

const LINES_OF_PLACES = 10;

/** In the detail view, each app has a section of its own above. */
const isDetail = (view: View): boolean => view === 'detail';

const most = (view: View, usual: number): number => (view === 'all' ? Infinity : usual);

/** An app of a source tree has its own line with its file, because that is where to look. */
const places = (findings: readonly Finding[], view: View, page: Page): string[] => {
  const { texts } = page;
  const shown = findings.slice(0, most(view, LINES_OF_PLACES));
  const left = findings.length - shown.length;
  return [
    ...shown.flatMap((finding) => {
      const place = placeOf(finding);
      const name = fullName(finding.app);
      return paragraph(place === undefined ? name : texts.say('report', 'names.place', name, place), page, 4);
    }),
    ...(left > 0
      ? paragraph(texts.count('report', isDetail(view) ? 'names.rest-above' : 'names.rest', left), page, 4)
      : []),
  ];
};

const names = (findings: readonly Finding[], { kind }: Target, view: View, page: Page): string[] =>
  kind === 'source'
    ? places(findings, view, page)
    : someNames(
        [...new Set(findings.map(({ app }) => fullName(app)))].sort(),
        page,
        4,
        most(view, LINES_OF_NAMES),
        isDetail(view) ? 'names.more-above' : 'names.more',
      );

const reasonGroup = (
  reason: Reason,
  findings: readonly Finding[],
  target: Target,
  view: View,
  page: Page,
): string[] => [
  ...paragraph(
    page.texts.say('report', 'gaps.group', page.texts.say('reasons', `${reason}.short`), countApps(findings)),
    page,
    2,
  ),
  ...names(findings, target, view, page),
  ...findings
    .slice(0, 1)
    .flatMap((finding) => todo(finding, target, page.texts, isDetail(view)))
    .flatMap((point) => paragraph(point, page, 4, '> ')),
];

const checkedByHand = (findings: readonly Finding[], target: Target, view: View, page: Page): string[] =>
  findings.length === 0
    ? []
    : [
        ...paragraph(page.texts.count('report', 'gaps.checked', countApps(findings)), page, 2),
        ...names(findings, target, view, page),
      ];

export const notEvaluated = (target: Target, view: View, page: Page): string[] => {
  const findings = ofStatus(target.findings, 'not-evaluated');
  if (findings.length === 0) return [];
  const checked = findings.filter((finding) => isSettledByHand(finding, target));
  const open = findings.filter((finding) => !checked.includes(finding));
  return [
    ...heading(page.texts.count('report', 'gaps.heading', countApps(findings)), page, page.paint.yellow),
    ...[...Map.groupBy(open, (finding) => finding.reason)].flatMap(([reason, group]) =>
      reasonGroup(reason, group, target, view, page),
    ),
    ...checkedByHand(checked, target, view, page),
  ];
};
