import { ADVICE, mayBeHardened } from '../../../posture/controls/advice.js';
import type { Finding, Target } from '../../../posture/model.js';
import { manualCheckSnippet, waiverSnippet } from '../../../posture/waivers/snippet.js';
import { clean } from '../../words/safe/clean.js';
import { flag, targetFlags } from '../../words/safe/commandLine.js';
import { fullName } from '../../words/names.js';
import {
  adviceIn,
  adviceSteps,
  guardFlags,
  isToCheckInSetup,
  isToolOffered,
  needsNothing,
  todo,
  whatToolCan,
} from '../../words/todo.js';
import { commandLines, heading, paragraph, subheading, type Page } from '../page/page.js';

/** What can be done about a finding: by this plugin, by a person, or with a waiver or manual check. */

const toolCan = (finding: Finding, target: Target, page: Page): string[] => [
  ...paragraph(whatToolCan(finding, target, page.texts), page, 4, '- '),
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

/** The way out that both controls recommend. In files there are no clients. */
const move = ({ app, status }: Finding, target: Target, page: Page): string[] =>
  status !== 'fail' || target.org === undefined
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
  const titles = adviceIn(finding, target).map((code) => page.texts.say('controls', `advice.${code}.title`));
  return titles.length === 0
    ? []
    : paragraph(page.texts.say('report', 'advice.further-down', titles.join('; ')), page, 4, '- ');
};

export const advice = (finding: Finding, target: Target, page: Page): string[] =>
  needsNothing(finding)
    ? []
    : [
        ...subheading(page.texts.say('report', 'advice.heading'), page),
        ...move(finding, target, page),
        ...toolCan(finding, target, page),
        ...harden(finding, target, page),
        ...todo(finding, target, page.texts).flatMap((point) => paragraph(point, page, 4, '- ')),
        ...furtherDown(finding, target, page),
        ...inWriting(finding, target, page),
      ];

/** The steps for each title, once in a report, because they are the same for every app. */
export const howTo = (targets: readonly Target[], page: Page): string[][] => {
  const wanted = new Set(targets.flatMap((target) => target.findings.flatMap((finding) => adviceIn(finding, target))));
  return ADVICE.filter((code) => wanted.has(code)).map((code) => [
    ...heading(page.texts.say('report', 'advice.how-to', page.texts.say('controls', `advice.${code}.title`)), page),
    ...adviceSteps(code, targets, page.texts).flatMap((step, at) => paragraph(step, page, 2, `${at + 1}. `)),
  ]);
};
