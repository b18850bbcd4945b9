import { expect } from 'chai';
import { switchOff } from '../../../src/metadata/edit/switchOff.js';
import type { EditProblem, Spliced } from '../../../src/metadata/edit/proven.js';
import { cpuTime } from '../../cpuTime.js';
import { connectedApp, file, policy } from '../support/samples.js';

const off = (text: string): Spliced => switchOff(text, 'ConnectedApp', { removeUser: true });
const flag = (inside: string): string => `        <isClientCredentialEnabled>${inside}</isClientCredentialEnabled>\n`;
const user = (name: string): string => `        <oauthClientCredentialUser>${name}</oauthClientCredentialUser>\n`;

describe('switchOff', () => {
  it('changes the flag of a connected app, takes its user out and tells both', () => {
    expect(off(connectedApp(flag('true') + user('bot@example.com')))).to.deep.equal({
      ok: true,
      text: connectedApp(flag('false')),
      edits: [
        { path: 'oauthConfig.isClientCredentialEnabled', before: 'true', after: 'false' },
        { path: 'oauthConfig.oauthClientCredentialUser', before: 'bot@example.com', after: null },
      ],
    });
  });

  it('changes the flag of a policy and its user far away from it', () => {
    const flow = (value: string): string =>
      `    <isClientCredentialsFlowEnabled>${value}</isClientCredentialsFlowEnabled>\n`;
    const text = policy(flow('1'));
    const withUser = text.replace(
      '    <comma',
      '    <clientCredentialsFlowUser>b@example.com</clientCredentialsFlowUser>\n    <comma',
    );
    expect(switchOff(withUser, 'ExtlClntAppOauthConfigurablePolicies', { removeUser: true })).to.include({
      ok: true,
      text: policy(flow('false')),
    });
  });

  it('keeps the user where that is asked for', () => {
    expect(
      switchOff(connectedApp(flag('true') + user('b@example.com')), 'ConnectedApp', { removeUser: false }),
    ).to.deep.equal({
      ok: true,
      text: connectedApp(flag('false') + user('b@example.com')),
      edits: [{ path: 'oauthConfig.isClientCredentialEnabled', before: 'true', after: 'false' }],
    });
  });

  it('changes a flag in CDATA, with white space around it', () => {
    const [before, after] = ['true', 'false'].map((value) => connectedApp(flag(`\n  <![CDATA[ ${value} ]]>\n`)));
    expect(off(before ?? '')).to.include({ ok: true, text: after });
  });

  const unchanged: readonly [name: string, text: string][] = [
    ['a flag that is off', connectedApp(flag('false'))],
    ['no flag', connectedApp('')],
    ['no oauthConfig', file('ConnectedApp', '    <label>Bookmark</label>\n')],
    ['a self-closing root', '<ConnectedApp/>'],
    ['a flag in a comment only', connectedApp(`<!--${flag('true')}-->`)],
  ];
  for (const [name, text] of unchanged) {
    it(`leaves a file with ${name} as it is`, () => {
      expect(off(text)).to.deep.equal({ ok: true, text, edits: [] });
    });
  }

  const lines: readonly [name: string, before: string, after: string][] = [
    ['with blanks behind it', '<a/>\n\t<USER/> \t\n<b/>', '<a/>\n<b/>'],
    ['over several lines', '<a/>\r\n  <USER\r\n>\r\nx</USER>\r\n<b/>', '<a/>\r\n<b/>'],
    ['with a comment behind it', '<a/>\n  <USER/> <!-- x -->\n<b/>', '<a/>\n   <!-- x -->\n<b/>'],
    ['with an element before it', '<a/><USER/>\n<b/>', '<a/>\n<b/>'],
    ['in a file without lines', '<a/><USER/><b/>', '<a/><b/>'],
    ['twice on one line', '<a/>\n <USER/><USER/>\n<b/>', '<a/>\n \n<b/>'],
    ['as the last thing in its block', '<a/>\n<USER/>', '<a/>\n'],
  ];
  for (const [name, before, after] of lines) {
    it(`takes out a user ${name}, and nothing else`, () => {
      const text = (inside: string): string =>
        `<ConnectedApp><oauthConfig>${inside.replaceAll('USER', 'oauthClientCredentialUser')}</oauthConfig></ConnectedApp>`;
      expect(off(text(before))).to.include({ ok: true, text: text(after) });
    });
  }

  const refusals: readonly [name: string, text: string, problem: EditProblem][] = [
    ['a flag that is no boolean', connectedApp(flag('TRUE')), 'unreadable-flag'],
    ['a second copy of the flag that is no boolean', connectedApp(flag('true') + flag('')), 'unreadable-flag'],
    ['a flag broken up by a comment', connectedApp(flag('tr<!-- -->ue')), 'split-value'],
    ['a flag broken up by CDATA', connectedApp(flag('tr<![CDATA[ue]]>')), 'split-value'],
    ['an empty permission set name', connectedApp(flag('true'), '<permissionSetName/>'), 'clears-assignments'],
    ['a blank profile name', connectedApp(flag('true'), '<profileName> </profileName>'), 'clears-assignments'],
    [
      'a profile name that is nil',
      connectedApp(flag('true'), '<profileName xsi:nil="true">Admin</profileName>'),
      'clears-assignments',
    ],
    [
      'a rotation of the key',
      connectedApp(flag('true') + '<shouldRotateConsumerKey>1</shouldRotateConsumerKey>'),
      'rotates-consumer',
    ],
    [
      'a rotation of the secret',
      connectedApp(flag('true'), '<shouldRotateConsumerSecret>true</shouldRotateConsumerSecret>'),
      'rotates-consumer',
    ],
    ['another type', policy(''), 'wrong-root'],
    ['a merge conflict', '<ConnectedApp>\n<<<<<<< HEAD\n</ConnectedApp>', 'conflict-markers'],
    ['a file cut off', connectedApp(flag('true')).slice(0, -20), 'not-well-formed'],
    [
      'a user amid words that belong to no element',
      '<ConnectedApp><oauthConfig>a b<oauthClientCredentialUser/></oauthConfig></ConnectedApp>',
      'not-proven',
    ],
  ];
  for (const [name, text, problem] of refusals) {
    it(`refuses ${name}: ${problem}`, () => {
      expect(off(text)).to.deep.equal({ ok: false, problem });
    });
  }

  it('accepts a rotation that is off', () => {
    const text = connectedApp(flag('true'), '<shouldRotateConsumerKey>false</shouldRotateConsumerKey>\n');
    expect(off(text).ok).to.equal(true);
  });

  it('takes no more than linear time over long runs of blanks', () => {
    const blanks = ' '.repeat(500_000);
    const started = cpuTime();
    expect(off(connectedApp(flag(`${blanks}true${blanks}`) + user(`a${blanks}b`))).ok).to.equal(true);
    expect(cpuTime() - started).to.be.lessThan(8000);
  });
});
