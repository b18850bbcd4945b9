import { sharedFailures, sharedRiskWord } from '../../words/result/fleet.js';
import { html, joinHtml, named, when, type Html } from '../page/markup.js';
import { MOST_ROWS } from '../page/table.js';
import { isSeveral, type Sheet } from '../sheet.js';

/** What fails in more than one org. One fix is enough for all of them. */

const COLUMNS = ['severity', 'risk', 'shared', 'number', 'where'] as const;

export const shared = (sheet: Sheet): Html | undefined => {
  const { report, texts, names } = sheet;
  const found = isSeveral(sheet) ? sharedFailures(report) : [];
  if (found.length === 0) return undefined;
  const left = found.length - MOST_ROWS;
  const nameAt = new Map(report.targets.map((target, at) => [target, names[at] ?? '']));
  const label = (column: (typeof COLUMNS)[number]): string => texts.say('fleet', `cell.${column}`);
  return html`<section aria-labelledby="shared">
    <h2 id="shared">${texts.say('fleet', 'shared.title')}</h2>
    <table>
      <thead>
        <tr>
          ${COLUMNS.map((column) => html`<th scope="col">${label(column)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${found.slice(0, MOST_ROWS).map(
          (one) =>
            html`<tr>
              <td data-label="${label('severity')}">${texts.say('report', `severity.${one.finding.severity}`)}</td>
              <td data-label="${label('risk')}">${sharedRiskWord(one, texts)}</td>
              <th scope="row">
                ${named(one.name)}${when(
                  one.kind !== 'app',
                  () => html` <span class="muted">(${texts.say('fleet', `kind.${one.kind}`)})</span>`,
                )}
              </th>
              <td data-label="${label('number')}">${one.targets.length}</td>
              <td data-label="${label('where')}">
                ${joinHtml(
                  one.targets.map((target) => named(nameAt.get(target) ?? '')),
                  ', ',
                )}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${when(left > 0, () => html`<p>${texts.count('fleet', 'shared.more', left)}</p>`)}
  </section>`;
};
