import { expect } from 'chai';
import { type Before, restoreFlag } from '../../../src/metadata/edit/restoreFlag.js';
import type { EditProblem, Spliced } from '../../../src/metadata/edit/proven.js';
import { connectedApp, file, policy } from '../support/samples.js';

const restore = (text: string, before: Before): Spliced => restoreFlag(text, 'ConnectedApp', before);
const flag = (inside: string): string => `        <isClientCredentialEnabled>${inside}</isClientCredentialEnabled>\n`;
const user = (name: string): string => `        <oauthClientCredentialUser>${name}</oauthClientCredentialUser>\n`;

describe('restoreFlag', () => {
  it('puts the flag back where it stands and the user where the platform has it', () => {
    const alphabetical = (value: string, between = ''): string =>
      file(
        'ConnectedApp',
        `    <oauthConfig>\n        <callbackUrl>x</callbackUrl>\n${flag(value)}${between}        <scopes>Api</scopes>\n    </oauthConfig>\n`,
      );
    expect(restore(alphabetical('false'), { flag: 'true', user: "r&d'<x>@example.com" })).to.deep.equal({
      ok: true,
      text: alphabetical('true', user("r&amp;d'&lt;x&gt;@example.com")),
      edits: [
        { path: 'oauthConfig.isClientCredentialEnabled', before: 'false', after: 'true' },
        { path: 'oauthConfig.oauthClientCredentialUser', before: null, after: "r&d'<x>@example.com" },
      ],
    });
  });

  it('puts both into a policy, far apart', () => {
    const restored = restoreFlag(policy(''), 'ExtlClntAppOauthConfigurablePolicies', {
      flag: '1',
      user: 'b@example.com',
    });
    const expected = policy('    <isClientCredentialsFlowEnabled>1</isClientCredentialsFlowEnabled>\n').replace(
      '    <comma',
      '    <clientCredentialsFlowUser>b@example.com</clientCredentialsFlowUser>\n    <comma',
    );
    expect(restored).to.include({ ok: true, text: expected });
  });

  const policyOf = (inside: string): string =>
    `<p:ExtlClntAppOauthConfigurablePolicies xmlns:p="http://soap.sforce.com/2006/04/metadata">${inside}</p:ExtlClntAppOauthConfigurablePolicies>`;
  const insertions: readonly [name: string, before: string, after: string][] = [
    [
      'both before the first',
      '\r\n\t<p:label>x</p:label>',
      '\r\n\t<p:clientCredentialsFlowUser>u</p:clientCredentialsFlowUser>\r\n\t<p:isClientCredentialsFlowEnabled>true</p:isClientCredentialsFlowEnabled>\r\n\t<p:label>x</p:label>',
    ],
    [
      'both after the last',
      '\n  <p:apexHandler/>\n',
      '\n  <p:apexHandler/>\n  <p:clientCredentialsFlowUser>u</p:clientCredentialsFlowUser>\n  <p:isClientCredentialsFlowEnabled>true</p:isClientCredentialsFlowEnabled>\n',
    ],
    [
      'both into a file without lines',
      '<p:label/>',
      '<p:clientCredentialsFlowUser>u</p:clientCredentialsFlowUser><p:isClientCredentialsFlowEnabled>true</p:isClientCredentialsFlowEnabled><p:label/>',
    ],
    [
      'each beside its closest neighbour in a file out of order',
      '<p:label/><p:guestJwtTimeout/><p:apexHandler/>',
      '<p:label/><p:guestJwtTimeout/><p:isClientCredentialsFlowEnabled>true</p:isClientCredentialsFlowEnabled><p:apexHandler/><p:clientCredentialsFlowUser>u</p:clientCredentialsFlowUser>',
    ],
  ];
  for (const [name, before, after] of insertions) {
    it(`inserts ${name}, with the neighbour's prefix and layout`, () => {
      const restored = restoreFlag(policyOf(before), 'ExtlClntAppOauthConfigurablePolicies', {
        flag: 'true',
        user: 'u',
      });
      expect(restored).to.include({ ok: true, text: policyOf(after) });
    });
  }

  const values: readonly [name: string, text: string, before: Before, expected: string][] = [
    [
      'a user set by another hand',
      connectedApp(flag('false') + user('new@example.com')),
      { flag: 'true', user: 'old@example.com' },
      connectedApp(flag('true') + user('old@example.com')),
    ],
    [
      'a user where there was none',
      connectedApp(flag('false') + user('new@example.com')),
      { flag: 'true', user: null },
      connectedApp(flag('true')),
    ],
    ['a flag where there was none', connectedApp(flag('false')), { flag: null, user: null }, connectedApp('')],
    [
      'a flag that became nil',
      connectedApp('        <isClientCredentialEnabled xsi:nil="true">false</isClientCredentialEnabled>\n'),
      { flag: 'true', user: null },
      connectedApp(flag('true')),
    ],
    [
      'a flag in CDATA',
      connectedApp(flag('<![CDATA[false]]>')),
      { flag: 'true', user: null },
      connectedApp(flag('<![CDATA[true]]>')),
    ],
    [
      'a user with an element inside',
      connectedApp(flag('true') + user('u<b/>')),
      { flag: 'true', user: 'u@example.com' },
      connectedApp(flag('true') + user('u@example.com')),
    ],
    [
      'an empty user',
      connectedApp(flag('true') + user('')),
      { flag: 'true', user: 'u@example.com' },
      connectedApp(flag('true') + user('u@example.com')),
    ],
    [
      'nothing, where all is as it was',
      connectedApp(flag('true') + user('u@example.com')),
      { flag: ' true ', user: ' u@example.com' },
      connectedApp(flag('true') + user('u@example.com')),
    ],
    [
      'nothing, where equal copies are as they were',
      connectedApp(flag('true') + flag('true')),
      { flag: 'true', user: null },
      connectedApp(flag('true') + flag('true')),
    ],
  ];
  for (const [name, text, before, expected] of values) {
    it(`replaces ${name}`, () => {
      expect(restore(text, before)).to.include({ ok: true, text: expected });
    });
  }

  it('does not insert a user beside a flag that it takes out', () => {
    const text = policyOf('<p:isClientCredentialsFlowEnabled/><p:externalClientApplication/>');
    const restored = restoreFlag(text, 'ExtlClntAppOauthConfigurablePolicies', { flag: null, user: 'u' });
    expect(restored).to.include({
      ok: true,
      text: policyOf('<p:clientCredentialsFlowUser>u</p:clientCredentialsFlowUser><p:externalClientApplication/>'),
    });
  });

  it('inserts a user right where it takes a flag out', () => {
    const block = (inside: string): string =>
      file('ConnectedApp', `<oauthConfig><callbackUrl/>${inside}</oauthConfig>`);
    const text = block('<isClientCredentialEnabled>false</isClientCredentialEnabled><scopes/>');
    expect(restore(text, { flag: null, user: 'u' })).to.include({
      ok: true,
      text: block('<oauthClientCredentialUser>u</oauthClientCredentialUser><scopes/>'),
    });
  });

  it('changes nothing the second time', () => {
    const before = { flag: 'true', user: 'u@example.com' };
    const once = restore(connectedApp(flag('false')), before);
    expect(once.ok && restore(once.text, before)).to.deep.equal({ ok: true, text: once.ok && once.text, edits: [] });
  });

  const refusals: readonly [name: string, text: string, before: Before, problem: EditProblem][] = [
    ['a flag that is no boolean', connectedApp(flag('false')), { flag: 'yes', user: null }, 'unreadable-flag'],
    [
      'copies of the flag',
      connectedApp(flag('false') + flag('false')),
      { flag: 'true', user: null },
      'duplicate-element',
    ],
    [
      'two blocks to insert into',
      connectedApp('', '<oauthConfig><scopes>Api</scopes></oauthConfig>'),
      { flag: 'true', user: null },
      'duplicate-element',
    ],
    [
      'no block to insert into',
      file('ConnectedApp', '<label>x</label>'),
      { flag: 'true', user: null },
      'nowhere-to-insert',
    ],
    ['an empty block', file('ConnectedApp', '<oauthConfig/>'), { flag: 'true', user: null }, 'nowhere-to-insert'],
    [
      'a file that clears assignments',
      connectedApp(flag('false'), '<profileName/>'),
      { flag: 'true', user: null },
      'clears-assignments',
    ],
    ['another type', policy(''), { flag: 'true', user: null }, 'wrong-root'],
    [
      'a user that a CDATA section cannot hold',
      connectedApp(flag('true') + user('<![CDATA[u]]>')),
      { flag: 'true', user: 'a]]><![CDATA[b' },
      'not-proven',
    ],
    ['a user that XML cannot hold', connectedApp(flag('true')), { flag: 'true', user: 'a\u0000b' }, 'not-proven'],
  ];
  for (const [name, text, before, problem] of refusals) {
    it(`refuses ${name}: ${problem}`, () => {
      expect(restore(text, before)).to.deep.equal({ ok: false, problem });
    });
  }
});
