import { expect } from 'chai';
import { positionOf } from '../../../src/metadata/xml/parse.js';

const cases: readonly [name: string, text: string, offset: number, line: number, column: number][] = [
  ['the start of a file', 'ab', 0, 1, 1],
  ['a place in the first line', 'ab', 1, 1, 2],
  ['the character after a line feed', 'a\nb', 2, 2, 1],
  ['the character after CRLF', 'a\r\nb', 3, 2, 1],
  ['a line feed itself', 'a\nb', 1, 1, 2],
  ['the end of a file', 'a\nbc', 4, 2, 3],
  ['a first line with a byte order mark', '\uFEFFab', 2, 1, 2],
  ['a second line behind a byte order mark', '\uFEFFa\nb', 3, 2, 1],
  ['a place behind an astral character, which takes two columns', '\u{1F680}b', 2, 1, 3],
];

describe('positionOf', () => {
  for (const [name, text, offset, line, column] of cases) {
    it(`finds ${name}`, () => {
      expect(positionOf(text, offset)).to.deep.equal({ line, column });
    });
  }
});
