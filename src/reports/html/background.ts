import { ADVICE } from '../../posture/controls/advice.js';
import { allControls } from '../../posture/controls/all.js';
import type { Control } from '../../posture/controls/control.js';
import { adviceOf } from './cards/remediation.js';
import { adviceSteps } from '../words/todo.js';
import { html, when, type Html, type Part } from './page/markup.js';
import type { Sheet } from './sheet.js';

/**
 * Sections that are the same for every app, shown once: the steps of each piece of advice, and why a control exists.
 */

const steps = (points: readonly string[]): Html =>
  html`<ol>
    ${points.map((point) => html`<li>${point}</li>`)}
  </ol>`;

const howTo = ({ report, rows, texts, say }: Sheet): Part => {
  const wanted = new Set(rows.flatMap(adviceOf));
  const codes = ADVICE.filter((code) => wanted.has(code));
  return when(
    codes.length > 0,
    () =>
      html`<section class="record" aria-labelledby="how">
        <h2 id="how">${say('how')}</h2>
        ${codes.map(
          (code) =>
            html`<details class="plain" id="how-${code}">
              <summary>${texts.say('controls', `advice.${code}.title`)}</summary>
              ${steps(adviceSteps(code, report.targets, texts))}
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
