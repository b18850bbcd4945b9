import { expect } from 'chai';
import { readEnvelope } from '../../src/org/transport/envelope.js';

const enveloped = (body: string, before = ''): string =>
  `${before}<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
const RESPONSE = '<listMetadataResponse><result><a>1 &gt; 0</a></result><result/></listMetadataResponse>';
const MB = 1024 * 1024;

const kindOf = (text: string): string => readEnvelope(Buffer.from(text)).kind;

describe('the envelope of an answer', () => {
  const whole: Array<[title: string, text: string]> = [
    ['with a declaration and a line end', enveloped(RESPONSE, '<?xml version="1.0"?>\n')],
    ['with a byte order mark', enveloped(RESPONSE, '\ufeff')],
    ['with a header of any kind', enveloped(RESPONSE).replace('<s:Body>', '<s:Header>x<y>z</y></s:Header><s:Body>')],
    ['with blanks and comments', enveloped(`\n <!-- > <result> -->${RESPONSE}\n`)],
    ['with a closing angle in an attribute', enveloped(RESPONSE.replace('<result>', '<result a="<m:x>">'))],
    ['with a prefix before its response', enveloped(RESPONSE.replaceAll('listMetadata', 'm:listMetadata'))],
  ];
  for (const [title, text] of whole)
    it(`${title} is read down to its rows`, () => {
      expect(readEnvelope(Buffer.from(text))).to.deep.equal({
        kind: 'whole',
        payload: { name: 'listMetadataResponse', rows: 2 },
      });
    });

  const none: Array<[title: string, text: string]> = [
    ['nothing', ''],
    ['a page', '<!DOCTYPE html><html><body>Sign in</body></html>'],
    ['JSON', '{"records":[]}'],
    ['an envelope without a prefix', enveloped(RESPONSE).replaceAll('s:Envelope', 'Envelope')],
    ['two envelopes', enveloped(RESPONSE).repeat(2)],
    ['tags that cross', enveloped('<listMetadataResponse><result></listMetadataResponse></result>')],
    ['rows as CDATA', enveloped('<listMetadataResponse><![CDATA[<result/>]]></listMetadataResponse>')],
    ['something behind it', `${enveloped(RESPONSE)}x`],
    ['a document type', enveloped(RESPONSE, '<!DOCTYPE x [<!ENTITY y "z">]>')],
  ];
  for (const [title, text] of none)
    it(`${title} is none`, () => {
      expect(kindOf(text)).to.equal('no-envelope');
    });

  it('that ends anywhere else than at its end is cut, or none', () => {
    const text = enveloped(RESPONSE);
    const begun = text.indexOf('>') + 1;
    for (let length = 0; length < text.length; length += 1)
      expect(kindOf(text.slice(0, length)), String(length)).to.equal(length < begun ? 'no-envelope' : 'cut');
  });

  it('of megabytes that are meant to keep it busy is done within seconds', () => {
    const row = (inner: string): string =>
      enveloped(`<listMetadataResponse><result>${inner}</result></listMetadataResponse>`);
    const hostile = [
      '<'.repeat(4 * MB),
      row('<a>'.repeat(MB)),
      row('<a/>'.repeat(MB)),
      row('<a "'.repeat(MB)),
      row('<!--'.repeat(MB)),
      row(`<a ${'x '.repeat(MB)}/>`),
      ' '.repeat(4 * MB),
      `<s:Envelope>${' '.repeat(4 * MB)}</s:Envelope>`,
      `<s:Body${' '.repeat(4 * MB)}x>`,
    ];
    const began = Date.now();
    for (const text of hostile) readEnvelope(Buffer.from(text));
    expect(Date.now() - began).to.be.below(15_000);
  });
});
