import { expect } from 'chai';
import fc from 'fast-check';
import { canonical, differences } from '../../src/metadata/compare.js';
import { connectedApp, file, policy } from '../simulator/deploy/samples.js';

const isSame = (one: string, other: string): boolean => {
  const [forth, back] = [differences(one, other), differences(other, one)];
  if (!Array.isArray(forth) || !Array.isArray(back)) throw new Error('One of them is no metadata.');
  const same = canonical(one) === canonical(other);
  expect([forth.length === 0, back.length === 0], 'hash and differences agree').to.deep.equal([same, same]);
  return same;
};

const POLICY = 'ExtlClntAppOauthConfigurablePolicies';
const LISTS = {
  commaSeparatedCustomScopes: POLICY,
  commaSeparatedOauthScopes: 'ExtlClntAppOauthSettings',
  commaSeparatedPermissionSet: POLICY,
  commaSeparatedProfile: POLICY,
};
const OFF_BY_DEFAULT = {
  [POLICY]: [
    'isClientCredentialsFlowEnabled',
    'isGuestCodeCredFlowEnabled',
    'isNamedUserJwtEnabled',
    'isTokenExchangeFlowEnabled',
  ],
  ConnectedApp: [
    'isAdminApproved',
    'isClientCredentialEnabled',
    'isCodeCredentialEnabled',
    'isCodeCredentialPostOnly',
    'isConsumerSecretOptional',
    'isIntrospectAllTokens',
    'isPkceRequired',
  ],
};
const withSwitch = (type: string, name: string, value?: string): string =>
  type === 'ConnectedApp' ? connectedApp({ [name]: value }) : policy({ [name]: value });

