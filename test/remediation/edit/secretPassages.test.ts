import { expect } from 'chai';
import { secretPassages } from '../../../src/remediation/edit/secretPassages.js';
import { cpuTime } from '../../cpuTime.js';

/** In bytes of two a letter, where each gap holds a zero or none: all the ways to spell a name. */
const SPELLINGS = Array.from({ length: 1 << 13 }, (_, bits) =>
  [...'consumerSecret'].map((letter, at) => letter + ((bits >> at) & 1 ? '\0' : '')).join(''),
);

const hiddenIn = (text: string, gap = ''): string[] =>
  secretPassages(gap)(text).map(([start, end]) => text.slice(start, end));

describe('passages that hold a secret', () => {
  const cases: [what: string, text: string, hidden: string[]][] = [
    ['an element', '<a><consumerKey>k</consumerKey></a>', ['consumerKey>k</consumerKey']],
    ['an empty element', '<consumerSecret a="b"/> <c/>', ['consumerSecret a="b"/>']],
    ['two elements, one in the other letters', '<consumerKey>k</CONSUMERKEY><b/>', ['consumerKey>k</CONSUMERKEY']],
    ['a mention that stands alone', 'the consumerKey is', ['consumerKey']],
    ['a key around a secret', 'consumerKey consumerSecret consumerKey', ['consumerKey consumerSecret consumerKey']],
    ['longer names', '<isConsumerSecretOptional>true</isConsumerSecretOptional>', []],
    ['the end of a longer name', 'consumerKey xConsumerKey', ['consumerKey xConsumerKey']],
  ];
  for (const [what, text, hidden] of cases)
    it(`are told of ${what}`, () => {
      expect(hiddenIn(text)).to.deep.equal(hidden);
      const wide = Buffer.from(text, 'utf16le').toString('latin1');
      // The zero behind the last letter is no part of a name, and does not matter.
      expect(hiddenIn(wide, '\\0?').map((passage) => passage.replaceAll('\0', ''))).to.deep.equal(hidden);
    });

  it('pair a mention with the next one that is spelled in the same bytes', () => {
    const [one = '', other = ''] = SPELLINGS;
    expect(hiddenIn(`${one}>${other}<${one}`, '\\0?')).to.deep.equal([`${one}>${other}<${one}`]);
  });

  it('are not looked for to the end of the text from each of 8,000 spellings', () => {
    const text = `${SPELLINGS.join('.<')}${'.'.repeat(2_000_000)}`;
    const began = cpuTime();
    expect(hiddenIn(text, '\\0?')).to.have.length(SPELLINGS.length);
    expect(cpuTime() - began).to.be.below(5000);
  });

  it('are not gone through again from each mention', () => {
    const began = cpuTime();
    expect(hiddenIn('consumerKey<'.repeat(200_000))).to.have.length(100_000);
    expect(cpuTime() - began).to.be.below(5000);
  });
});
