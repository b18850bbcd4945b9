import { expect } from 'chai';
import { type Difference, canonical, differences } from '../../src/metadata/compare.js';
import { connectedApp, file } from './support/samples.js';

const root = (inside: string): string => file('A', inside);

const same: readonly [name: string, one: string, other: string][] = [
  ['layout', root('<b>\n\t<c>1</c>\n</b>'), root('<b><c>1</c></b>')],
  ['the order of a list', root('<c>1</c><c>2</c>'), root('<c>2</c><c>1</c>')],
  ['the order of blocks in a list', root('<r><s>1</s></r><r><s>2</s></r>'), root('<r><s>2</s></r><r><s>1</s></r>')],
  [
    'comments, attributes and prefixes',
    root('<c>1</c>'),
    '<m:A xmlns:m="http://soap.sforce.com/2006/04/metadata"><!-- x --><m:c d="e">1</m:c></m:A>',
  ],
  ['how a character is written', root('<c>&amp;1</c>'), root('<c><![CDATA[&]]>&#49;</c>')],
  ['white space around words between elements', root('words<c>1</c>'), root('\n  words\n<c>1</c>')],
  ['line ends', root('<c>1\n2</c>'), root('<c>1\r\n2</c>')],
  [
    'the consumer key and secret',
    connectedApp(''),
    connectedApp('<consumerKey>K</consumerKey><consumerSecret>S</consumerSecret>'),
  ],
  ['a block emptied of its key', root('<b><consumerKey>K</consumerKey></b>'), root('<b>\n</b>')],
  ['ways to write an empty element', root('<c/>'), root('<c></c>')],
  [
    'an empty copy beside the user, which names nobody',
    connectedApp('<oauthClientCredentialUser>a@b</oauthClientCredentialUser>'),
    connectedApp('<oauthClientCredentialUser/><oauthClientCredentialUser>a@b</oauthClientCredentialUser>'),
  ],
];

const usedBy = (name: string): string => connectedApp(`<oauthClientCredentialUser>${name}</oauthClientCredentialUser>`);

const different: readonly [name: string, before: string, after: string, expected: Difference[]][] = [
  ['a value', root('<b><c>1</c></b>'), root('<b><c>2</c></b>'), [{ path: 'b.c', before: '1', after: '2' }]],
  [
    'a user whose name has a letter that only capitals have in common',
    usedBy('stra\u00dfe@example.com'),
    usedBy('strasse@example.com'),
    [
      {
        path: 'oauthConfig.oauthClientCredentialUser',
        before: 'stra\u00dfe@example.com',
        after: 'strasse@example.com',
      },
    ],
  ],
  ['an element that came', root(''), root('<c>1</c>'), [{ path: 'c', before: null, after: '1' }]],
  ['an element that went', root('<c>1</c>'), root(''), [{ path: 'c', before: '1', after: null }]],
  ['an empty element that went', root('<c/>'), root(''), [{ path: 'c', before: '', after: null }]],
  [
    'a block that came',
    root(''),
    root('<b><c>1</c><d>2</d></b>'),
    [
      { path: 'b.c', before: null, after: '1' },
      { path: 'b.d', before: null, after: '2' },
    ],
  ],
  [
    'a block that went',
    root('<b><c>1</c><d>2</d></b>'),
    root(''),
    [
      { path: 'b.c', before: '1', after: null },
      { path: 'b.d', before: '2', after: null },
    ],
  ],
  [
    'a block that came, with words in it',
    root(''),
    root('<b>x<c>1</c></b>'),
    [
      { path: 'b', before: null, after: 'x' },
      { path: 'b.c', before: null, after: '1' },
    ],
  ],
  [
    'values, by their paths',
    root('<d>1</d><c>1</c>'),
    root('<d>2</d><c>2</c>'),
    [
      { path: 'c', before: '1', after: '2' },
      { path: 'd', before: '1', after: '2' },
    ],
  ],
  [
    'a second member of what becomes a list',
    root('<c>1</c>'),
    root('<c>1</c><c>2</c>'),
    [{ path: 'c', before: null, after: '2' }],
  ],
  [
    'members of a list, in the order of their values',
    root('<c>5</c><c>4</c><c>1</c>'),
    root('<c>1</c><c>3</c><c>2</c>'),
    [
      { path: 'c', before: '4', after: null },
      { path: 'c', before: '5', after: null },
      { path: 'c', before: null, after: '2' },
      { path: 'c', before: null, after: '3' },
    ],
  ],
  [
    'a member of a list',
    root('<c>1</c><c>2</c>'),
    root('<c>2</c><c>3</c>'),
    [
      { path: 'c', before: '1', after: null },
      { path: 'c', before: null, after: '3' },
    ],
  ],
  [
    'how often a member is there',
    root('<c>1</c><c>1</c>'),
    root('<c>1</c>'),
    [{ path: 'c', before: '1', after: null }],
  ],
  [
    'the ends of ranges swapped',
    root('<r><s>1</s><e>2</e></r><r><s>3</s><e>4</e></r>'),
    root('<r><s>1</s><e>4</e></r><r><s>3</s><e>4</e></r>'),
    [
      { path: 'r', before: '["r","",[["e","2"],["s","1"]]]', after: null },
      { path: 'r', before: null, after: '["r","",[["e","4"],["s","1"]]]' },
    ],
  ],
  [
    'a value that became a block',
    root('<b>1</b>'),
    root('<b><c>1</c></b>'),
    [
      { path: 'b', before: '1', after: '' },
      { path: 'b.c', before: null, after: '1' },
    ],
  ],
  ['white space inside a value', root('<c>1</c>'), root('<c> 1</c>'), [{ path: 'c', before: '1', after: ' 1' }]],
  ['words between elements', root('<c>1</c>'), root('words<c>1</c>'), [{ path: '', before: '', after: 'words' }]],
  ['the type', '<A/>', '<B/>', [{ path: '', before: 'A', after: 'B' }]],
];

describe('comparing components', () => {
  for (const [name, one, other] of same) {
    it(`does not tell files apart by ${name}`, () => {
      expect(canonical(one)).to.equal(canonical(other)).and.to.be.a('string');
      expect(differences(one, other)).to.deep.equal([]);
    });
  }

  for (const [name, before, after, expected] of different) {
    it(`tells of ${name}`, () => {
      expect(canonical(before)).to.not.equal(canonical(after));
      expect(differences(before, after)).to.deep.equal(expected);
    });
  }

  it('passes over the paths it is told to, and what is below them', () => {
    const before = root('<b><c>1</c><d>1</d></b><e><f>1</f></e>');
    const after = root('<b><c>2</c><d>2</d></b><e><f>2</f></e>');
    expect(differences(before, after, ['b.c', 'e'])).to.deep.equal([{ path: 'b.d', before: '1', after: '2' }]);
  });

  it('says which of two files cannot be read', () => {
    const problem = { kind: 'unparsable', problem: 'not-well-formed', line: 1, column: 4 };
    expect(differences('<a>', '<a/>')).to.deep.equal(problem);
    expect(differences('<a/>', '<a>')).to.deep.equal(problem);
    expect(canonical('<a>')).to.deep.equal(problem);
  });
});
