import { bodyOf } from './cards/body.js';
import { BREVITIES, briefOf } from './cards/brief.js';
import { pack } from './cards/packed.js';
import { card, summaryOf } from './cards/summary.js';
import { filters, shownLine, type Facet } from './facets.js';
import { bytesOf, html, joinHtml, type Html, type Part } from './page/markup.js';
import { mayHideApps, type Sheet } from './sheet.js';

/**
 * All findings, worst first. On a small page, each card has all details. On a large page, the cards are brief, and the
 * full ones are packed at the end of the page, so that a page with 5,000 findings opens at once. They are as brief as
 * they must be for the page to stay small. The line of each card always says why it has its status, also without the
 * script.
 */

/** The number of characters in all cards, enough for some hundreds of failures or thousands of passing apps. */
const ROOM_FOR_WHOLE = 1_200_000;
const ROOM_FOR_BRIEF = 1_000_000;

type Bodies = { bodies: readonly Part[]; packed: Part };

const sizeOf = (parts: readonly Html[]): number => parts.reduce((sum, { html: text }) => sum + text.length, 0);

/** `left`: the bytes that the lines of the cards leave. */
const bodiesOf = (left: number, sheet: Sheet): Bodies => {
  const { rows } = sheet;
  const whole = rows.map((row) => bodyOf(row, sheet));
  if (sizeOf(whole) <= ROOM_FOR_WHOLE) return { bodies: whole, packed: undefined };
  const packed = pack(rows, whole);
  const room = Math.min(ROOM_FOR_BRIEF, left - bytesOf(packed));
  for (const brevity of BREVITIES) {
    const bodies = rows.map((row) => briefOf(row, brevity, sheet));
    if (bytesOf(bodies) <= room) return { bodies, packed };
  }
  return { bodies: [], packed };
};

const columns = ({ say }: Sheet): Html =>
  html`<div class="columns" aria-hidden="true">
    ${['status', 'app', 'user', 'use'].map((name) => html`<span>${say(`column.${name}`)}</span>`)}
  </div>`;

/** `room`: the bytes that the findings may take. */
export const findings = (facets: readonly Facet[], room: number, sheet: Sheet): Part => {
  const { rows, say, count } = sheet;
  if (rows.length === 0)
    return html`<section class="findings" aria-labelledby="findings">
      <h2 id="findings">${say(sheet.report.targets.some(mayHideApps) ? 'findings.none-read' : 'findings.none')}</h2>
    </section>`;
  const lines = rows.map((row) => summaryOf(row, sheet));
  const cardsOf = (bodies: readonly Part[]): Html =>
    joinHtml(
      rows.map((row, at) => card(row, facets, [lines[at], bodies[at]])),
      '\n',
    );
  const { bodies, packed } = bodiesOf(room - bytesOf(cardsOf([])), sheet);
  const note = say(bodies.length > 0 ? 'findings.brief' : 'findings.lines');
  return html`<section class="findings" aria-labelledby="findings">
      <h2 id="findings">${count('findings', rows.length)}</h2>
      ${filters(facets, sheet)}
      <div class="state">
        ${shownLine(sheet)}
        <p class="tools" hidden>
          <button type="button" id="open">${say('open-all')}</button>
          <button type="button" id="close">${say('close-all')}</button>
        </p>
      </div>
      ${packed && html`<p class="muted packed">${note}</p>`} ${columns(sheet)}
      <div id="cards">${cardsOf(bodies)}</div>
      <p class="tools" hidden><button type="button" id="more">${say('more', 0)}</button></p>
    </section>
    ${packed}`;
};
