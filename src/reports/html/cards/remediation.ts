import { adviceFor, mayBeHardened, type Advice } from '../../../posture/controls/advice.js';
import type { Finding, Target } from '../../../posture/model.js';
import { canBeSettled, stepBehind } from '../../../posture/steps.js';
import { manualCheckSnippet, waiverSnippet } from '../../../posture/waivers/snippet.js';
import { clean } from '../../words/clean.js';
import { flag, targetFlags } from '../../words/commandLine.js';
import { stepName } from '../../words/finding.js';
import { fullName } from '../../words/names.js';
import { html, joinHtml, when, type Part, toCopy } from '../page/markup.js';
import { setupLink } from './setupLink.js';
import type { Row, Sheet } from '../sheet.js';

/** What can be done about one finding: by this tool, by a person in Setup, or in writing. */

const needsNothing = ({ status }: Finding): boolean => status === 'pass' || status === 'not-applicable';

/** Behind a step that failed there is an app of which nothing is known, so there is nothing to go about either. */
export const adviceOf = ({ finding, target }: Row): readonly Advice[] =>
  needsNothing(finding) || stepBehind(finding, target) ? [] : adviceFor(finding);

export const commandFor = (finding: Finding, target: Target): string | undefined => {
  const { automatic, why } = finding.remediation;
  if (finding.status !== 'fail' || !(automatic || why === 'hardening-unknown')) return undefined;
  return commandTo([], finding, target);
};

const commandTo = (how: readonly string[], { app }: Finding, target: Target): string =>
  [
    'sf',
    'oauth-posture',
    'remediate',
    ...how,
    ...targetFlags(target),
    ...flag('app', [fullName(app)]),
    '--dry-run',
  ].join(' ');

const whatTheToolDoes = ({ finding, target }: Row, { texts }: Sheet): Part => {
  const { automatic, why = 'not-evaluated' } = finding.remediation;
  const command = commandFor(finding, target);
  return [
    html`<p>${texts.say('report', automatic ? 'advice.automatic' : `advice.${why}`)}</p>`,
    when(command !== undefined, () => toCopy(command ?? '')),
    when(target.org !== undefined && finding.status === 'fail' && mayBeHardened(finding), () => [
      html`<p>${texts.say('report', 'advice.harden')}</p>`,
      toCopy(commandTo(['--harden'], finding, target)),
    ]),
  ];
};

/** A step that failed is mended. What stands there for the reason would be no use. */
const todo = ({ finding, target }: Row, { texts }: Sheet): string[] => {
  const failed = stepBehind(finding, target);
  return failed
    ? [texts.say('report', 'gaps.kept-back', stepName(failed, texts))]
    : texts.points('reasons', `${finding.reason}.todo`);
};

/** Cleaned line by line: with its indentation it fits below another entry of the file. */
const snippetLines = (snippet: string): string =>
  snippet
    .trimEnd()
    .split('\n')
    .map((line) => (/^ */.exec(line)?.[0] ?? '') + clean(line))
    .join('\n');

const toWrite = ({ finding, target }: Row, { say }: Sheet): Part => {
  const orgId = target.org?.id;
  if (finding.status === 'fail')
    return [html`<p>${say('body.waiver')}</p>`, toCopy(snippetLines(waiverSnippet(finding, orgId)))];
  return when(canBeSettled(finding, target) && !finding.manualCheck, () => [
    html`<p>${say('body.check')}</p>`,
    toCopy(snippetLines(manualCheckSnippet(finding, orgId))),
  ]);
};

const howTo = (row: Row, { texts, say }: Sheet): Part => {
  const anchors = adviceOf(row).map(
    (code) => html`<a href="#how-${code}">${texts.say('controls', `advice.${code}.title`)}</a>`,
  );
  return when(anchors.length > 0, () => html`<p>${say('body.how')} ${joinHtml(anchors, ' · ')}</p>`);
};

const setup = ({ finding, target }: Row, { say }: Sheet): Part => {
  const link = setupLink(finding.app, target);
  return (
    link !== undefined &&
    html`<p class="setup">
      <a href="${link}" rel="noopener noreferrer" target="_blank">${say(`setup.${finding.app.type}`)}</a>
    </p>`
  );
};

export const remediation = (row: Row, sheet: Sheet): Part => {
  if (needsNothing(row.finding)) return setup(row, sheet);
  const points = todo(row, sheet).map((point) => html`<li>${point}</li>`);
  return html`<section class="do">
    <h3>${sheet.say('body.remediation')}</h3>
    ${[
      whatTheToolDoes(row, sheet),
      html`<ul>
        ${points}
      </ul>`,
      howTo(row, sheet),
      setup(row, sheet),
      toWrite(row, sheet),
    ]}
  </section>`;
};
