import { expect } from 'chai';
import fc from 'fast-check';
import { decode } from '../../../src/metadata/decode.js';
import type { FlagFact, Unparsable } from '../../../src/metadata/facts.js';
import { connectedAppFacts } from '../../../src/metadata/read/connectedApp.js';
import { ecaPolicyFacts } from '../../../src/metadata/read/externalClientApp.js';
import { parseMetadata } from '../../../src/metadata/xml/parse.js';
import { cpuTime } from '../../cpuTime.js';
import { runs } from '../../runs.js';
import { connectedApp, policy } from '../support/samples.js';

const APP = connectedApp(
  '',
  '    <oauthPolicy><isClientCredentialEnabled>true</isClientCredentialEnabled></oauthPolicy>\n',
)
  .replace('<oauthConfig>', '<oauthConfig>\n        <isClientCredentialEnabled>true</isClientCredentialEnabled>')
  .replace('    <oauthPolicy><isClientCredentialEnabled>true</isClientCredentialEnabled></oauthPolicy>\n', '');
const POLICY = policy('    <isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>\n');

type Kind = { text: string; flag: string; parent: string; read: (text: string) => { flow: FlagFact } | Unparsable };
const KINDS: readonly Kind[] = [
  { text: APP, flag: 'isClientCredentialEnabled', parent: 'oauthConfig', read: connectedAppFacts },
  {
    text: POLICY,
    flag: 'isClientCredentialsFlowEnabled',
    parent: 'ExtlClntAppOauthConfigurablePolicies',
    read: ecaPolicyFacts,
  },
];

const stateOf = ({ read }: Kind, text: string): FlagFact['state'] | 'unparsable' => {
  const facts = read(text);
  return 'flow' in facts ? facts.flow.state : 'unparsable';
};

const PIECES = [
  ...'<>/&;"\'= \n-[]!?a',
  ...['<!--', '-->', '<![CDATA[', ']]>', '<?x', '?>', '&#x', '<a>', '</a>', '<a/>', '</label>', '<label>'],
  ...[
    '<isClientCredentialEnabled>false</isClientCredentialEnabled>',
    'xmlns="urn:other"',
    '\u0000',
    '\ufeff',
    '\ud800',
  ],
  ...['</oauthConfig>', '<oauthConfig>', '<<<<<<< HEAD\n', '=======\n', '<!DOCTYPE x [<!ENTITY y "false">]>', '&y;'],
];

type Edit = { at: number; length: number; piece: string };
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat({ max: 4000 }),
  length: fc.oneof(fc.constant(0), fc.nat({ max: 12 })),
  piece: fc.oneof(fc.constant(''), fc.constantFrom(...PIECES)),
});

/** Where the flag can't have been touched: before the tag of its parent begins, or behind the end of that parent. */
const isElsewhere = ({ text, parent, flag }: Kind, at: number, length: number): boolean => {
  const open = parent === 'oauthConfig' ? text.indexOf(`<${parent}>`) : text.indexOf(`<${flag}>`);
  const close =
    parent === 'oauthConfig' ? text.indexOf(`</${parent}>`) + parent.length + 3 : text.lastIndexOf('</') - 1;
  const end = parent === 'oauthConfig' ? close : text.indexOf(`</${flag}>`) + flag.length + 3;
  return at + length <= open || at >= end;
};

describe('a file whose flow is on, damaged', () => {
  it('is the file that it is meant to be, before anything happens to it', () => {
    expect(KINDS.map((kind) => stateOf(kind, kind.text))).to.deep.equal(['on', 'on']);
  });

  it('reads off at no length that it could be cut to', () => {
    for (const kind of KINDS)
      for (let length = 0; length < kind.text.trimEnd().length; length += 1)
        expect(stateOf(kind, kind.text.slice(0, length)), String(length)).to.equal('unparsable');
  });

  it('reads off by no edit outside of the element that holds the flag', () => {
    const seen = { on: 0, unparsable: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), edit, (kind, { at, length, piece }) => {
        const place = at % kind.text.length;
        fc.pre(isElsewhere(kind, place, length));
        const text = kind.text.slice(0, place) + piece + kind.text.slice(place + length);
        const state = stateOf(kind, text);
        expect(state).to.be.oneOf(['on', 'unreadable', 'unparsable']);
        if (state === 'on' || state === 'unparsable') seen[state] += 1;
      }),
      { numRuns: runs(3000) },
    );
    for (const [what, count] of Object.entries(seen)) expect(count, what).to.be.above(runs(3000) / 20);
  });

  it('reads off in no wrong encoding', () => {
    const encodings: Record<string, (text: string) => Buffer> = {
      'UTF-16 without a mark': (text) => Buffer.from(text, 'utf16le'),
      'UTF-16, high byte first, without a mark': (text) => Buffer.from(text, 'utf16le').swap16(),
      'UTF-32': (text) => Buffer.concat([...text].map((letter) => Buffer.from([letter.charCodeAt(0), 0, 0, 0]))),
      'EBCDIC, nearly': (text) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0x80)),
      'UTF-7': (text) => Buffer.from(text.replaceAll('<', '+ADw-')),
      'the mark of UTF-16 and UTF-8': (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text)]),
    };
    for (const kind of KINDS)
      for (const [name, encode] of Object.entries(encodings)) {
        const decoded = decode(encode(kind.text));
        expect(decoded.ok ? stateOf(kind, decoded.text) : 'unparsable', name).to.equal('unparsable');
      }
  });

  it('reads on, or not at all, whatever encoding its declaration names', () => {
    for (const kind of KINDS)
      for (const named of ['UTF-16', 'ISO-8859-1', 'UTF-7', 'windows-1252', 'x'])
        expect(stateOf(kind, kind.text.replace('UTF-8', named)), named).to.be.oneOf(['on', 'unparsable']);
  });
});

describe('XML without end', () => {
  const MB = 1024 * 1024;
  const endless: [name: string, text: () => string][] = [
    ['100 MB of one text', () => `<a>${'x'.repeat(100 * MB)}</a>`],
    ['100 MB of elements', () => `<a>${'<b/>'.repeat(25 * MB)}</a>`],
    ['elements 100,000 deep', () => '<a>'.repeat(100_000) + '</a>'.repeat(100_000)],
    ['elements 100,000 deep that never end', () => '<a>'.repeat(100_000)],
    ['a document type 100,000 deep', () => `<!DOCTYPE a ${'['.repeat(100_000)}><a/>`],
    [
      'entities that grow by tens',
      () =>
        `<!DOCTYPE a [<!ENTITY a "x">${'bcdefghi'.replaceAll(/./g, (at) => `<!ENTITY ${at} "${'&a;'.repeat(10)}">`)}]><a>&i;</a>`,
    ],
    ['an entity that names itself', () => '<!DOCTYPE a [<!ENTITY b "&b;">]><a>&b;</a>'],
    ['an entity of another file', () => '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
  ];
  for (const [name, text] of endless)
    it(`is refused within a second: ${name}`, () => {
      const hostile = text();
      const [began, held] = [cpuTime(), process.memoryUsage().heapUsed];
      expect(parseMetadata(hostile).ok).to.equal(false);
      expect(cpuTime() - began).to.be.below(1000);
      expect((process.memoryUsage().heapUsed - held) / MB).to.be.below(150);
    });
});
