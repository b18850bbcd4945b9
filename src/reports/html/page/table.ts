import { html, type Html, type Part } from './markup.js';

/** What is below the cards of a page: sections with their heading, and tables that become lists on a narrow screen. */

export const section = (id: string, heading: string, body: Part): Html =>
  html`<section class="record" aria-labelledby="${id}">
    <h2 id="${id}">${heading}</h2>
    ${body}
  </section>`;

/** A table of thousands of rows would take the room of what it's about, so it's cut and says so. */
export const MOST_ROWS = 500;

export const table = (titles: readonly string[], rows: readonly (readonly Part[])[]): Html =>
  html`<table class="list">
    <thead>
      <tr>
        ${titles.map((title) => html`<th scope="col">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (cells) =>
          html`<tr>
            ${cells.map((cell, at) => html`<td data-label="${titles[at]}">${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
