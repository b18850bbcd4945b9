import { expect } from 'chai';
import { judgeSkips } from '../../scripts/proof/skips.js';
import { sum, tallyAtEnd, tallyLine } from '../../scripts/proof/tally.js';

describe('the counts of all suites together', () => {
  it('are read from the last line of each, as it is written', () => {
    const tally = { passed: 12, failed: 1, skipped: 3 };
    expect(tallyAtEnd(`some output\n\n${tallyLine(tally)}\n`)).to.deep.equal(tally);
  });

  it('are not there where a suite broke off', () => {
    for (const output of [
      '',
      '3 passed, 0 failed, 0 skipped\nError: out of memory',
      'all 3 passed, 0 failed, 0 skipped',
    ])
      expect(tallyAtEnd(output), output).to.equal(undefined);
  });

  it('are added up', () => {
    const tally = { passed: 1, failed: 2, skipped: 3 };
    expect(sum([tally, tally])).to.deep.equal({ passed: 2, failed: 4, skipped: 6 });
  });

  const PENDING = ['real files, where there is a corpus are read', 'an audit does something'];
  const skips: Array<[when: string, environment: NodeJS.ProcessEnv, forbidden: string[]]> = [
    ['where nobody asks for all', {}, []],
    ['where all are asked for', { REQUIRE_ALL: '1' }, PENDING],
    ['where the corpus alone may be missing', { REQUIRE_ALL: '1', CORPUS_OPTIONAL: '1' }, PENDING.slice(1)],
  ];
  for (const [when, environment, forbidden] of skips)
    it(`count a skipped test as a failure, ${when}: ${forbidden.length} of ${PENDING.length}`, () => {
      expect(judgeSkips(PENDING, environment).forbidden).to.deep.equal(forbidden);
    });
});
