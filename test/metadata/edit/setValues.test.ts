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
});
