import type { Target } from '../../../posture/model.js';
import { clean } from '../../words/safe/clean.js';
import { failedTouching } from '../../../posture/steps.js';
import { stepRemedy, stepSentence } from '../../words/finding.js';
import { failedSteps } from '../../words/result/order.js';
import { html, named, when, type Html, type Part } from '../page/markup.js';
import { isSeveral, type Sheet } from '../sheet.js';

/** A list that couldn't be read has no findings. Without this banner, it would look clean. */

const couldNotBeOpened = ({ error }: Target, name: string): Part =>
  error &&
  html`<li>
    <b>${named(name)}</b> ${clean(error.message)}${when(
      error.actions.length > 0,
      () =>
        html`<ul>
          ${error.actions.map((action) => html`<li>${clean(action)}</li>`)}
        </ul>`,
    )}
  </li>`;

const stepsOf = (target: Target, name: string, sheet: Sheet): Part =>
  failedSteps(target).map((step) => {
    const remedy = stepRemedy(step, sheet.texts);
    const where = when(isSeveral(sheet), () => html`<b>${named(name)}</b> `);
    return html`<li>
      ${where}${stepSentence(step, sheet.texts)}${when(
        remedy !== undefined,
        () => html`<br /><span class="muted">${sheet.texts.say('steps', remedy ?? '')}</span>`,
      )}
    </li>`;
  });

export const unread = (sheet: Sheet): Html | undefined => {
  const { report, names, say, count } = sheet;
  const targets = report.targets.filter(({ error }) => error !== undefined).length;
  const steps = report.targets.flatMap(failedSteps).length;
  if (targets + steps === 0) return undefined;
  const isHarmless = targets + report.targets.flatMap(failedTouching).length === 0;
  const what = [
    ...(targets > 0 ? [count('targets', targets)] : []),
    ...(steps > 0 ? [count('steps', steps)] : []),
  ].join(', ');
  return html`<section class="unread" aria-labelledby="unread">
    <h2 id="unread">${say('unread.heading', what)}</h2>
    <p>${say(isHarmless ? 'unread.why-harmless' : 'unread.why')}</p>
    <ul>
      ${report.targets.map((target, at) => [
        couldNotBeOpened(target, names[at] ?? ''),
        stepsOf(target, names[at] ?? '', sheet),
      ])}
    </ul>
  </section>`;
};
