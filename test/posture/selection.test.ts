import { expect } from 'chai';
import { nearNames, selector, unmatchedPatterns } from '../../src/posture/selection.js';

const apps = [
  { name: 'Billing' },
  { name: 'Billing_Sync' },
  { name: 'Portal', namespace: 'ACME' },
  { name: 'weird[1]' },
];

describe('choosing apps by name', () => {
  const cases: { title: string; patterns: string[] | null; selected: string[] }[] = [
    {
      title: 'no pattern selects every app',
      patterns: null,
      selected: ['Billing', 'Billing_Sync', 'Portal', 'weird[1]'],
    },
    { title: 'a name selects that app alone', patterns: ['Billing'], selected: ['Billing'] },
    { title: 'a star selects what it matches', patterns: ['Billing*'], selected: ['Billing', 'Billing_Sync'] },
    { title: 'names compare without case', patterns: ['bILLING'], selected: ['Billing'] },
    { title: 'a name with its namespace prefix', patterns: ['ACME__Portal'], selected: ['Portal'] },
    { title: 'a namespace and a star', patterns: ['acme__*'], selected: ['Portal'] },
    { title: 'an escaped bracket is a letter', patterns: ['weird\\[1\\]'], selected: ['weird[1]'] },
    { title: 'several patterns add up', patterns: ['Portal', 'Billing'], selected: ['Billing', 'Portal'] },
    { title: 'a pattern that matches nothing selects nothing', patterns: ['Nope'], selected: [] },
  ];
  for (const { title, patterns, selected } of cases) {
    it(title, () => {
      expect(apps.filter(selector(patterns)).map(({ name }) => name)).to.deep.equal(selected);
    });
  }

  it('names each pattern that matches nothing', () => {
    expect(unmatchedPatterns(['Billing', 'Bilink', 'X*'], apps)).to.deep.equal(['Bilink', 'X*']);
    expect(unmatchedPatterns(null, apps)).to.deep.equal([]);
  });

  it('offers near names, nearest first, and none where nothing is near', () => {
    expect(nearNames('Biling', apps)).to.deep.equal(['Billing']);
    expect(nearNames('billing', apps)).to.deep.equal(['Billing', 'Billing_Sync']);
    expect(nearNames('Zebra', apps)).to.deep.equal([]);
  });
});
