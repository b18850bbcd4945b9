import { expect } from 'chai';
import { parseMetadata } from '../../../src/metadata/xml/parse.js';
import { sameBut, touching } from '../../../src/metadata/edit/proven.js';
import type { MetadataDocument } from '../../../src/metadata/xml/tree.js';

function read(text: string): MetadataDocument {
  const parsed = parseMetadata(text);
  if (!parsed.ok) throw new Error(`not read: ${parsed.problem.problem}`);
  return parsed.document;
}

/** The edit was meant to change the text of `b.flag` and to take `b.user` out. */
const compared = touching({ 'b.flag': 'all-but-text', 'b.user': 'nothing' });
const before = `<?xml version="1.0"?><!-- head --><a x="1"><b><flag>true</flag><!-- c --><l> v </l>
  <user>u</user>
</b><flag>true</flag></a><!-- foot -->`;

const changes: readonly [name: string, from: string, to: string, proven: boolean][] = [
  ['the flag itself', '<b><flag>true', '<b><flag>false', true],
  ['the user gone with its line', '  <user>u</user>\n', '', true],
  ['white space between elements', '<!-- c -->', '\n<!-- c -->\n', true],
  ['a flag of that name elsewhere', '</b><flag>true', '</b><flag>false', false],
  ['an attribute on the flag', '<b><flag>', '<b><flag n="1">', false],
  ['a comment inside the flag', '<b><flag>', '<b><flag><!-- n -->', false],
  ['an attribute on the root', 'x="1"', 'x="2"', false],
  ['white space inside another value', ' v ', ' v', false],
  ['another value', ' v ', ' w ', false],
  ['another element gone', '<l> v </l>', '', false],
  ['another element added', '<l>', '<m/><l>', false],
  ['an element renamed', '<l> v </l>', '<k> v </k>', false],
  [
    'elements in another order',
    '<flag>true</flag><!-- c --><l> v </l>',
    '<l> v </l><!-- c --><flag>true</flag>',
    false,
  ],
  ['a comment gone', '<!-- c -->', '', false],
  ['a comment before the root', '<!-- head -->', '<!-- heat -->', false],
  ['a comment after the root', '<!-- foot -->', '', false],
  ['the XML declaration', '1.0', '1.1', false],
  ['words between elements', '<l>', 'words<l>', false],
];

describe('the proof of an edit', () => {
  for (const [name, from, to, proven] of changes) {
    it(`${proven ? 'accepts' : 'refuses'} ${name}`, () => {
      const after = before.replace(from, to);
      expect(after, 'the case changes something').to.not.equal(before);
      expect(sameBut(read(before), read(after), compared)).to.equal(proven);
    });
  }

  const isSame = (one: string, other: string, touched = compared): boolean => sameBut(read(one), read(other), touched);

  it('accepts attributes in another order', () => {
    expect(isSame('<a x="1" y="2"/>', '<a y="2" x="1"/>')).to.equal(true);
    expect(isSame('<a x="1" y="2"/>', '<a y="1" x="2"/>')).to.equal(false);
  });

  it('accepts the white space that is left where the only element of a block was', () => {
    expect(isSame('<a><b>\n  <user>u</user>\n</b></a>', '<a><b>\n</b></a>')).to.equal(true);
  });

  it('compares words between elements, and not the white space around them', () => {
    expect(isSame('<a>one<l/>two</a>', '<a>\n one\n<l/>\ttwo </a>')).to.equal(true);
    expect(isSame('<a>one<l/>two</a>', '<a>one<l/>six</a>')).to.equal(false);
  });
});
