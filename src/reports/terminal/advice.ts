import { adviceFor, ADVICE } from '../../posture/advice.js';
import type { Finding } from '../../posture/model.js';
import { waiverSnippet } from '../../posture/waiverSnippet.js';
import { clean } from '../clean.js';
import { heading, paragraph, subheading, type Page } from './page.js';

/** What can be done about one finding: by this tool, by a person, or by accepting the risk in writing. */

const toolCan = ({ remediation }: Finding): string =>
  remediation.automatic ? 'advice.automatic' : `advice.${remediation.why ?? 'not-evaluated'}`;

/** Lines to copy are cleaned, but neither wrapped nor trimmed at their start. */
const verbatim = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => (/^ */.exec(line)?.[0] ?? '') + clean(line));

const acceptInWriting = (finding: Finding, orgId: string | undefined, page: Page): string[] =>
  finding.status === 'fail'
    ? [
        ...subheading(page.texts.say('report', 'advice.waiver'), page),
        ...verbatim(waiverSnippet(finding, orgId)).map((line) => `    ${line}`),
      ]
    : [];

const needsNothing = ({ status }: Finding): boolean => status === 'pass' || status === 'not-applicable';

const furtherDown = (finding: Finding, page: Page): string[] => {
  const titles = adviceFor(finding).map((code) => page.texts.say('controls', `advice.${code}.title`));
  return titles.length === 0
    ? []
    : paragraph(page.texts.say('report', 'advice.further-down', titles.join('; ')), page, 4, '- ');
};

export const advice = (finding: Finding, orgId: string | undefined, page: Page): string[] =>
  needsNothing(finding)
    ? []
    : [
        ...subheading(page.texts.say('report', 'advice.heading'), page),
        ...paragraph(page.texts.say('report', toolCan(finding)), page, 4, '- '),
        ...page.texts.points('reasons', `${finding.reason}.todo`).flatMap((point) => paragraph(point, page, 4, '- ')),
        ...furtherDown(finding, page),
        ...acceptInWriting(finding, orgId, page),
      ];

/** The steps behind each title, once a report: they are the same for every app. */
export const howTo = (findings: readonly Finding[], page: Page): string[][] => {
  const wanted = new Set(findings.filter((finding) => !needsNothing(finding)).flatMap(adviceFor));
  return ADVICE.filter((code) => wanted.has(code)).map((code) => [
    ...heading(page.texts.say('report', 'advice.how-to', page.texts.say('controls', `advice.${code}.title`)), page),
    ...page.texts
      .points('controls', `advice.${code}.steps`)
      .flatMap((step, at) => paragraph(step, page, 2, `${at + 1}. `)),
  ]);
};
