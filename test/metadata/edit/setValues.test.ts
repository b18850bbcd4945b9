import { expect } from 'chai';
import { setValues, type Addition, type Wanted } from '../../../src/metadata/edit/setValues.js';

const file = (config: string, rest = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">\n` +
  `    <label>Sync</label>\n    <!-- mine -->\n    <oauthConfig>\n${config}    </oauthConfig>\n${rest}</ConnectedApp>\n`;

const line = (name: string, value: string): string => `        <${name}>${value}</${name}>\n`;
const URL_LINE = line('callbackUrl', 'https://x.example.com');

const CERTIFICATE: Wanted = { path: ['oauthConfig', 'certificate'], value: 'MIIC' };
const APPROVED: Wanted = { path: ['oauthConfig', 'isAdminApproved'], value: 'true' };
const scope = (value: string): Addition => ({ path: ['oauthConfig', 'scopes'], value });

const set = (text: string, wanted: readonly Wanted[], additions: readonly Addition[] = []): string => {
  const spliced = setValues(text, 'ConnectedApp', wanted, additions);
  return spliced.ok ? spliced.text : spliced.problem;
};

describe('setValues', () => {
  it('puts missing elements where the platform has them, whatever order they are given in', () => {
    const expected = file(
      URL_LINE + line('certificate', 'MIIC') + line('isAdminApproved', 'true') + line('scopes', 'Api'),
    );
    expect(set(file(URL_LINE + line('scopes', 'Api')), [APPROVED, CERTIFICATE])).to.equal(expected);
  });

  it('adds to a list behind what it has, in the order that is given', () => {
    const text = set(file(URL_LINE + line('scopes', 'Web')), [], [scope('Api'), scope('RefreshToken')]);
    expect(text).to.equal(file(URL_LINE + ['Web', 'Api', 'RefreshToken'].map((one) => line('scopes', one)).join('')));
  });

  it('begins a list that is not there', () => {
    const text = set(file(URL_LINE), [], [scope('Api'), scope('RefreshToken')]);
    expect(text).to.equal(file(URL_LINE + line('scopes', 'Api') + line('scopes', 'RefreshToken')));
  });

  it('fills an element that is empty, and leaves one that has the value', () => {
    expect(set(file(`${URL_LINE}        <certificate/>\n`), [CERTIFICATE])).to.equal(
      file(URL_LINE + line('certificate', 'MIIC')),
    );
    const ready = file(URL_LINE + line('certificate', '\n MIIC \n'));
    expect(set(ready, [CERTIFICATE])).to.equal(ready);
  });

  it('keeps the line ends of the file', () => {
    const windows = (text: string): string => text.replaceAll('\n', '\r\n');
    const expected = windows(file(URL_LINE + line('certificate', 'MIIC')));
    expect(set(windows(file(URL_LINE)), [CERTIFICATE])).to.equal(expected);
  });

  it('escapes what would be markup', () => {
    expect(set(file(URL_LINE), [], [scope('A & <B>')])).to.include('<scopes>A &amp; &lt;B&gt;</scopes>');
  });

  it('refuses what it cannot prove: two blocks, two copies, no block, assignments that an empty name would clear', () => {
    expect(set(file(URL_LINE, '    <oauthConfig/>\n'), [CERTIFICATE])).to.equal('duplicate-element');
    expect(set(file(line('certificate', 'A') + line('certificate', 'B')), [CERTIFICATE])).to.equal('duplicate-element');
    expect(set(file('').replace(/ *<\/?oauthConfig>\n/g, ''), [CERTIFICATE])).to.equal('nowhere-to-insert');
    expect(set(file(URL_LINE, '    <permissionSetName/>\n'), [CERTIFICATE])).to.equal('clears-assignments');
  });

  it('writes into CDATA as it is, and into text with references, beside any white space', () => {
    const wanted: Wanted[] = [{ ...CERTIFICATE, value: 'A & B' }];
    const inside = (text: string): string => file(URL_LINE + line('certificate', text));
    expect(set(inside('<![CDATA[x]]>'), wanted)).to.equal(inside('<![CDATA[A & B]]>'));
    expect(set(inside('\n<![CDATA[ x ]]>\n'), wanted)).to.equal(inside('\n<![CDATA[ A & B ]]>\n'));
    expect(set(inside(' x '), wanted)).to.equal(inside(' A &amp; B '));
  });

  it('takes an element out and puts its neighbor in', () => {
    const text = file(URL_LINE + line('certificate', 'MIIC') + line('scopes', 'Api'));
    const wanted: Wanted[] = [
      { ...CERTIFICATE, value: null },
      { path: ['oauthConfig', 'consumerKey'], value: 'K' },
    ];
    expect(set(text, wanted)).to.equal(file(URL_LINE + line('consumerKey', 'K') + line('scopes', 'Api')));
  });

  it('puts an element behind the last one of a list', () => {
    const scopes = line('scopes', 'Api') + line('scopes', 'Web');
    expect(set(file(scopes), [{ path: ['oauthConfig', 'startUrl'], value: 'u' }])).to.equal(
      file(scopes + line('startUrl', 'u')),
    );
  });

  it('takes no element of another namespace for a neighbor', () => {
    const foreign = '        <x:note xmlns:x="urn:x"/>\n';
    const wanted: Wanted[] = [{ path: ['oauthConfig', 'apiName'], value: 'n' }];
    expect(set(file(foreign + URL_LINE), wanted)).to.equal(file(foreign + line('apiName', 'n') + URL_LINE));
  });

  it('does not call a file ready of which only one copy has the value, or one that is nil', () => {
    expect(set(file(line('certificate', 'MIIC') + line('certificate', 'A')), [CERTIFICATE])).to.equal(
      'duplicate-element',
    );
    const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    const nil = `        <certificate ${xsi} xsi:nil="true">MIIC</certificate>\n`;
    expect(set(file(nil), [CERTIFICATE])).to.equal(file(line('certificate', 'MIIC')));
    const nested = '        <certificate>MIIC<x/></certificate>\n';
    expect(set(file(nested), [CERTIFICATE])).to.equal(file(line('certificate', 'MIIC')));
  });

  it('adds to two lists, and tells each by its path', () => {
    const text = file(line('scopes', 'Api'), '    <profileName>Admin</profileName>\n');
    const spliced = setValues(text, 'ConnectedApp', [], [scope('Web'), { path: ['profileName'], value: 'Standard' }]);
    const rest = '    <profileName>Admin</profileName>\n    <profileName>Standard</profileName>\n';
    expect(spliced).to.deep.equal({
      ok: true,
      text: file(line('scopes', 'Api') + line('scopes', 'Web'), rest),
      edits: [
        { path: 'profileName', before: null, after: 'Standard' },
        { path: 'oauthConfig.scopes', before: null, after: 'Web' },
      ],
    });
  });
});
