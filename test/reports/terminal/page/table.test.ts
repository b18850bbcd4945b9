import { expect } from 'chai';
import { layOut } from '../../../../src/reports/terminal/page/table.js';
import { cut, pad, widthOf, wrap } from '../../../../src/reports/terminal/page/width.js';

describe('width of text', () => {
  const WIDTHS: readonly [text: string, width: number][] = [
    ['', 0],
    ['plain', 5],
    ['Zürich', 6],
    ['漢字', 4],
    ['ｆｕｌｌ', 8],
    ['🚀🚀', 4],
    ['e\u0301', 1],
  ];

  for (const [text, width] of WIDTHS) {
    it(`"${text}" takes ${width} columns`, () => {
      expect(widthOf(text)).to.equal(width);
    });
  }

  it('pads and cuts by columns, not by characters', () => {
    expect(pad('漢', 4)).to.equal('漢  ');
    expect(cut('漢字漢字', 5)).to.equal('漢字…');
    expect(cut('漢字', 4)).to.equal('漢字');
  });

  const WRAPS: readonly [what: string, text: string, width: number, lines: string[]][] = [
    ['breaks at spaces', 'one two three', 7, ['one two', 'three']],
    ['breaks a long name where it is joined', 'Warehouse_Sync_Nightly', 12, ['Warehouse_', 'Sync_Nightly']],
    ['breaks a long word somewhere', 'abcdefgh', 3, ['abc', 'def', 'gh']],
    ['never halves a wide character', '漢字漢', 3, ['漢', '字', '漢']],
    ['keeps one line of nothing', '', 10, ['']],
  ];

  for (const [what, text, width, lines] of WRAPS) {
    it(what, () => {
      expect(wrap(text, width)).to.deep.equal(lines);
    });
  }
});

describe('table', () => {
  const plain = (text: string): string => text;
  const table = (titles: string[], ...rows: string[][]) => ({
    titles,
    titleInk: plain,
    rows: rows.map((row) => row.map((text) => ({ text }))),
  });

  it('is as wide as its text where there is room', () => {
    expect(layOut(table(['A', 'NAME'], ['one', 'two']), 80)).to.deep.equal(['A    NAME', 'one  two']);
  });

  it('gives narrow columns what they want and shares the rest', () => {
    const [, row] = layOut(table(['A', 'B', 'C'], ['ab', 'x'.repeat(50), 'y'.repeat(50)]), 26);
    expect(row).to.equal(`ab  ${'x'.repeat(10)}  ${'y'.repeat(10)}`);
  });

  it('lines columns up behind wide characters', () => {
    const lines = layOut(table(['A', 'B'], ['漢字', 'x'], ['ab', 'y']), 80);
    expect(lines.slice(1)).to.deep.equal(['漢字  x', 'ab    y']);
  });

  it('lets a cell have eight lines and cuts what is left', () => {
    const [, ...lines] = layOut(table(['A'], ['word '.repeat(8).trim()], ['word '.repeat(10).trim()]), 5);
    expect(lines).to.deep.equal([...Array<string>(8).fill('word'), ...Array<string>(7).fill('word'), 'word…']);
  });

  it('cuts nothing of a cell that has to stay whole', () => {
    const cells = [[{ text: 'one two three four', whole: true }]];
    expect(layOut({ titles: ['A'], titleInk: plain, rows: cells }, 9)).to.deep.equal(['A', 'one two', 'three', 'four']);
  });
});
