import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'chai';
import { assumptions } from './assumptions.js';
import { page, withSection } from './assumptionsText.js';

const read = (path: string): string => readFileSync(resolve(import.meta.dirname, '../..', path), 'utf8');

describe('what nobody could check on a live org', () => {
  it('stands in docs/assumptions.md as it stands in the code', () => {
    expect(read('docs/assumptions.md'), 'run scripts/assumptions.ts').to.equal(page(assumptions));
  });

  it('stands in the simulator’s README as it stands in the code', () => {
    const readme = read('test/simulator/README.md');
    expect(readme, 'run scripts/assumptions.ts').to.equal(withSection(readme, assumptions));
  });

  it('has one name each', () => {
    expect(new Set(assumptions.map(({ id }) => id)).size).to.equal(assumptions.length);
  });
});
