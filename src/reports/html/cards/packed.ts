import { deflateSync, strToU8 } from 'fflate';
import type { Finding } from '../../../posture/model.js';
import { escaped, html, verbatim, type Html } from '../page/markup.js';
import type { Row } from '../sheet.js';

/**
 * The full cards of a large report, packed for the page's script. They repeat the same pieces thousands of times, and
 * each repeats its own names. So a piece is kept once, with a sign in place of each name, and a card is its names and the
 * numbers of its pieces. That takes less than half of what compression alone makes of them.
 */

type Card = readonly [names: readonly string[], ...pieces: number[]];

/** No text in a page has these characters: `escaped` removes them, and no template contains them. */
const SIGNS = Array.from({ length: 8 }, (_, at) => String.fromCodePoint(at + 1));

const BETWEEN = '<';

/** The app, its user, and the components that the evidence is from. */
const namesIn = ({ app, executionUser, evidence }: Finding): string[] => {
  const components = evidence.map(({ component }) => component.slice(component.indexOf(':') + 1));
  const names = [app.name, executionUser?.username ?? '', ...components].map(escaped).filter((name) => name !== '');
  return [...new Set(names)].slice(0, SIGNS.length);
};

const signed = (body: string, names: readonly string[]): string =>
  names.reduce((text, name, at) => text.replaceAll(name, SIGNS[at] ?? name), body);

const piecesAndCards = (rows: readonly Row[], bodies: readonly Html[]): [pieces: string[], cards: Card[]] => {
  const numbers = new Map<string, number>();
  const numberOf = (piece: string): number => {
    const number = numbers.get(piece) ?? numbers.size;
    numbers.set(piece, number);
    return number;
  };
  const cards = rows.map(({ finding }, at): Card => {
    const names = namesIn(finding);
    return [
      names,
      ...signed(bodies[at]?.html ?? '', names)
        .split(BETWEEN)
        .map(numberOf),
    ];
  });
  return [[...numbers.keys()], cards];
};

/** Letters, digits, and three signs, so that nothing in it can end its element. */
export const pack = (rows: readonly Row[], bodies: readonly Html[]): Html => {
  const bytes = deflateSync(strToU8(JSON.stringify(piecesAndCards(rows, bodies))), { level: 6 });
  return html`<script type="text/plain" id="packed">
    ${verbatim(Buffer.from(bytes).toString('base64'))}
  </script>`;
};
