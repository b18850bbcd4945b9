import { expect } from 'chai';
import { usersInText } from '../../../src/metadata/read/usersInText.js';

const NAME = 'user@example.com';

describe('the Run As users in a file that cannot be read', () => {
  const files: readonly [what: string, text: string, users: string[]][] = [
    ['of a connected app', `<a><oauthClientCredentialUser>${NAME}</oauthClientCredentialUser>`, [NAME]],
    [
      'with a name of more than a few letters',
      `<oauthClientCredentialUser>integration.of.orders.${NAME}</`,
      [`integration.of.orders.${NAME}`],
    ],
    ['of a policy, in another case', `<CLIENTCREDENTIALSFLOWUSER>${NAME}</a>`, [NAME]],
    ['with a prefix', `<long.name-1:clientCredentialsFlowUser>${NAME}</`, [NAME]],
    ['with attributes and line ends', `<clientCredentialsFlowUser\n a="b" c="d">\n  ${NAME}\n</`, [NAME]],
    ['in CDATA', `<clientCredentialsFlowUser><![CDATA[${NAME}]]></`, [NAME]],
    ['around a comment', `<clientCredentialsFlowUser>user<!-- a -->@example.com</`, [NAME]],
    ['with references', '<clientCredentialsFlowUser>user&#64;example.com</', [NAME]],
    ['as written, where a reference is unknown', '<clientCredentialsFlowUser> a&b; </', ['a&b;']],
    [
      'two, each once',
      `${`<clientCredentialsFlowUser>${NAME}</`.repeat(2)}<oauthClientCredentialUser>b</`,
      [NAME, 'b'],
    ],
    ['none in an empty or a blank element', '<clientCredentialsFlowUser></<oauthClientCredentialUser> \n</', []],
    [
      'none in an element that only begins or ends like it',
      '<clientCredentialsFlowUsers>a</<xoauthClientCredentialUser>a</',
      [],
    ],
    ['none in a file without one', '<user>a</user>', []],
  ];
  for (const [what, text, users] of files)
    it(what, () => {
      expect(usersInText(text)).to.deep.equal(users);
    });
});
