import { expect } from 'chai';
import { clean, cleanPath } from '../../../../src/reports/words/safe/clean.js';
import { cpuTime } from '../../../cpuTime.js';

describe('clean', () => {
  const CASES: readonly [what: string, text: string, cleaned: string][] = [
    ['plain text stays', 'Billing (EU)', 'Billing (EU)'],
    ['letters of all scripts stay', 'Zürich 漢字 Việt עברית', 'Zürich 漢字 Việt עברית'],
    ['colours go', '\u001b[1;31mred\u001b[0m', 'red'],
    ['cursor movements go, 8-bit ones too', 'a\u001b[2J\u009b10;1Hb', 'ab'],
    ['a window title goes, text and all', '\u001b]0;title\u0007name', 'name'],
    ['a link keeps its text alone', '\u001b]8;;https://evil.example\u001b\\name\u001b]8;;\u001b\\', 'name'],
    ['a string without an end loses its start alone', '\u001b]0;name', ']0;name'],
    ['line ends, tabs and odd spaces become one space', 'a\r\n\tb\u2028\u00a0c\u0085d', 'a b c d'],
    ['spaces around go', '  a  ', 'a'],
    ['the reading direction is not turned', 'a\u202Eb\u2066c\u200Fd', 'abcd'],
    ['nothing without width stays', 'P\u200BA\u200DS\uFEFFS\u00AD\u3164', 'PASS'],
    ['backspace and NUL go', 'a\bb\u0000c', 'abc'],
    ['half of a character goes', 'a\ud800b', 'ab'],
    ['towers of marks are taken down', `a${'\u0301'.repeat(50)}`, '\u00e1\u0301\u0301'],
    ['a command to an agent is none any more', 'a ##vso[task.x]b ##[group]', 'a # #vso[task.x]b # #[group]'],
    ['nor one that a hidden character was meant to keep', '#\u200B#vso[task.x]b', '# #vso[task.x]b'],
    [
      'a command to a runner is none any more',
      '::stop-commands::x ::Set-Output name=a::b',
      ': :stop-commands::x : :Set-Output name=a::b',
    ],
    ['what only looks like one stays', '## A::B ::1 fe80::echo1 C::Errors', '## A::B ::1 fe80::echo1 C::Errors'],
    ['tags hidden behind an emoji go', '\u{1F600}\u{E0041}\u{E0042}', '\u{1F600}'],
  ];

  for (const [what, text, cleaned] of CASES) {
    it(what, () => {
      expect(clean(text)).to.equal(cleaned);
    });
  }

  it('is done in no time with a text made to slow it down', () => {
    const start = cpuTime();
    clean('\u001b]'.repeat(50_000));
    clean(`\u001b[${'0;'.repeat(100_000)}`);
    expect(cpuTime() - start).to.be.below(1000);
  });
});

describe('cleanPath', () => {
  const PATHS: readonly [what: string, path: string, cleaned: string][] = [
    ['two blanks stay two', '/x/two  blanks/y', '/x/two  blanks/y'],
    ['blanks around stay', ' x ', ' x '],
    ['letters stay in the form that the disk knows', 'Cafe\u0301', 'Cafe\u0301'],
    ['a wide blank stays', 'a\u3000b', 'a\u3000b'],
    ['line ends and tabs become a space each', 'a\r\nb\tc\u2028d', 'a  b c d'],
    ['control sequences go', 'a\u001b[2J\u009b31mb\u001b]0;title\u0007c', 'abc'],
    ['the reading direction is not turned', 'a\u202eb\u2066c', 'abc'],
    ['nothing without width stays', 'a\u200bb\u0000c', 'abc'],
    ['towers of marks are taken down', `a${'\u0301'.repeat(50)}`, 'a\u0301\u0301'],
  ];
  for (const [what, path, cleaned] of PATHS)
    it(what, () => {
      expect(cleanPath(path)).to.equal(cleaned);
    });
});
