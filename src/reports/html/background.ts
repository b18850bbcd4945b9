import { allControls } from '../../posture/controls/all.js';
import type { Control } from '../../posture/controls/control.js';
import { idOfHowTo } from './cards/remediation.js';
import { howTos } from '../words/todo.js';
import { html, when, type Html, type Part } from './page/markup.js';
import type { Sheet } from './sheet.js';

/**
 * Sections that are the same for every app, shown once: the steps of each piece of advice, and why a control exists.
 */

const steps = (points: readonly string[]): Html =>
  html`<ol>
    ${points.map((point) => html`<li>${point}</li>`)}
  </ol>`;

const howTo = ({ report, texts, say }: Sheet): Part => {
  const all = howTos(report.targets, texts);
  return when(
    all.length > 0,
    () =>
      html`<section class="record" aria-labelledby="how">
        <h2 id="how">${say('how')}</h2>
        ${all.map(
          ({ code, title, steps: points }) =>
            html`<details class="plain" id="${idOfHowTo(code, title, texts)}">
              <summary>${title}</summary>
              ${steps(points)}
            </details>`,
        )}
      </section>`,
  );
};

const IN_THE_HEADING = ['title', 'name'];

const points = (lines: readonly string[]): Part =>
  lines.length === 1
    ? lines
    : html`<ul>
        ${lines.map((line) => html`<li>${line}</li>`)}
      </ul>`;

const about = ({ id, rows }: Control, { texts }: Sheet): Html =>
  html`<details class="plain">
    <summary>${texts.say('controls', `${id}.title`)}</summary>
    <p class="muted">${texts.say('controls', `${id}.name`)}</p>
    <dl>
      ${rows
        .filter((row) => !IN_THE_HEADING.includes(row))
        .map(
          (row) =>
            html`<div>
              <dt>${texts.say('report', `about.${row}`)}</dt>
              <dd>${points(texts.points('controls', `${id}.${row}`))}</dd>
            </div>`,
        )}
    </dl>
  </details>`;

export const background = (sheet: Sheet): Part => [
  howTo(sheet),
  html`<section class="record" aria-labelledby="controls">
    <h2 id="controls">${sheet.say('controls')}</h2>
    ${allControls.filter(({ id }) => sheet.report.scope.controls.includes(id)).map((control) => about(control, sheet))}
  </section>`,
];
