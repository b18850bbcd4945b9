import { expect } from 'chai';
import { cpuMs, expressionsOfSource, hostileTo } from './expressions.js';
import { FUNCTIONS, hostileTexts } from './functions.js';

/**
 * Whoever sends an org's answers, or writes a file of a tree, chooses the texts that we try expressions on. What takes
 * time by the square of a text's length keeps a run busy for minutes. Processor time counts, since a busy machine makes
 * everything slow by the clock; the bounds are many times what is needed.
 */
const SHORT = { length: 40_000, most: 1500 };
const LONG = { length: 300_000, most: 6000 };

/** Only ever tried on the first 2,000 bytes of an answer. */
const BOUNDED_BY_THEIR_CALLER: readonly string[] = ['src/org/transport/answerRules.ts /<title[^>]*>([^<]*)/i'];

describe('a hostile text, however long', () => {
  it('keeps no expression that is written in the source busy for more than its length', () => {
    const expressions = expressionsOfSource();
    expect(expressions.length).to.be.above(80);
    const slow = expressions
      .filter(({ place }) => !BOUNDED_BY_THEIR_CALLER.includes(place))
      .flatMap(({ place, expression }) => {
        const everywhere = new RegExp(expression.source, `${expression.flags.replace('g', '')}g`);
        const text = hostileTo(expression, 60_000).find((one) => cpuMs(() => one.replace(everywhere, '')) > 150);
        return text === undefined ? [] : [`${place} on ${JSON.stringify(text.slice(0, 60))}`];
      });
    expect(slow).to.deep.equal([]);
  });

  /** What a function is slowest with while it is short is what would be worst when it is long. */
  const slowest = (work: (text: string) => unknown): { name: string; ms: number; index: number }[] =>
    hostileTexts(SHORT.length)
      .map((text, index) => ({ name: JSON.stringify(text.slice(0, 40)), ms: cpuMs(() => work(text)), index }))
      .sort((one, other) => other.ms - one.ms)
      .slice(0, 2);

  for (const [name, work] of Object.entries(FUNCTIONS))
    it(`does not keep this one busy: ${name}`, () => {
      // Short ones first: they show which to try, and a mistake fails within seconds.
      const worst = slowest(work);
      expect(worst.filter(({ ms }) => ms > SHORT.most)).to.deep.equal([]);
      const long = hostileTexts(LONG.length);
      const slow = worst.filter(({ index }) => cpuMs(() => work(long[index] ?? '')) > LONG.most);
      expect(slow).to.deep.equal([]);
    });
});
