import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { isBroken, isWeb, linksOf, pages, targetOf } from './support/pages.js';

describe('the pages of the project', () => {
  const links = pages().flatMap(linksOf);
  const inside = links.filter((link) => !isWeb(link));

  it('link to files and titles that are there', () => {
    expect(inside.length).to.be.greaterThan(50);
    expect(inside.filter(isBroken).map(({ from, to }) => `${from}: ${to}`)).to.deep.equal([]);
  });

  it('link to the web by https alone', () => {
    expect(links.filter(isWeb).filter(({ to }) => !to.startsWith('https://'))).to.deep.equal([]);
  });

  it('are each reached from the first page', () => {
    const seen = new Set(['README.md']);
    for (const page of seen)
      for (const link of linksOf(page).filter((one) => !isWeb(one) && targetOf(one).endsWith('.md')))
        seen.add(targetOf(link));
    const apart = /^(\.github|docs\/decisions|test)\//;
    expect(pages().filter((page) => !seen.has(page) && !apart.test(page))).to.deep.equal([]);
  });

  it('have each decision in their list', () => {
    const listed = linksOf('docs/decisions/README.md').map(({ to }) => to);
    const decisions = readdirSync('docs/decisions').filter((name) => name !== 'README.md');
    expect(listed.toSorted()).to.deep.equal(decisions.sort());
  });

  it('would be caught with a link to nowhere', () => {
    expect(isBroken({ from: 'README.md', to: 'no-such-page.md' })).to.equal(true);
    expect(isBroken({ from: 'README.md', to: 'docs/waivers.md#no-such-title' })).to.equal(true);
    expect(isBroken({ from: 'docs/fleets.md', to: '../README.md#exit-codes' })).to.equal(false);
  });
});
