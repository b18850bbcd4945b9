import type { Finding } from '../../../posture/model.js';
import { clean } from '../../words/safe/clean.js';
import { riskWord, runAsWords, useWords, whyWords } from '../../words/finding.js';
import { fullName } from '../../words/names.js';
import { tokensOf, type Facet } from '../facets.js';
import { html, joinHtml, named, when, type Html, type Part } from '../page/markup.js';
import { isSeveral, type Row, type Sheet } from '../sheet.js';

/** One finding as a line that opens: badge, app, Run As user, and use. Thousands of them are on a page, so few classes. */

const kindWords = ({ app }: Finding, { say }: Sheet): string =>
  app.namespace && app.managed
    ? say(`kind.${app.type}.package`, clean(app.namespace))
    : say(app.managed ? `kind.${app.type}.managed` : `kind.${app.type}`);

const flowIsOn = ({ risk }: Finding): boolean => risk !== undefined;

/** If the flow is off, no user runs it. */
const access = (finding: Finding, { texts }: Sheet): Part =>
  when(flowIsOn(finding) || finding.executionUser !== undefined, () => [
    html`<span class="u">${runAsWords(finding, texts)}</span> `,
    html`<span>${useWords(finding.usage, texts)}</span>`,
  ]);

const weight = ({ finding, target }: Row, { say, texts }: Sheet): Part =>
  when(finding.risk !== undefined, () => html` <small>${say('card.risk', riskWord(finding, target, texts))}</small>`);

export const summaryOf = (row: Row, sheet: Sheet): Html => {
  const { finding, at } = row;
  const { texts, say, names } = sheet;
  const where = joinHtml(
    [
      kindWords(finding, sheet),
      ...(isSeveral(sheet) ? [named(names[at] ?? '')] : []),
      ...(finding.change === 'new' ? [html`<em>${say('change.new')}</em>`] : []),
    ],
    ' · ',
  );
  const badge = html`<span class="b">${say(`status.${finding.status}`)}${weight(row, sheet)}</span>`;
  const app = html`<b>${named(fullName(finding.app))}</b> <small>${where}</small>`;
  const why = html`<span>${whyWords(finding, texts)}</span>`;
  return html`<summary>${badge} <span class="a">${app} ${why}</span> ${access(finding, sheet)}</summary>`;
};

export const card = (row: Row, facets: readonly Facet[], inside: Part): Html =>
  html`<details data-k="${tokensOf(facets, row)}">${inside}</details>`;
