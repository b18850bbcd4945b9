import { expect } from 'chai';
import { connectedAppFacts } from '../../../src/metadata/read/connectedApp.js';
import type { ConnectedAppFacts, FlagState } from '../../../src/metadata/facts.js';
import { connectedApp, file } from '../support/samples.js';

function read(text: string): ConnectedAppFacts {
  const facts = connectedAppFacts(text);
  if (facts.kind === 'unparsable') throw new Error(`not read: ${facts.problem}`);
  return facts;
}

const flag = (inside: string): string => `<isClientCredentialEnabled>${inside}</isClientCredentialEnabled>\n`;

const flags: readonly [name: string, oauthConfig: string, state: FlagState, value: string | null][] = [
  ['true', flag('true'), 'on', 'true'],
  ['1', flag('1'), 'on', '1'],
  ['false', flag('false'), 'off', 'false'],
  ['0', flag('0'), 'off', '0'],
  ['no flag', '', 'absent', null],
  ['true between line ends', flag('\n true\n'), 'on', '\n true\n'],
  ['True', flag('True'), 'unreadable', 'True'],
  ['yes', flag('yes'), 'unreadable', 'yes'],
  ['a placeholder', flag('{FLOW}'), 'unreadable', '{FLOW}'],
  ['nothing', flag(''), 'unreadable', ''],
  ['a self-closing flag', '<isClientCredentialEnabled/>', 'unreadable', ''],
  ['nil', '<isClientCredentialEnabled xsi:nil="true"/>', 'unreadable', ''],
  [
    'nil that holds false',
    '<isClientCredentialEnabled xsi:nil="true">false</isClientCredentialEnabled>',
    'unreadable',
    'false',
  ],
  ['nil that holds true', '<isClientCredentialEnabled xsi:nil="true">true</isClientCredentialEnabled>', 'on', 'true'],
  [
    'nil with white space around the word, that holds false',
    '<isClientCredentialEnabled xsi:nil=" true ">false</isClientCredentialEnabled>',
    'unreadable',
    'false',
  ],
  [
    'false with another attribute of the same namespace as nil',
    '<isClientCredentialEnabled xsi:type="true">false</isClientCredentialEnabled>',
    'off',
    'false',
  ],
  [
    'false with a nil of another namespace',
    '<isClientCredentialEnabled o:nil="true" xmlns:o="urn:o">false</isClientCredentialEnabled>',
    'off',
    'false',
  ],
  ['false, then true', flag('false') + flag('true'), 'on', 'true'],
  ['nonsense, then true', flag('maybe') + flag('true'), 'on', 'true'],
  ['false, then nonsense', flag('false') + flag('maybe'), 'unreadable', 'maybe'],
  ['true in a comment only', `<!--${flag('true')}-->`, 'absent', null],
  ['true in CDATA', flag('<![CDATA[true]]>'), 'on', 'true'],
  ['true by reference', flag('&#x74;rue'), 'on', 'true'],
  ['true around a comment', flag('tr<!-- -->ue'), 'on', 'true'],
  ['true in another element', '<other>' + flag('true') + '</other>', 'unreadable', null],
  ['false in another element', '<other>' + flag('false') + '</other>', 'absent', null],
  ['false, and true in another element', flag('false') + '<other>' + flag('true') + '</other>', 'unreadable', 'false'],
  ['true, and nonsense in another element', flag('true') + '<other>' + flag('maybe') + '</other>', 'on', 'true'],
  ['true in another case', flag('true').replaceAll('isClient', 'IsClient'), 'unreadable', null],
  ['true with a dotless i', flag('true').replaceAll('isClient', 'ısClient'), 'unreadable', null],
  ['true with a dotted I', flag('true').replaceAll('isClient', 'İsClient'), 'unreadable', null],
  ['true with a long s', flag('true').replaceAll('isClient', 'iſClient'), 'unreadable', null],
  ['false in another case', flag('false').replaceAll('isClient', 'IsClient'), 'absent', null],
  ['nothing in another case', flag('').replaceAll('isClient', 'isclient'), 'unreadable', null],
  [
    'true in another namespace',
    '<isClientCredentialEnabled xmlns="urn:o">true</isClientCredentialEnabled>',
    'unreadable',
    null,
  ],
  [
    'false in another namespace',
    '<isClientCredentialEnabled xmlns="urn:o">false</isClientCredentialEnabled>',
    'absent',
    null,
  ],
];

