import { expect } from 'chai';
import { escapeText, trimBlanks } from '../../../src/metadata/xml/characters.js';
import { parseMetadata } from '../../../src/metadata/xml/parse.js';
import { ownText } from '../../../src/metadata/xml/tree.js';

describe('white space and references', () => {
  it('blanks are those of XML alone', () => {
    expect(trimBlanks(' \t\r\na b\r\n\t ')).to.equal('a b');
    expect(trimBlanks(' \t\r\n')).to.equal('');
    expect(trimBlanks('\u00a0a\u00a0')).to.equal('\u00a0a\u00a0');
  });

  it('a parser returns the text that was escaped, with its carriage returns', () => {
    const text = 'a & b < c > d\re\r\nf';
    expect(escapeText(text)).to.equal('a &amp; b &lt; c &gt; d&#13;e&#13;\nf');
    const parsed = parseMetadata(`<a>${escapeText(text)}</a>`);
    expect(parsed.ok && ownText(parsed.document.root)).to.equal(text);
  });
});
