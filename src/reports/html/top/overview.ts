import type { ControlId, Counts, Status } from '../../../posture/model.js';
import { verdictOf, VERDICTS } from '../../words/result/fleet.js';
import { failedSteps } from '../../words/result/order.js';
import { facetLink } from '../facets.js';
import { html, named, when, type Html, type Part } from '../page/markup.js';
import { countOf, isSeveral, mayHideApps, STATUSES, type Sheet } from '../sheet.js';

/** How many findings have each status, by control and by org. Each number links to its findings. */

const statusWord = (status: Status, { say }: Sheet): string => say(`status.${status}`);

const countsOf = (statuses: readonly Status[]): Counts => {
  const number = (status: Status): number => statuses.filter((one) => one === status).length;
  return {
    pass: number('pass'),
    fail: number('fail'),
    waived: number('waived'),
    notEvaluated: number('not-evaluated'),
    notApplicable: number('not-applicable'),
  };
};

/** The hatched part is unknown. The words beside it say the same, so that a screen reader skips the picture. */
const bar = (counts: Counts): Part => {
  const total = STATUSES.reduce((sum, status) => sum + countOf(counts, status), 0);
  if (total === 0) return undefined;
  let x = 0;
  const parts = STATUSES.filter((status) => countOf(counts, status) > 0).map((status) => {
    const width = (countOf(counts, status) / total) * 100;
    const part = html`<rect
      class="${status}"
      fill="#8888"
      stroke="#fff"
      x="${x.toFixed(2)}%"
      width="${width.toFixed(2)}%"
      height="100%"
    />`;
    x += width;
    return part;
  });
  return html`<svg class="bar" width="100%" height="10" aria-hidden="true" focusable="false">
    <defs>
      <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="5" height="5" class="paper" />
        <rect width="2" height="5" class="ink" />
      </pattern>
    </defs>
    ${parts}
  </svg>`;
};

const tile = (status: Status, sheet: Sheet): Html => {
  const number = countOf(sheet.report.summary, status);
  return html`<li class="${status}">
    <a href="${facetLink({ status: [status] })}"><b>${number}</b> <span>${statusWord(status, sheet)}</span></a>
  </li>`;
};

const cell = (number: number, status: Status, link: string, sheet: Sheet): Html =>
  html`<td data-label="${statusWord(status, sheet)}" class="${number === 0 ? 'zero' : status}">
    ${number === 0 ? 0 : html`<a href="${link}">${number}</a>`}
  </td>`;

const controlRow = (control: string, sheet: Sheet): Html => {
  const counts = countsOf(
    sheet.rows.filter(({ finding }) => finding.control === control).map(({ finding }) => finding.status),
  );
  const title = sheet.texts.say('controls', `${control}.title`);
  return html`<tr>
    <th scope="row">${title}</th>
    ${STATUSES.map((status) =>
      cell(countOf(counts, status), status, facetLink({ status: [status], control: [control] }), sheet),
    )}
  </tr>`;
};

const byControl = (sheet: Sheet): Html =>
  html`<table class="matrix">
    <caption>
      ${sheet.say('matrix.controls')}
    </caption>
    <thead>
      <tr>
        <th scope="col">${sheet.say('matrix.control')}</th>
        ${STATUSES.map((status) => html`<th scope="col">${statusWord(status, sheet)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${sheet.report.scope.controls.map((control) => controlRow(control, sheet))}
    </tbody>
  </table>`;

const noApps = (at: number, { report, say }: Sheet): Html => {
  const target = report.targets[at];
  return target && mayHideApps(target)
    ? html`<span class="gap">${say('matrix.none-read')}</span>`
    : html`<span class="muted">${say('matrix.none')}</span>`;
};

const cellOfTarget = (at: number, control: string, sheet: Sheet): Html => {
  const rows = sheet.rows.filter((row) => row.at === at && row.finding.control === control);
  const counts = countsOf(rows.map(({ finding }) => finding.status));
  const title = sheet.texts.say('controls', `${control as ControlId}.title`);
  const parts = STATUSES.filter((status) => countOf(counts, status) > 0).map((status) => {
    const link = facetLink({ status: [status], control: [control], org: [sheet.names[at] ?? ''] });
    return html`<a class="${status}" href="${link}"
      >${sheet.say('matrix.cell', countOf(counts, status), statusWord(status, sheet))}</a
    > `;
  });
  return html`<td data-label="${title}">${parts.length === 0 ? noApps(at, sheet) : parts}</td>`;
};

const targetRow = (at: number, sheet: Sheet): Part => {
  const { report, names, say, count } = sheet;
  const target = report.targets[at];
  if (!target) return undefined;
  const steps = failedSteps(target).length;
  const name = html`<th scope="row">
    ${named(names[at] ?? '')}${when(
      steps > 0,
      () => html`<br /><span class="gap">${count('matrix.steps', steps)}</span>`,
    )}
  </th>`;
  return target.error
    ? html`<tr>
        ${name}
        <td class="gap" colspan="${report.scope.controls.length}">${say('matrix.not-audited')}</td>
      </tr>`
    : html`<tr>
        ${name}${report.scope.controls.map((control) => cellOfTarget(at, control, sheet))}
      </tr>`;
};

/** In the order of the list of orgs by verdict. */
const worstTargets = ({ report: { targets } }: Sheet): number[] =>
  VERDICTS.flatMap((verdict) =>
    targets
      .map((target, at) => ({ target, at }))
      .filter(({ target }) => verdictOf(target) === verdict)
      .sort((one, other) => other.target.summary.fail - one.target.summary.fail),
  ).map(({ at }) => at);

const byTarget = (sheet: Sheet): Html =>
  html`<table class="matrix targets">
    <caption>
      ${sheet.say('matrix.targets')}
    </caption>
    <thead>
      <tr>
        <th scope="col">${sheet.say('matrix.target')}</th>
        ${sheet.report.scope.controls.map(
          (control) => html`<th scope="col">${sheet.texts.say('controls', `${control}.title`)}</th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${worstTargets(sheet).map((at) => targetRow(at, sheet))}
    </tbody>
  </table>`;

export const counts = (sheet: Sheet): Html =>
  html`<section aria-label="${sheet.say('overview.label')}">
    <ul class="tiles">
      ${STATUSES.map((status) => tile(status, sheet))}
    </ul>
    ${bar(sheet.report.summary)}
  </section>`;

export const matrices = (sheet: Sheet): Html =>
  html`<section class="matrices" aria-labelledby="matrices">
    <h2 id="matrices">${sheet.say('matrices')}</h2>
    ${when(sheet.report.targets.some(mayHideApps), () => html`<p class="gap">${sheet.say('matrices.unread')}</p>`)}
    ${byControl(sheet)} ${when(isSeveral(sheet), () => byTarget(sheet))}
  </section>`;
