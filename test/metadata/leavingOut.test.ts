import { expect } from 'chai';
import { dropElements, stripSecrets } from '../../src/metadata/splice.js';
import { connectedApp, file, policy } from './samples.js';

const FLAG = '        <isClientCredentialEnabled>true</isClientCredentialEnabled>\n';

describe('stripSecrets', () => {
  it('takes key and secret out with their lines, and comments that speak of them', () => {
    const secrets = `        <consumerKey>3MVG9</consumerKey>
        <consumerSecret
>C0FFEE</consumerSecret>
        <!--consumerKey>3MVG9</consumerKey-->
`;
    expect(stripSecrets(connectedApp(secrets + FLAG))).to.deep.equal({
      ok: true,
      text: connectedApp(FLAG),
    });
  });

  it('finds them wherever they stand, one inside the other and outside the root too', () => {
    const stripped = stripSecrets(
      '<!-- consumerSecret C0FFEE --><a><b><consumerKey>C0FFEE<consumerSecret>C0FFEE</consumerSecret></consumerKey></b></a>',
    );
    expect(stripped).to.deep.equal({ ok: true, text: '<a><b></b></a>' });
  });

  it('leaves a policy as it is', () => {
    expect(stripSecrets(policy(''))).to.deep.equal({ ok: true, text: policy('') });
  });

  it('refuses what it cannot read', () => {
    expect(stripSecrets('<a>')).to.deep.equal({ ok: false, problem: 'not-well-formed' });
  });
});

describe('dropElements', () => {
  const lists = ['commaSeparatedPermissionSet', 'commaSeparatedProfile'];

  it('takes every copy out at the root, and tells each', () => {
    const text = file(
      'ExtlClntAppOauthConfigurablePolicies',
      '    <commaSeparatedProfile>Admin</commaSeparatedProfile>\n    <label>x</label>\n    <commaSeparatedPermissionSet>A, B</commaSeparatedPermissionSet>\n',
    );
    expect(dropElements(text, lists)).to.deep.equal({
      ok: true,
      text: file('ExtlClntAppOauthConfigurablePolicies', '    <label>x</label>\n'),
      edits: [
        { path: 'commaSeparatedProfile', before: 'Admin', after: null },
        { path: 'commaSeparatedPermissionSet', before: 'A, B', after: null },
      ],
    });
  });

  it('leaves an element of that name inside another one', () => {
    const text = file('A', '<b><commaSeparatedProfile>x</commaSeparatedProfile></b>');
    expect(dropElements(text, lists)).to.deep.equal({ ok: true, text, edits: [] });
  });
});
