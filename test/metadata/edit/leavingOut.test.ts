import { expect } from 'chai';
import { dropElements, stripSecrets } from '../../../src/metadata/edit/switchOff.js';
import { connectedApp, file, policy } from '../support/samples.js';

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

  it('takes a comment out that holds the key without speaking of it', () => {
    const key = '        <consumerKey>3MVG9.key</consumerKey>\n';
    for (const comment of ['<!-- was 3MVG9.key until May -->', '<?vault 3MVG9.key?>'])
      expect(stripSecrets(connectedApp(`${key}        ${comment}\n${FLAG}`)), comment).to.deep.equal({
        ok: true,
        text: connectedApp(FLAG),
      });
  });

  it('leaves everything that only sounds like them, and what stands for a key that is not there', () => {
    const others =
      '        <isConsumerSecretOptional>false</isConsumerSecretOptional>\n        <consumerKeyHint>yes</consumerKeyHint>\n';
    const rest = '    <description>Its consumerKey is in the vault: {KEY}, 3MVG9.of.another</description>\n';
    const text = connectedApp(`        <consumerKey>{KEY}</consumerKey>\n${others}`, rest);
    expect(stripSecrets(text)).to.deep.equal({ ok: true, text: connectedApp(others, rest) });
  });

  describe('never takes anything else out of a file, and refuses one that holds the key', () => {
    const places: readonly [where: string, inside: string, rest?: string][] = [
      ['in an element of another namespace', '<x:consumerKey xmlns:x="urn:x">3MVG9.other</x:consumerKey>'],
      ['in an element of another default namespace', '<consumerSecret xmlns="urn:x">C0FFEE</consumerSecret>'],
      ['in an element of another case', '<ConsumerKey>3MVG9.other</ConsumerKey>'],
      ['in an attribute of that name', '<scopes consumerKey="3MVG9.other">Api</scopes>'],
      ['in an attribute of that name with a prefix', '<scopes xmlns:x="urn:x" x:consumerSecret="C0FFEE">Api</scopes>'],
      ['in any other attribute', '<scopes note="was 3MVG9.key">Api</scopes>'],
      ['in the description', '', '<description>Its key is 3MVG9.key, keep it safe</description>'],
      ['in the description, as references', '', '<description>3MVG9&#46;key</description>'],
      ['in the description, around a comment', '', '<description>3MVG9<!-- . -->.key</description>'],
      ['in CDATA', '', '<description><![CDATA[3MVG9.key]]></description>'],
      ['in an address', '', '<startUrl>https://example.com/?client_id=3MVG9.key&amp;x=1</startUrl>'],
      ['as its element in a text', '', '<description>&lt;consumerKey>3MVG9.other&lt;/consumerKey></description>'],
      ['as its element in CDATA', '', '<description><![CDATA[<x:consumerSecret >C0FFEE]]></description>'],
      ['between elements', '3MVG9.key'],
    ];
    for (const [where, inside, rest = ''] of places)
      it(where, () => {
        const text = connectedApp(`<consumerKey>3MVG9.key</consumerKey>${inside}\n`, rest);
        expect(stripSecrets(text)).to.deep.equal({ ok: false, problem: 'secret-elsewhere' });
      });

    it('in the name of its own element inside it', () => {
      const nested = '<consumerKey>3MVG9.key<consumerSecret>C0FFEE</consumerSecret></consumerKey>';
      expect(stripSecrets(connectedApp(nested, '<description>C0FFEE</description>'))).to.include({ ok: false });
    });
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

  it('refuses what it cannot read', () => {
    expect(dropElements('<a>', lists)).to.deep.equal({ ok: false, problem: 'not-well-formed' });
  });
});