describe('connectedAppFacts', () => {
  for (const [name, oauthConfig, state, value] of flags) {
    it(`reads a flag of ${name} as ${state}`, () => {
      expect(read(connectedApp(oauthConfig)).flow).to.include({ state, value });
    });
  }

  it('tells where the deciding copy of the flag stands', () => {
    const text = connectedApp(flag('false') + flag('true'));
    expect(read(text).flow.offset).to.equal(text.lastIndexOf('<isClientCredentialEnabled'));
    expect(read(connectedApp('')).flow).to.not.have.property('offset');
  });

  it('tells where a flag stands that cannot be read, not what is around it or beside it', () => {
    const beside = connectedApp(`${flag('maybe')}<other>${flag('true')}</other>`);
    expect(read(beside).flow).to.include({ value: 'maybe', offset: beside.indexOf('<isClientCredentialEnabled') });
    const around = connectedApp(flag('true')).replaceAll('oauthConfig>', 'OAuthConfig>');
    expect(read(around).flow).to.include({ stray: 'true', offset: around.indexOf('<isClientCredentialEnabled') });
  });

  for (const [name, inside, state] of [
    ['no flag', '', 'unreadable'],
    ['a flag of false', flag('false'), 'unreadable'],
    ['a flag of true', flag('true'), 'on'],
  ] as const)
    it(`reads ${name} inside OAuth settings, or a file, that are nil as ${state}`, () => {
      const text = connectedApp(inside);
      for (const start of ['<oauthConfig', '<ConnectedApp'])
        expect(read(text.replace(start, `${start} xsi:nil="true"`)).flow.state).to.equal(state);
    });

  it('counts the flag of a second oauthConfig', () => {
    const text = connectedApp(flag('false'), `<oauthConfig>${flag('true')}</oauthConfig>`);
    expect(read(text).flow.state).to.equal('on');
  });

  it('cannot read a flag that stands below the root or in oauthPolicy, unless it is off', () => {
    for (const [open, close] of [
      ['', ''],
      ['<oauthPolicy>', '</oauthPolicy>'],
    ] as const) {
      const stray = (value: string): string => file('ConnectedApp', open + flag(value) + close);
      expect(read(stray('true'))).to.deep.include({
        hasOauthConfig: false,
        flow: {
          state: 'unreadable',
          value: null,
          stray: 'true',
          offset: stray('true').indexOf('<isClientCredentialEnabled'),
        },
      });
      expect(read(stray('0')).flow.state).to.equal('absent');
    }
  });

  for (const [where, inside, isIn] of [
    ['in another case', '<OAuthConfig><callbackUrl>https://a</callbackUrl></OAuthConfig>', '<OAuthConfig'],
    ['in another namespace', '<x:oauthConfig xmlns:x="urn:x"/>', '<x:oauthConfig'],
    [
      'below another element',
      `<canvasConfig><oauthConfig>${flag('false')}</oauthConfig></canvasConfig>`,
      '<oauthConfig',
    ],
  ] as const)
    it(`does not take an app for one without OAuth whose settings stand ${where}`, () => {
      const text = file('ConnectedApp', inside);
      expect(read(text).flow).to.deep.equal({ state: 'unreadable', value: null, offset: text.indexOf(isIn) });
    });

  it('reads a self-closing root as an app without OAuth', () => {
    expect(read('<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"/>')).to.deep.equal({
      kind: 'ConnectedApp',
      hasOauthConfig: false,
      hasOauthPolicy: false,
      flow: { state: 'absent', value: null },
      ipRelaxation: null,
      scopes: [],
      hasCertificate: false,
      showsNewerElements: false,
    });
  });

  it('reads what else the judgement needs', () => {
    const oauthConfig = `<certificate>MIIB\nAgIC</certificate><consumerKey> 3MVG9 </consumerKey>${flag('true')}
      <oauthClientCredentialUser\n > a+b@example.com.uat </oauthClientCredentialUser>`;
    const rest = '<oauthPolicy><ipRelaxation>BYPASS</ipRelaxation></oauthPolicy>';
    expect(read(connectedApp(oauthConfig, rest))).to.deep.include({
      label: 'Billing',
      executionUser: 'a+b@example.com.uat',
      ipRelaxation: 'BYPASS',
      hasOauthPolicy: true,
      hasCertificate: true,
      consumerKey: '3MVG9',
      scopes: ['Web', 'Api'],
    });
  });

  it('takes the first execution user that is named', () => {
    const copies = ['', ' ', 'one@example.com', 'two@example.com'];
    const users = copies.map((user) => `<oauthClientCredentialUser>${user}</oauthClientCredentialUser>`).join('');
    expect(read(connectedApp(users)).executionUser).to.equal('one@example.com');
  });

  it('gives all copies of the execution user where they differ in more than case and white space', () => {
    const users = (...copies: string[]): string =>
      copies.map((user) => `<oauthClientCredentialUser>${user}</oauthClientCredentialUser>`).join('');
    expect(read(connectedApp(users('one@example.com', 'two@example.com'))).userCopies).to.deep.equal([
      'one@example.com',
      'two@example.com',
    ]);
    expect(read(connectedApp(users('one@example.com', ''))).userCopies).to.deep.equal(['one@example.com', '']);
    expect(read(connectedApp(users('one@example.com', ' ONE@example.com\u00a0')))).not.to.have.property('userCopies');
    expect(read(connectedApp(users('stra\u00dfe@a', 'strasse@a'))).userCopies).to.have.length(2);
  });

  it('counts an execution user and an IP relaxation in another place, case or namespace as copies', () => {
    const own = '<oauthClientCredentialUser>one@example.com</oauthClientCredentialUser>';
    const other = (tag: string): string => `<${tag}>two@example.com</${tag.split(' ')[0] ?? ''}>`;
    for (const stray of [other('OauthClientCredentialUser'), other('oauthClientCredentialUser xmlns="urn:o"')]) {
      expect(read(connectedApp(own + stray)).userCopies).to.deep.equal(['one@example.com', 'two@example.com']);
      expect(read(connectedApp(stray)).userCopies).to.deep.equal(['', 'two@example.com']);
    }
    expect(read(connectedApp(own, other('oauthClientCredentialUser'))).userCopies).to.have.length(2);
    const relaxed = '<IpRelaxation>BYPASS</IpRelaxation>';
    const policy = (inside: string): string => `<oauthPolicy>${inside}</oauthPolicy>`;
    expect(read(connectedApp('', policy(`<ipRelaxation>ENFORCE</ipRelaxation>${relaxed}`))).ipRelaxation).to.equal(
      'ENFORCE BYPASS',
    );
    expect(read(connectedApp('', relaxed)).ipRelaxation).to.equal('(empty) BYPASS');
  });

  it('gives no word of the platform where one copy of the IP relaxation is empty', () => {
    const copies = '<oauthPolicy><ipRelaxation/><ipRelaxation>ENFORCE</ipRelaxation></oauthPolicy>';
    expect(read(connectedApp('', copies)).ipRelaxation).to.equal('(empty) ENFORCE');
  });

  it('takes neither word nor user for sure from an element that is nil and holds one', () => {
    const nil = (name: string, text: string): string => `<${name} xsi:nil="true">${text}</${name}>`;
    const relaxed = `<oauthPolicy>${nil('ipRelaxation', 'ENFORCE')}</oauthPolicy>`;
    expect(read(connectedApp('', relaxed)).ipRelaxation).to.equal('(empty) ENFORCE');
    expect(read(connectedApp(nil('oauthClientCredentialUser', 'one@example.com'))).userCopies).to.deep.equal([
      '',
      'one@example.com',
    ]);
  });

  it('gives no word of the platform where copies of the IP relaxation disagree', () => {
    const word = (value: string): string => `<oauthPolicy><ipRelaxation>${value}</ipRelaxation></oauthPolicy>`;
    expect(read(connectedApp('', word('ENFORCE') + word('BYPASS'))).ipRelaxation).to.equal('ENFORCE BYPASS');
    expect(read(connectedApp('', word('ENFORCE') + word('ENFORCE'))).ipRelaxation).to.equal('ENFORCE');
    expect(read(connectedApp('', '<oauthPolicy/>'))).to.include({ ipRelaxation: null, hasOauthPolicy: true });
  });

  it('knows a file of API 57 or later by the elements that came with it, unless they are commented out', () => {
    expect(read(connectedApp('<isPkceRequired>false</isPkceRequired>')).showsNewerElements).to.equal(true);
    expect(read(connectedApp('<!--<isPkceRequired>false</isPkceRequired>-->')).showsNewerElements).to.equal(false);
    expect(read(connectedApp(flag('false'))).showsNewerElements).to.equal(false);
  });

  it('tells where a consumer secret stands and never what it is', () => {
    const text = connectedApp('<consumerSecret>{SECRET}</consumerSecret><consumerSecret>8F1DE77A</consumerSecret>');
    expect(read(text).secretOffset).to.equal(text.lastIndexOf('<consumerSecret>'));
    expect(JSON.stringify(read(text))).to.not.include('8F1DE77A');
    expect(read(connectedApp('<consumerSecret>{SECRET}</consumerSecret>'))).to.not.have.property('secretOffset');
  });

  const secrets: Array<[name: string, text: string]> = [
    ['in another place', connectedApp('', '<consumerSecret>8F1DE77A</consumerSecret>')],
    ['in another case', connectedApp('<ConsumerSecret>8F1DE77A</ConsumerSecret>')],
    ['in another namespace', connectedApp('<x:consumerSecret xmlns:x="urn:x">8F1DE77A</x:consumerSecret>')],
    ['commented out', connectedApp('<!--consumerSecret>8F1DE77A</consumerSecret-->')],
    ['commented out as a whole', connectedApp('<!-- <consumerSecret> 8F1DE77A </consumerSecret> -->')],
    ['in a comment before the root', connectedApp('').replace('<Conn', '<!--<consumerSecret>8F1DE77A</-->\n<Conn')],
  ];
  for (const [name, text] of [
    ['in an attribute', connectedApp('<x consumerSecret="0123456789ABCDEF0123"/>')],
    ['as a note', connectedApp('<!-- consumerSecret: 0123456789ABCDEF0123 -->')],
    ['as a note in quotes', connectedApp('<!-- "consumerSecret" = "0123456789ABCDEF0123" -->')],
  ] as const)
    it(`tells where a consumer secret stands ${name}`, () => {
      expect(read(text)).to.have.property('secretOffset');
      for (const harmless of ['{SECRET}', 'placeholder'])
        expect(read(text.replace('0123456789ABCDEF0123', harmless))).to.not.have.property('secretOffset');
    });

  for (const [name, text] of secrets) {
    it(`tells where a consumer secret stands ${name}`, () => {
      expect(read(text)).to.have.property('secretOffset');
      expect(read(text.replace('8F1DE77A', '{SECRET}'))).to.not.have.property('secretOffset');
    });
  }

  it('refuses another type', () => {
    expect(connectedAppFacts('<ExternalClientApplication/>')).to.include({ kind: 'unparsable', problem: 'wrong-root' });
  });
});
