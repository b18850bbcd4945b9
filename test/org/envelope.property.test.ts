import { parseXml, XmlElement, type XmlNode } from '@rgrove/parse-xml';
import { expect } from 'chai';
import fc from 'fast-check';
import { readEnvelope } from '../../src/org/transport/envelope.js';
import { runs } from '../runs.js';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
const row = (name: string): string => `<result><fullName>${name}</fullName><type>ConnectedApp</type></result>`;
const ANSWER =
  `${HEAD}<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:m"><soapenv:Body>` +
  `<listMetadataResponse>${row('One')}${row('Two')}${row('Three')}</listMetadataResponse></soapenv:Body></soapenv:Envelope>`;

const PIECES = [
  ...'<>/&"\'= \n-[]!?a:',
  ...['<!--', '-->', '<![CDATA[', ']]>', '<result>', '</result>', '<result/>', '<x>', '</x>', 'm:', 'soapenv:'],
  ...['<soapenv:Body>', '</soapenv:Body>', '</soapenv:Envelope>', '<!DOCTYPE x>', '\u0000', '\ufeff', row('Four')],
];
/** Where a row begins, or ends. */
const AROUND_ROWS = [...ANSWER.matchAll(/<result>|<\/listMetadataResponse>/g)].map(({ index }) => index);
const edits = fc.array(
  fc.record({
    at: fc.oneof(fc.nat({ max: ANSWER.length }), fc.constantFrom(...AROUND_ROWS)),
    length: fc.oneof(fc.constant(0), fc.nat({ max: 30 })),
    piece: fc.oneof(fc.constant(''), fc.constantFrom(...PIECES)),
  }),
  { minLength: 1, maxLength: 3 },
);

const inside = (node: XmlElement): XmlElement[] =>
  node.children.filter((child: XmlNode): child is XmlElement => child instanceof XmlElement);

/** By an XML parser: the rows of the one response, or undefined where this is no XML at all. */
const rowsOf = (text: string): number | undefined => {
  try {
    const root = parseXml(text).root;
    const body = root && inside(root).find(({ name }) => name.endsWith(':Body'));
    const [response] = body ? inside(body) : [];
    return response && inside(response).length;
  } catch {
    return undefined;
  }
};

describe('an answer of SOAP, damaged', () => {
  it('counts as whole only with all the rows that are in it', () => {
    const seen = { whole: 0, refused: 0, fewer: 0 };
    fc.assert(
      fc.property(edits, (all) => {
        const text = all.reduce(
          (now, { at, length, piece }) => now.slice(0, at) + piece + now.slice(at + length),
          ANSWER,
        );
        const envelope = readEnvelope(Buffer.from(text));
        seen[envelope.kind === 'whole' ? 'whole' : 'refused'] += 1;
        const rows = rowsOf(text);
        if (envelope.kind !== 'whole' || rows === undefined) return;
        expect(envelope.payload.rows).to.equal(rows);
        seen.fewer += rows === 3 ? 0 : 1;
      }),
      { numRuns: runs(3000) },
    );
    // How often each occurs is up to chance, but each has to.
    for (const [what, count] of Object.entries(seen)) expect(count, what).to.be.above(0);
  });

  it('is none where it is any text at all', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...PIECES))), (text) => {
        const answer = typeof text === 'string' ? text : text.join('');
        expect(readEnvelope(Buffer.from(answer)).kind).to.be.oneOf(['cut', 'no-envelope']);
      }),
      { numRuns: runs(3000) },
    );
  });
});
