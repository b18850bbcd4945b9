import { expect } from 'chai';
import type { Target } from '../../src/posture/model.js';
import {
  appKey,
  appName,
  findingId,
  fullNameOf,
  idOf,
  isCalled,
  isNamed,
  isUserId,
  namesOf,
  sameOrg,
  splitName,
  targetName,
  userKey,
} from '../../src/posture/names.js';

const APP = { type: 'ConnectedApp', name: 'Billing', managed: false } as const;
const PACKAGED = { ...APP, namespace: 'NS' };

describe('the names of an app', () => {
  it('are those that a person may use', () => {
    expect(namesOf(APP)).to.deep.equal(['Billing']);
    expect(namesOf(PACKAGED)).to.deep.equal(['Billing', 'NS__Billing']);
    expect([appName(APP), appName(PACKAGED)]).to.deep.equal(['ConnectedApp:Billing', 'ConnectedApp:NS__Billing']);
    expect([fullNameOf(APP), fullNameOf(PACKAGED)]).to.deep.equal(['Billing', 'NS__Billing']);
    expect(appKey(PACKAGED)).to.equal('connectedapp:ns__billing');
  });

  it('are compared without case', () => {
    for (const name of ['Billing', 'billing', 'ns__BILLING', 'connectedapp:ns__billing'])
      expect(isCalled(PACKAGED, name), name).to.equal(true);
    for (const name of ['Bill', 'NS__', 'ConnectedApp:Billing', 'ExternalClientApplication:NS__Billing'])
      expect(isCalled(PACKAGED, name), name).to.equal(false);
  });

  it('are split by the namespace that the org gives, and by no other', () => {
    expect(splitName('NS__Billing', 'NS')).to.deep.equal({ namespace: 'NS', name: 'Billing' });
    expect(splitName('ns__Billing', 'NS')).to.deep.equal({ namespace: 'NS', name: 'Billing' });
    expect(splitName('Billing', 'NS')).to.deep.equal({ namespace: 'NS', name: 'Billing' });
    expect(splitName('Billing_NS__', 'NS')).to.deep.equal({ namespace: 'NS', name: 'Billing_NS__' });
    for (const none of [null, undefined, ''])
      expect(splitName('NS__Billing', none)).to.deep.equal({ name: 'NS__Billing' });
  });

  it('imitate no other part of the id of a finding', () => {
    expect(findingId('eca-flow-enablement', 'x/y', { ...PACKAGED, name: 'a/b' })).to.equal(
      'eca-flow-enablement/x%2Fy/connectedapp/ns/a%2Fb',
    );
    expect(findingId('eca-flow-enablement', 'x', APP)).to.equal('eca-flow-enablement/x/connectedapp//billing');
  });
});

describe('the id of a record', () => {
  it('is its first 15 characters, and none where these are zeros', () => {
    expect(idOf('0H4000000000001AAA')).to.equal('0H4000000000001');
    expect(idOf('0H4000000000000')).to.equal('0H4000000000000');
    for (const none of [undefined, '', '000000000000000', '000000000000000AAA']) expect(idOf(none)).to.equal(undefined);
  });

  it('is that of one org, with or without its last three characters', () => {
    expect(sameOrg('00D000000000001EAA', '00D000000000001')).to.equal(true);
    expect(sameOrg('00D00000000000aEAA', '00D00000000000A')).to.equal(false);
  });

  it('is that of a user where it has their prefix and 15 or 18 characters', () => {
    for (const id of ['005000000000001', '005000000000001AAB', ' 005000000000001AAB '])
      expect(isUserId(id)).to.equal(true);
    for (const id of [
      '005000000000001A',
      '00500000000000',
      '006000000000001',
      'x005000000000001',
      '005000000000001AAB@x',
    ])
      expect(isUserId(id), id).to.equal(false);
  });
});

describe('by what a user is looked up', () => {
  it('is the username without case and blanks', () => {
    expect(userKey(' Integration.User@Example.com ')).to.equal('integration.user@example.com');
  });

  it('is the first 15 characters of an id, whose case counts', () => {
    expect(userKey('005000000000aBc')).to.equal('005000000000aBc');
    expect(userKey('005000000000aBcAAI')).to.equal('005000000000aBc');
    expect(userKey(' 005000000000aBc ')).to.equal('005000000000aBc');
  });

  it('is an id as it was, where all of it came in one case', () => {
    // The last three letters say which of the others are capitals, five of them each.
    const capitalsOf = (key = ''): number[] => [...key].flatMap((letter, at) => (/[A-Z]/.test(letter) ? [at] : []));
    expect(userKey('005000000000abcaai')).to.equal('005000000000aBc');
    expect(capitalsOf(userKey('005aaaaaaaaaaaaaaa'))).to.deep.equal([]);
    expect(capitalsOf(userKey('005aaaaaaaaaaaaiaa'))).to.deep.equal([3]);
    expect(capitalsOf(userKey('005AAAAAAAAAAAAIAA'))).to.deep.equal([3]);
    expect(capitalsOf(userKey('005aaaaaaaaaaaaqba'))).to.deep.equal([4, 5]);
    expect(capitalsOf(userKey('005aaaaaaaaaaaaaa5'))).to.deep.equal([10, 11, 12, 13, 14]);
    expect(capitalsOf(userKey('005aaaaaaaaaaaay55'))).to.deep.equal([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  it('is an id as it came, where the last letters say nothing of it', () => {
    // Of 15 characters, in both cases, or with a letter that stands for nothing.
    for (const id of [
      '005aaaaaaaaaaaa',
      '005AAAAAAAAAAAA',
      '005aaaaAaaaaaaaiaa',
      '005aaaaaaaaaaaa9aa',
      '005AAAAAAAAAAAA99A',
    ])
      expect(userKey(id), id).to.equal(id.slice(0, 15));
  });
});

describe('the name of a target', () => {
  const org = { id: '00D000000000001EAA', username: 'a@example.com', alias: 'prod' } as NonNullable<Target['org']>;
  const target = (more: Partial<Target>): Target => ({ kind: 'org', findings: [], coverage: [], ...more }) as Target;
  const nameless = { id: org.id, username: org.username } as typeof org;

  it('is its alias, else its username, else what it was called, or its folders', () => {
    expect(targetName(target({ org, name: 'x' }))).to.equal('prod');
    expect(targetName(target({ org: nameless, name: 'x' }))).to.equal('a@example.com');
    expect(targetName(target({ name: 'x' }))).to.equal('x');
    expect(targetName(target({}))).to.equal('');
    expect(targetName(target({ source: { directories: ['a', 'b'] } }))).to.equal('a, b');
  });

  it('is an alias as it is written, or a username in any case', () => {
    expect(isNamed(target({ org }), 'prod')).to.equal(true);
    expect(isNamed(target({ org }), 'Prod')).to.equal(false);
    expect(isNamed(target({ org }), 'A@example.COM')).to.equal(true);
    expect(isNamed(target({ org }), 'b@example.com')).to.equal(false);
    expect(isNamed(target({}), 'prod')).to.equal(false);
  });
});