describe('a component that the org spells in another way', () => {
  const same: readonly [name: string, one: string, other: string][] = [
    [
      'the case of a relaxation',
      policy({ ipRelaxationPolicyType: 'Enforce_RelaxRefresh' }),
      policy({ ipRelaxationPolicyType: 'Enforce_relaxrefresh' }),
    ],
    [
      'the case of a relaxation of a connected app',
      connectedApp({}, {}, { ipRelaxation: 'ENFORCE_RELAXREFRESH' }),
      connectedApp({}, {}, { ipRelaxation: 'Enforce_RelaxRefresh' }),
    ],
    [
      'an execution user that is empty, or not there',
      policy({ clientCredentialsFlowUser: '' }),
      policy({ clientCredentialsFlowUser: undefined }),
    ],
    [
      'an execution user that is nil, or not there',
      policy({ clientCredentialsFlowUser: '' }).replace(
        '<clientCredentialsFlowUser></clientCredentialsFlowUser>',
        '<clientCredentialsFlowUser xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>',
      ),
      policy({ clientCredentialsFlowUser: undefined }),
    ],
    [
      'an execution user of a connected app that is empty, or not there',
      connectedApp({ oauthClientCredentialUser: '' }),
      connectedApp({ oauthClientCredentialUser: undefined }),
    ],
    [
      'the case of an execution user',
      policy({ clientCredentialsFlowUser: 'Integration.User@example.com' }),
      policy({ clientCredentialsFlowUser: 'integration.user@EXAMPLE.com' }),
    ],
    ['a list that is empty, or not there', policy({ commaSeparatedProfile: ' , ' }), without('commaSeparatedProfile')],
    [
      'a grant that is named twice',
      policy({ commaSeparatedProfile: 'A,B,A' }),
      policy({ commaSeparatedProfile: 'A,B' }),
    ],
    [
      'ways to write a boolean',
      policy({ isTokenExchangeFlowEnabled: 'true' }),
      policy({ isTokenExchangeFlowEnabled: ' 1 ' }),
    ],
  ];
  for (const [name, one, other] of same)
    it(`means the same: ${name}`, () => {
      expect(isSame(one, other)).to.equal(true);
    });

  const different: readonly [name: string, one: string, other: string][] = [
    ['a grant lost', policy({ commaSeparatedProfile: 'A,B' }), policy({ commaSeparatedProfile: 'A' })],
    ['two grants that became one', policy({ commaSeparatedProfile: 'A,B' }), policy({ commaSeparatedProfile: 'AB' })],
    [
      'a flag that is on, and one that says nothing',
      policy({ isTokenExchangeFlowEnabled: 'true' }),
      policy({ isTokenExchangeFlowEnabled: '' }),
    ],
    ['all grants lost', policy({ commaSeparatedPermissionSet: 'A' }), without('commaSeparatedPermissionSet')],
    ['all grants lost, the list left', policy({ commaSeparatedProfile: 'A' }), policy({ commaSeparatedProfile: '' })],
    ['the case of a grant', policy({ commaSeparatedProfile: 'Admin' }), policy({ commaSeparatedProfile: 'admin' })],
    ['another relaxation', policy(), policy({ ipRelaxationPolicyType: 'Bypass' })],
    ['a relaxation lost', policy(), without('ipRelaxationPolicyType')],
    ['a user lost', policy(), without('clientCredentialsFlowUser')],
    ['another user', policy(), policy({ clientCredentialsFlowUser: 'other@example.com' })],
    ['a default that is not documented', connectedApp(), connectedApp({ isSecretRequiredForRefreshToken: 'false' })],
    ['a default elsewhere than documented', connectedApp(), connectedApp({}, { isAdminApproved: 'false' })],
    ['an empty element of another kind', policy(), policy({ startUrl: '' })],
    ['the order of what is no list', policy({ label: 'A, B' }), policy({ label: 'B, A' })],
    [
      'a nil flag that holds a word',
      policy({ isTokenExchangeFlowEnabled: undefined }),
      policy({ isTokenExchangeFlowEnabled: 'false' }).replace(
        '<isTokenExchangeFlowEnabled',
        '<isTokenExchangeFlowEnabled xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"',
      ),
    ],
  ];
  for (const [name, one, other] of different)
    it(`means something else: ${name}`, () => {
      expect(isSame(one, other)).to.equal(false);
    });

  for (const [type, names] of Object.entries(OFF_BY_DEFAULT))
    for (const name of names) {
      it(`means the same whether ${type} shows that ${name} is off or leaves it out`, () => {
        expect(isSame(withSwitch(type, name), withSwitch(type, name, 'false'))).to.equal(true);
        expect(isSame(withSwitch(type, name), withSwitch(type, name, '0'))).to.equal(true);
      });

      it(`means something else once ${name} of ${type} is on, or no boolean`, () => {
        for (const value of ['true', '1', 'False', ''])
          expect(isSame(withSwitch(type, name), withSwitch(type, name, value)), value).to.equal(false);
        expect(isSame(withSwitch(type, name, 'true'), withSwitch(type, name, 'false'))).to.equal(false);
      });
    }

  it('is told of as it is written', () => {
    const before = policy({ commaSeparatedProfile: 'B, A', isTokenExchangeFlowEnabled: 'false' });
    const after = policy({ commaSeparatedProfile: 'B', isTokenExchangeFlowEnabled: 'true' });
    expect(differences(before, after)).to.deep.equal([
      { path: 'commaSeparatedProfile', before: 'B, A', after: 'B' },
      { path: 'isTokenExchangeFlowEnabled', before: 'false', after: 'true' },
    ]);
  });

  describe('in a list between commas', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_:][A-Za-z0-9_: ]{0,8}[A-Za-z0-9_:]$/);
    const names = fc.uniqueArray(name, { minLength: 1, maxLength: 6 });
    const blanks = fc.constantFrom('', ' ', '  ', '\n    ', '\t');
    const listed = fc.tuple(fc.constantFrom(...Object.entries(LISTS)), names);
    const written = ([element, type]: [string, string], list: string): string => file(type, { [element]: list });

    it('means the same in any order, with any blanks', () => {
      const respelled = listed.chain(([element, list]) =>
        fc.tuple(
          fc.constant(element),
          fc.constant(list),
          fc.shuffledSubarray(list, { minLength: list.length }),
          fc.array(blanks, { minLength: 2 * list.length, maxLength: 2 * list.length }),
        ),
      );
      fc.assert(
        fc.property(respelled, ([element, list, shuffled, around]) => {
          const spelled = shuffled.map((one, at) => `${around[2 * at]}${one}${around[2 * at + 1]}`).join(',');
          return isSame(written(element, list.join(', ')), written(element, spelled));
        }),
      );
    });

    it('means something else with one name changed, more or less', () => {
      const changed = listed.chain(([element, list]) =>
        fc.tuple(
          fc.constant(element),
          fc.constant(list),
          fc.nat(list.length - 1),
          name.filter((other) => !list.includes(other)),
        ),
      );
      fc.assert(
        fc.property(changed, ([element, list, at, other]) => {
          const now = [list.with(at, other), list.toSpliced(at, 1), [...list, other]];
          return now.every((names) => !isSame(written(element, list.join(', ')), written(element, names.join(','))));
        }),
      );
    });
  });
});

function without(name: string): string {
  return policy({ [name]: undefined });
}
