import { mayBeHardened } from '../../../posture/controls/advice.js';
import type { AuditReport, Finding, Target } from '../../../posture/model.js';
import { manualCheckSnippet, waiverSnippet } from '../../../posture/waivers/snippet.js';
import { clean } from '../../words/safe/clean.js';
import { flag, targetFlags } from '../../words/safe/commandLine.js';
import { fullName } from '../../words/names.js';
import {
  adviceIn,
  adviceTitle,
  guardFlags,
  howTos,
  isToCheckInSetup,
  isToolOffered,
  needsNothing,
  todo,
  whatToolCan,
} from '../../words/todo.js';
import { commandLines, heading, paragraph, subheading, type Page } from '../page/page.js';

/** What can be done about a finding: by this plugin, by a person, or with a waiver or manual check. */

const toolCan = (finding: Finding, target: Target, report: AuditReport, page: Page): string[] => [
  ...paragraph(whatToolCan(finding, target, report, page.texts), page, 4, '- '),
  ...(isToolOffered(finding)
    ? commandLines(
        ['sf', 'oauth-posture', 'remediate', ...whatToChange(finding, target), ...guardFlags(finding, target)],
        page,
        6,
      )
    : []),
];

/** Files show no users and no ranges. */
const harden = (finding: Finding, target: Target, page: Page): string[] =>
  target.org === undefined || finding.status !== 'fail' || !mayBeHardened(finding)
    ? []
    : [
        ...paragraph(page.texts.say('report', 'advice.harden'), page, 4, '- '),
        ...commandLines(['sf', 'oauth-posture', 'remediate', '--harden', ...whatToChange(finding, target)], page, 6),
      ];

/** The way out that both controls recommend. In files there are no clients, and only a publisher can move a packaged app. */
const move = ({ app, status }: Finding, target: Target, page: Page): string[] =>
  status !== 'fail' || target.org === undefined || app.managed
    ? []
    : [
        ...paragraph(page.texts.say('migrate', 'advice.migrate'), page, 4, '- '),
        ...commandLines(
          ['sf', 'oauth-posture', 'migrate', ...targetFlags(target), ...flag('app', [fullName(app)])],
          page,
          6,
        ),
      ];

const whatToChange = ({ app }: Finding, target: Target): string[] => [
  ...targetFlags(target),
  ...flag('app', [fullName(app)]),
  '--dry-run',
];

/** Lines to copy are cleaned, but not wrapped or moved, so that their indentation fits below another entry. */
const verbatim = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => (/^ */.exec(line)?.[0] ?? '') + clean(line));

const toCopy = (title: string, snippet: string, page: Page): string[] => [
  ...subheading(page.texts.say('report', title), page),
  ...verbatim(snippet),
];

const inWriting = (finding: Finding, target: Target, page: Page): string[] => {
  const orgId = target.org?.id;
  if (finding.status === 'fail') return toCopy('advice.waiver', waiverSnippet(finding, orgId), page);
  return isToCheckInSetup(finding, target)
    ? toCopy('advice.manual-check', manualCheckSnippet(finding, orgId), page)
    : [];
};

const furtherDown = (finding: Finding, target: Target, page: Page): string[] => {
  const titles = adviceIn(finding, target).map((code) => adviceTitle(code, target, page.texts));
  return titles.length === 0
    ? []
    : paragraph(page.texts.say('report', 'advice.further-down', titles.join('; ')), page, 4, '- ');
};

export const advice = (finding: Finding, target: Target, report: AuditReport, page: Page): string[] =>
  needsNothing(finding)
    ? []
    : [
        ...subheading(page.texts.say('report', 'advice.heading'), page),
        ...todo(finding, target, page.texts, true).flatMap((point) => paragraph(point, page, 4, '- ')),
        ...move(finding, target, page),
        ...toolCan(finding, target, report, page),
        ...harden(finding, target, page),
        ...furtherDown(finding, target, page),
        ...inWriting(finding, target, page),
      ];

/** Once in a report, because the steps are the same for every app. */
export const howTo = (targets: readonly Target[], page: Page): string[][] =>
  howTos(targets, page.texts).map(({ title, steps }) => [
    ...heading(page.texts.say('report', 'advice.how-to', title), page),
    ...steps.flatMap((step, at) => paragraph(step, page, 2, `${at + 1}. `)),
  ]);
