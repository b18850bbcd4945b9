import { expect } from 'chai';
import type { Unparsable } from '../../../src/metadata/facts.js';
import { LIMITS, parseAs, parseMetadata } from '../../../src/metadata/xml/parse.js';
import { elementsAt, valueOf } from '../../../src/metadata/xml/tree.js';
import { cpuTime } from '../../cpuTime.js';
import { connectedApp } from '../support/samples.js';

function problemOf(text: string): Unparsable {
  const parsed = parseMetadata(text);
  if (parsed.ok) throw new Error('this text should not have been read');
  return parsed.problem;
}

const conflict = `<ConnectedApp>
<<<<<<< HEAD
    <label>One</label>
=======
    <label>Two</label>
>>>>>>> feature
</ConnectedApp>`;

const unreadable: readonly [name: string, text: string, expected: Omit<Unparsable, 'kind'>][] = [
  ['an empty file', '', { problem: 'not-well-formed', line: 1, column: 1 }],
  ['plain words', 'not found', { problem: 'not-well-formed', line: 1, column: 1 }],
  ['a file cut inside an element', '<ConnectedApp>\n  <label>Bil', { problem: 'not-well-formed', line: 2, column: 10 }],
  [
    'an end tag that does not match',
    '<ConnectedApp>\n<a></b>\n</ConnectedApp>',
    { problem: 'not-well-formed', line: 2, column: 4 },
  ],
  ['two roots', '<a/>\n<b/>', { problem: 'not-well-formed', line: 2, column: 1 }],
  [
    'an error after characters beyond the basic plane',
    '<a>\u{1F680}\u{1F680}<b></a>',
    { problem: 'not-well-formed', line: 1, column: 11 },
  ],
  ['an error behind a byte order mark', '\uFEFF<a', { problem: 'not-well-formed', line: 1, column: 3 }],
  ['a NUL character', '<a>\u0000</a>', { problem: 'not-well-formed', line: 1, column: 4 }],
  [
    'an entity that the file declares itself',
    '<!DOCTYPE a [<!ENTITY b "true">]>\n<a>&b;</a>',
    { problem: 'not-well-formed', line: 2, column: 4 },
  ],
  ['a prefix that nothing binds', '<a>\n  <md:b/>\n</a>', { problem: 'not-well-formed', line: 2, column: 3 }],
  [
    'an attribute whose prefix nothing binds',
    '<a><b xsi:nil="true"/></a>',
    { problem: 'not-well-formed', line: 1, column: 4 },
  ],
  ['a committed merge conflict', conflict, { problem: 'conflict-markers', line: 2, column: 1 }],
  [
    'a conflict with CRLF line ends',
    conflict.replaceAll('\n', '\r\n'),
    { problem: 'conflict-markers', line: 2, column: 1 },
  ],
  [
    'half a conflict, which is well-formed',
    '<a>\n<b/>\n>>>>>>> feature\n</a>',
    { problem: 'conflict-markers', line: 3, column: 1 },
  ],
  [
    'a conflict’s last line at the very end of a file that is cut',
    '<a>\n<b/>\n>>>>>>>',
    { problem: 'conflict-markers', line: 3, column: 1 },
  ],
  [
    'the common ancestor of a conflict, after a tab',
    '<a>\n<b/>\n|||||||\tbase\n</a>',
    { problem: 'conflict-markers', line: 3, column: 1 },
  ],
  [
    'a conflict’s last line without a name, with CRLF line ends',
    '<a>\r\n<b/>\r\n>>>>>>>\r\n</a>',
    { problem: 'conflict-markers', line: 3, column: 1 },
  ],
  [
    'a declared encoding in which the same bytes hold other elements',
    `<?xml version="1.0" encoding="Shift_JIS"?>\n<a><![CDATA[\u2013]]><!-- ]]><on/><![CDATA[ --><off/><!-- ]]> --></a>`,
    { problem: 'not-utf-8', line: 1, column: 1 },
  ],
  [
    'a document type whose end only looks like one, so that another element is the document',
    '<!DOCTYPE a [<!ENTITY b "]><a><off/></a><?c ">]><a><on/></a><?d ?>',
    { problem: 'document-type', line: 1, column: 1 },
  ],
  ['nesting 201 deep', '<a>'.repeat(201) + '</a>'.repeat(201), { problem: 'too-large', line: 1, column: 601 }],
  ['nesting that overflows the stack', '<a>'.repeat(50_000) + '</a>'.repeat(50_000), { problem: 'too-large' }],
  ['more text than is read', `<a>${' '.repeat(LIMITS.length)}</a>`, { problem: 'too-large' }],
];

