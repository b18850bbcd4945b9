import { deflateSync, strToU8 } from 'fflate';
import { bodyOf } from './cards/body.js';
import { briefOf } from './cards/brief.js';
import { card } from './cards/summary.js';
import { filters, shownLine, type Facet } from './facets.js';
import { html, joinHtml, verbatim, when, type Html, type Part } from './page/markup.js';
import { mayHideApps, type Row, type Sheet } from './sheet.js';

/**
 * All findings, worst first. On a small page, each card has all details. On a large page, the cards are brief, and the
 * full ones are packed at the end of the page, so that a page with 5,000 findings opens at once. Without the script,
 * the brief cards still have everything that the verdict depends on.
 */

/** The number of characters in all cards, enough for some hundreds of failures or thousands of passing apps. */
const ROOM_FOR_WHOLE = 1_200_000;
const ROOM_FOR_BRIEF = 1_000_000;

type Bodies = { shown: readonly Html[]; packed: readonly string[] };

const sizeOf = (parts: readonly Html[]): number => parts.reduce((sum, { html: text }) => sum + text.length, 0);

const bodiesOf = (rows: readonly Row[], sheet: Sheet): Bodies => {
  const whole = rows.map((row) => bodyOf(row, sheet));
  if (sizeOf(whole) <= ROOM_FOR_WHOLE) return { shown: whole, packed: [] };
  const packed = whole.map(({ html: text }) => text);
  for (const brevity of ['brief', 'evidence'] as const) {
    const shown = rows.map((row) => briefOf(row, brevity, sheet));
    if (sizeOf(shown) <= ROOM_FOR_BRIEF) return { shown, packed };
  }
  return { shown: rows.map((row) => briefOf(row, 'flag', sheet)), packed };
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Letters, digits, and three signs, so that nothing in it can end its element. */
const pack = (texts: readonly string[]): Html =>
  html`<script type="text/plain" id="packed">
    ${verbatim(base64(deflateSync(strToU8(JSON.stringify(texts)), { level: 6 })))}
  </script>`;

const columns = ({ say }: Sheet): Html =>
  html`<div class="columns" aria-hidden="true">
    ${['status', 'app', 'user', 'use'].map((name) => html`<span>${say(`column.${name}`)}</span>`)}
  </div>`;

export const findings = (facets: readonly Facet[], sheet: Sheet): Part => {
  const { rows, say, count } = sheet;
  if (rows.length === 0)
    return html`<section class="findings" aria-labelledby="findings">
      <h2 id="findings">${say(sheet.report.targets.some(mayHideApps) ? 'findings.none-read' : 'findings.none')}</h2>
    </section>`;
  const { shown, packed } = bodiesOf(rows, sheet);
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
      ${when(packed.length > 0, () => html`<p class="muted packed">${say('findings.brief')}</p>`)} ${columns(sheet)}
      <div id="cards">
        ${joinHtml(
          rows.map((row, at) => card(row, facets, shown[at], sheet)),
          '\n',
        )}
      </div>
      <p class="tools" hidden><button type="button" id="more">${say('more', 0)}</button></p>
    </section>
    ${when(packed.length > 0, () => pack(packed))}`;
};
