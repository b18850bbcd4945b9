import { adviceFor, ADVICE, type Advice } from '../../../posture/controls/advice.js';
import type { Finding, Target } from '../../../posture/model.js';
import { canBeSettled, stepBehind } from '../../../posture/steps.js';
import { manualCheckSnippet, waiverSnippet } from '../../../posture/waivers/snippet.js';
import { clean } from '../../words/clean.js';
import { flag, targetFlags } from '../../words/commandLine.js';
import { fullName } from '../../words/names.js';
import { commandLines, heading, paragraph, subheading, type Page } from '../page/page.js';
import { todo } from './findings/notEvaluated.js';

/** What can be done about a finding: by this plugin, by a person, or with a waiver or manual check. */

const toolCan = (finding: Finding, target: Target, page: Page): string[] => {
  const { automatic, why = 'not-evaluated' } = finding.remediation;
  const text = page.texts.say('report', automatic ? 'advice.automatic' : `advice.${why}`);
  const isOffered = automatic || why === 'hardening-unknown';
  return [
    ...paragraph(text, page, 4, '- '),
    ...(isOffered ? commandLines(['sf', 'oauth-posture', 'remediate', ...whatToChange(finding, target)], page, 6) : []),
  ];
};

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
  return canBeSettled(finding, target) && !finding.manualCheck
    ? toCopy('advice.manual-check', manualCheckSnippet(finding, orgId), page)
    : [];
};

const needsNothing = ({ status }: Finding): boolean => status === 'pass' || status === 'not-applicable';

/** No advice if a failed step is behind the finding, because nothing is known about the app. */
const adviceIn = (target: Target, finding: Finding): readonly Advice[] =>
  needsNothing(finding) || stepBehind(finding, target) ? [] : adviceFor(finding);

const furtherDown = (finding: Finding, target: Target, page: Page): string[] => {
  const titles = adviceIn(target, finding).map((code) => page.texts.say('controls', `advice.${code}.title`));
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
        ...todo(finding, target, page).flatMap((point) => paragraph(point, page, 4, '- ')),
        ...furtherDown(finding, target, page),
        ...inWriting(finding, target, page),
      ];

/** The steps for each title, once in a report, because they are the same for every app. */
export const howTo = (targets: readonly Target[], page: Page): string[][] => {
  const wanted = new Set(targets.flatMap((target) => target.findings.flatMap((finding) => adviceIn(target, finding))));
  return ADVICE.filter((code) => wanted.has(code)).map((code) => [
    ...heading(page.texts.say('report', 'advice.how-to', page.texts.say('controls', `advice.${code}.title`)), page),
    ...page.texts
      .points('controls', `advice.${code}.steps`)
      .flatMap((step, at) => paragraph(step, page, 2, `${at + 1}. `)),
  ]);
};
