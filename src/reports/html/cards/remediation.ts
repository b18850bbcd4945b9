import { mayBeHardened, type Advice } from '../../../posture/controls/advice.js';
import type { Finding, Target } from '../../../posture/model.js';
import type { Texts } from '../../render.js';
import { manualCheckSnippet, waiverSnippet } from '../../../posture/waivers/snippet.js';
import { clean } from '../../words/safe/clean.js';
import { flag, targetFlags } from '../../words/safe/commandLine.js';
import { fullName } from '../../words/names.js';
import {
  adviceIn,
  adviceTitle,
  guardFlags,
  isToCheckInSetup,
  isToolOffered,
  needsNothing,
  todo,
  whatToolCan,
} from '../../words/todo.js';
import { html, joinHtml, when, type Part, toCopy } from '../page/markup.js';
import { setupLink } from './setupLink.js';
import type { Row, Sheet } from '../sheet.js';

/** What can be done about one finding: by this tool, by a person in Setup, or in writing. */

const adviceOf = ({ finding, target }: Row): readonly Advice[] => adviceIn(finding, target);

/** A title of its own for files has an anchor of its own. */
export const idOfHowTo = (code: Advice, title: string, texts: Texts): string =>
  title === adviceTitle(code, { kind: 'org' }, texts) ? `how-${code}` : `how-${code}-in-files`;

export const commandFor = (finding: Finding, target: Target): string | undefined => {
  return finding.status !== 'fail' || !isToolOffered(finding)
    ? undefined
    : [commandTo([], finding, target), ...guardFlags(finding, target)].join(' ');
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

const whatTheToolDoes = ({ finding, target }: Row, { report, texts }: Sheet): Part => {
  const command = commandFor(finding, target);
  return [
    html`<p>${whatToolCan(finding, target, report, texts)}</p>`,
    when(command !== undefined, () => toCopy(command ?? '')),
    when(target.org !== undefined && finding.status === 'fail' && mayBeHardened(finding), () => [
      html`<p>${texts.say('report', 'advice.harden')}</p>`,
      toCopy(commandTo(['--harden'], finding, target)),
    ]),
  ];
};

/** Each line is cleaned but keeps its indentation, so that the snippet fits below another entry of the file. */
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
  return when(isToCheckInSetup(finding, target), () => [
    html`<p>${say('body.check')}</p>`,
    toCopy(snippetLines(manualCheckSnippet(finding, orgId))),
  ]);
};

const howTo = (row: Row, { texts, say }: Sheet): Part => {
  const anchors = adviceOf(row).map((code) => {
    const title = adviceTitle(code, row.target, texts);
    return html`<a href="#${idOfHowTo(code, title, texts)}">${title}</a>`;
  });
  return when(anchors.length > 0, () => html`<p>${say('body.how')} ${joinHtml(anchors, ' · ')}</p>`);
};

const setup = ({ finding, target }: Row, { say }: Sheet): Part => {
  const link = setupLink(finding, target);
  if (!link) return undefined;
  const words = say(link.leadsTo === 'app' ? 'setup.app' : `setup.${finding.app.type}`);
  return html`<p class="setup">
    <a href="${link.url}" rel="noopener noreferrer" target="_blank">${words}</a>
  </p>`;
};

export const remediation = (row: Row, sheet: Sheet): Part => {
  if (needsNothing(row.finding)) return setup(row, sheet);
  const points = todo(row.finding, row.target, sheet.texts, true).map((point) => html`<li>${point}</li>`);
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
