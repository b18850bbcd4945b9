import { expect } from 'chai';
import { allOf, anyOf, known, mapKnown, unknown, type Known } from '../../src/posture/known.js';

const [YES, NO, MAYBE] = [known(true), known(false), unknown('not-read')];

describe('what is known of several parts', () => {
  const cases: [parts: Known<boolean>[], any: Known<boolean>, all: Known<boolean>][] = [
    [[], NO, YES],
    [[YES], YES, YES],
    [[NO], NO, NO],
    [[MAYBE], MAYBE, MAYBE],
    [[YES, NO], YES, NO],
    [[YES, MAYBE], YES, MAYBE],
    [[MAYBE, YES], YES, MAYBE],
    [[NO, MAYBE], MAYBE, NO],
    [[MAYBE, NO], MAYBE, NO],
    [[YES, MAYBE, NO], YES, NO],
    [[YES, YES], YES, YES],
    [[NO, NO], NO, NO],
  ];
  for (const [parts, any, all] of cases)
    it(`${parts.map((part) => (part.known ? part.value : 'unknown')).join(', ') || 'none'}`, () => {
      expect(anyOf(parts)).to.deep.equal(any);
      expect(allOf(parts)).to.deep.equal(all);
    });

  it('stays unknown, for the reason that it had', () => {
    expect(mapKnown(unknown('why'), () => 1)).to.deep.equal({ known: false, why: 'why' });
    expect(mapKnown(known(2), (value) => value + 1)).to.deep.equal({ known: true, value: 3 });
    expect(anyOf([NO, unknown('a'), unknown('b')])).to.deep.equal({ known: false, why: 'a' });
  });
});
