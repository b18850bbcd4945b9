import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { RECORD, recordNow } from '../../scripts/pictures/madeFrom.js';
import { linksOf, pages, targetOf } from './support/pages.js';

const AGAIN = 'Run `npm run pictures`, and look at the pictures.';

describe('the pictures of the docs', () => {
  const recorded = JSON.parse(readFileSync(RECORD, 'utf8')) as ReturnType<typeof recordNow>;

  it('show the reports as they are now', () => {
    expect(recorded.shows, AGAIN).to.equal(recordNow().shows);
  });

  it('are those that were made then', () => {
    expect(recorded.pictures, AGAIN).to.deep.equal(recordNow().pictures);
  });

  it('are all shown on a page, or made for one', () => {
    const shown = new Set(pages().flatMap(linksOf).map(targetOf));
    const forOthers = ['report-dark', 'report-narrow', 'report-print'].map((name) => `docs/pictures/${name}.png`);
    expect(
      Object.keys(recorded.pictures).filter((file) => !shown.has(file) && !forOthers.includes(file)),
    ).to.deep.equal([]);
  });
});