describe('parseMetadata', () => {
  for (const [name, text, expected] of unreadable) {
    it(`tells of ${name} where it is`, () => {
      expect(problemOf(text)).to.deep.equal({ kind: 'unparsable', ...expected });
    });
  }

  for (const encoding of [
    ...['UTF-8', 'utf8', 'UTF-16', 'utf16', 'UTF-16LE', 'utf-16be', 'US-ASCII', 'ascii', 'latin1', 'latin-1'],
    ...['ISO-8859-1', 'ISO-8859-15', 'windows-1252'],
  ])
    it(`reads a file that declares ${encoding}, whose markup is the same bytes`, () => {
      expect(parseMetadata(`<?xml version="1.0" encoding="${encoding}"?><a/>`).ok).to.equal(true);
    });

  for (const encoding of ['x-utf-8', 'utf-8-mac', 'utf-7', 'iso-8859-150'])
    it(`refuses a file that declares ${encoding}`, () => {
      expect(parseMetadata(`<?xml version="1.0" encoding="${encoding}"?><a/>`)).to.have.nested.property(
        'problem.problem',
        'not-utf-8',
      );
    });

  it('reads a file of exactly the length it accepts', () => {
    const text = `<a>${' '.repeat(LIMITS.length - 7)}</a>`;
    expect(parseMetadata(text).ok).to.equal(true);
  });

  it('does not take a conflict marker inside a value or a comment for a conflict', () => {
    expect(parseMetadata('<a><b>\n>>>>>>> quoted\n</b><!--\n<<<<<<< HEAD\n--></a>').ok).to.equal(true);
  });

  it('does not take other rows of the same characters between elements for a conflict', () => {
    for (const row of ['||||||', '||||||||', '>>>>>>', '>>>>>>>>', '>>>>>>>x', 'x >>>>>>>', '|||||||x'])
      expect(parseMetadata(`<a>\n<b/>\n${row}\n</a>`).ok, row).to.equal(true);
  });

  it('ends the root with the file where the file holds an astral character', () => {
    const text = '<a>\u{1F680}</a>';
    const parsed = parseMetadata(text);
    expect(parsed.ok && parsed.document.root.end).to.equal(text.length);
  });

  it('gives offsets that cut each element out of its text', () => {
    const text = connectedApp('        <certificate\n>MIIB\r\nAgIC</certificate >\n');
    const parsed = parseMetadata(text);
    const [certificate] = parsed.ok ? elementsAt(parsed.document.root, ['oauthConfig', 'certificate']) : [];
    expect(certificate && text.slice(certificate.start, certificate.end)).to.equal(
      '<certificate\n>MIIB\r\nAgIC</certificate >',
    );
    expect(certificate && valueOf(certificate)).to.equal('MIIB\nAgIC');
  });

  const METADATA = 'http://soap.sforce.com/2006/04/metadata';
  const names: readonly [name: string, text: string, expected: string][] = [
    ['the default namespace', `<a xmlns="${METADATA}"/>`, 'a'],
    ['no namespace', '<a/>', 'a'],
    ['a prefix bound to the metadata namespace', `<m:a xmlns:m="${METADATA}"/>`, 'a'],
    ['another namespace', '<a xmlns="urn:other"/>', '{urn:other}a'],
    ['the namespace of XML itself, which every file has', '<xml:a/>', '{http://www.w3.org/XML/1998/namespace}a'],
    ['a prefix named like a property of every object', '<constructor:a xmlns:constructor="urn:o"/>', '{urn:o}a'],
  ];
  for (const [name, text, expected] of names) {
    it(`names an element in ${name} ${expected}`, () => {
      const parsed = parseMetadata(text);
      expect(parsed.ok && parsed.document.root.name).to.equal(expected);
    });
  }

  it('reads an attribute of XML itself, whose prefix no file declares', () => {
    expect(parseMetadata('<a xml:space="preserve"><b xml:lang="en"/></a>').ok).to.equal(true);
  });

  it('refuses another type where one is asked for, at its root', () => {
    expect(parseAs('ConnectedApp', `<?xml version="1.0"?>\n<Profile/>`)).to.deep.equal({
      ok: false,
      problem: { kind: 'unparsable', problem: 'wrong-root', line: 2, column: 1 },
    });
    expect(parseAs('ConnectedApp', '<ConnectedApp xmlns="urn:other"/>').ok).to.equal(false);
  });

  it('reads 5,000 files in a few seconds at the very most', () => {
    const text = connectedApp('        <isClientCredentialEnabled>true</isClientCredentialEnabled>\n'.repeat(10));
    const started = cpuTime();
    for (let count = 0; count < 5000; count += 1) expect(parseMetadata(text).ok).to.equal(true);
    expect(cpuTime() - started).to.be.lessThan(8000);
  });
});
