import { expect } from 'chai';
import { isSlowToNormalize } from '../../../src/metadata/xml/carriageReturns.js';
import { parseMetadata } from '../../../src/metadata/xml/parse.js';
import { cpuTime } from '../../cpuTime.js';

const RETURNS = '\r'.repeat(1_000_000);
const LINE_ENDS = '\r\n'.repeat(500_000);
const WIDE = '\r\u6771'.repeat(500_000);

const nodes: [what: string, xmlWith: (returns: string) => string][] = [
  ['a text', (returns) => `<a>${returns}</a>`],
  ['a text between references', (returns) => `<a>&lt;${returns}&gt;</a>`],
  ['a comment', (returns) => `<a><!--${returns}--></a>`],
  ['a comment with what looks like elements', (returns) => `<a><!--${'<b>\r'.repeat(1000)}${returns}--></a>`],
  ['a CDATA section', (returns) => `<a><![CDATA[${returns}]]></a>`],
  ['a processing instruction', (returns) => `<a><?b ${returns}?></a>`],
  ['an attribute', (returns) => `<a b="${returns}"/>`],
  ['a tag', (returns) => `<a${returns}/>`],
  ['nothing that is closed', (returns) => `<a><!--${returns}`],
];

const outcomeOf = (text: string): string => {
  const parsed = parseMetadata(text);
  return parsed.ok ? 'read' : parsed.problem.problem;
};

describe('carriage returns', () => {
  for (const [what, xmlWith] of nodes)
    it(`a megabyte of them in ${what} is too large, and that takes no time`, () => {
      const began = cpuTime();
      for (const returns of [RETURNS, LINE_ENDS, WIDE]) expect(outcomeOf(xmlWith(returns))).to.equal('too-large');
      expect(cpuTime() - began).to.be.below(1500);
    });

  it('are too many long before they are a megabyte', () => {
    expect(outcomeOf(`<a>${'\r'.repeat(80_000)}</a>`)).to.equal('too-large');
  });

  it('count for the node that they are in, not for a short one before it', () => {
    expect(isSlowToNormalize(`<a>\r<b>${'\r'.repeat(80_000)}</b></a>`)).to.equal(true);
    expect(isSlowToNormalize(`<a>\r${'x'.repeat(80_000)}<b>${'<c/>\r'.repeat(80_000)}</b></a>`)).to.equal(false);
  });

  it('are counted over all that lies behind a document type, where nothing is what it looks like', () => {
    const comment = `<!--${'<\r'.repeat(10)}]]>${'<\r'.repeat(400_000)}-->`;
    const began = cpuTime();
    expect(outcomeOf(`<!DOCTYPE a [<!ENTITY b "<![CDATA[">]>${comment}<a/>`)).to.equal('too-large');
    expect(cpuTime() - began).to.be.below(1500);
  });

  it('are looked for once, however many nodes there are before the only one', () => {
    const began = cpuTime();
    // Not closed: what is measured is the search, not the parser.
    expect(outcomeOf(`<a ${'<'.repeat(1_000_000)}\r`)).to.equal('not-well-formed');
    expect(cpuTime() - began).to.be.below(1500);
  });

  it('end the lines of files that are read: 100,000 of them, each an element, a comment or blank', () => {
    const lines = Array.from({ length: 25_000 }, () => '<b>x</b>\r\n<!-- y -->\r\n\r\n<c d="e"\r\n/>').join('\r\n');
    const began = cpuTime();
    expect(outcomeOf(`<a>\r\n${lines}\r\n</a>\r\n`)).to.equal('read');
    expect(cpuTime() - began).to.be.below(15_000);
  });

  it('end the lines of a text that is read: a certificate of 2,000 lines', () => {
    const certificate = `${'MIIB'.repeat(16)}\r\n`.repeat(2000);
    const parsed = parseMetadata(`<a>\r\n  <certificate>${certificate}</certificate>\r\n</a>\r\n`);
    expect(parsed.ok).to.equal(true);
  });

  it('end the lines of a text that is just not too large, within seconds', () => {
    const began = cpuTime();
    expect(outcomeOf(`<a>${'\r\u6771'.repeat(22_000)}</a>`)).to.equal('read');
    expect(cpuTime() - began).to.be.below(15_000);
  });
});

describe('how much the parser would copy', () => {
  const r = (count: number): string => '\r'.repeat(count);
  /** In one node it's too much, and in nodes that end at each bracket it's nothing. */
  const bracketed = `<${r(100)}`.repeat(350);
  const texts: readonly [what: string, text: string, isSlow: boolean][] = [
    ['nothing', '', false],
    ['just what is allowed', `a${r(25_000)}${'a'.repeat(14_999)}`, false],
    ['one more than is allowed', `a${r(25_001)}${'a'.repeat(14_998)}`, true],
    ['a text on both sides of an element', `${r(20_000)}<b/>${r(20_000)}`, false],
    ['three such texts', Array.from({ length: 3 }, () => r(20_000)).join('<b/>'), true],
    ['many nodes', bracketed, false],
    ['a comment', `<!--${bracketed}-->`, true],
    ['a comment and a text behind it', `<!--${r(20_000)}-->${r(20_000)}`, false],
    ['a CDATA section', `<![CDATA[${bracketed}]]>`, true],
    ['a CDATA section and a text behind it', `<![CDATA[${r(20_000)}]]>${r(20_000)}`, false],
    ['a processing instruction', `<?b ${bracketed}?>`, true],
    ['a processing instruction and a text behind it', `<?b ${r(20_000)}?>${r(20_000)}`, false],
    ['a comment that is never closed', `<!--${bracketed}`, true],
    ['all behind a document type', `<!DOCTYPE a>${bracketed}`, true],
  ];
  for (const [what, text, isSlow] of texts)
    it(`${what}: ${isSlow ? 'too much' : 'few enough'}`, () => {
      expect(isSlowToNormalize(text)).to.equal(isSlow);
    });
});
