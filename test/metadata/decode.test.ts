import { expect } from 'chai';
import { type Encoding, decode, encode } from '../../src/metadata/decode.js';

const TEXT = '\uFEFF<a>\r\n\tZürich 東京 😀 \uFFFD</a>';
const WITHOUT_MARK = TEXT.slice(1);

const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('bytes and text', () => {
  const cases: [string, Buffer, Encoding, string][] = [
    ['UTF-8', Buffer.from(WITHOUT_MARK), 'utf-8', WITHOUT_MARK],
    ['UTF-8 with a byte order mark', Buffer.from(TEXT), 'utf-8', TEXT],
    ['UTF-16, low byte first', Buffer.from(TEXT, 'utf16le'), 'utf-16le', TEXT],
    ['UTF-16, high byte first', bigEndian(TEXT), 'utf-16be', TEXT],
    ['nothing at all', Buffer.from(''), 'utf-8', ''],
  ];
  for (const [name, bytes, encoding, text] of cases) {
    it(`reads ${name} and writes the very same bytes`, () => {
      expect(decode(bytes)).to.deep.equal({ ok: true, text, encoding });
      expect(encode(text, encoding)).to.deep.equal(bytes);
    });
  }

  const refused: [string, Buffer, string][] = [
    ['a letter of Latin-1', Buffer.from('<a>\n\xe9</a>', 'latin1'), '<a>\n'],
    ['a character that is cut off at the end', Buffer.from([0x61, 0xe2, 0x82]), 'a'],
    ['half of a pair of UTF-16', Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x00, 0xd8, 0x62, 0x00]), '\uFEFFa'],
    // Its replacement has the same first byte.
    [
      'half of a pair that begins like U+FFFD',
      Buffer.from([0xff, 0xfe, 0x61, 0x00, 0xfd, 0xd8, 0x62, 0x00]),
      '\uFEFFa',
    ],
    ['half of a character of UTF-16', Buffer.from([0xfe, 0xff, 0x00, 0x61, 0x00]), '\uFEFFa'],
    ['a surrogate in UTF-8', Buffer.from([0x61, 0xed, 0xa0, 0x80]), 'a'],
  ];
  for (const [name, bytes, readable] of refused) {
    it(`refuses ${name}, and says how far it could read`, () => {
      expect(decode(bytes)).to.deep.equal({ ok: false, readable });
    });
  }
});
