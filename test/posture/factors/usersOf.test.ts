import { expect } from 'chai';
import { namedUsers, shownUsers, usersOf } from '../../../src/posture/factors/usersOf.js';

describe('the Run As users that a file names', () => {
  const none = {};
  const one = { executionUser: 'a@example.com' };
  const copies = { executionUser: 'a@example.com', userCopies: ['a@example.com', '', 'b@example.com'] };

  it('are the one, or the value of each copy, empty ones too', () => {
    expect(usersOf(none)).to.deep.equal([undefined]);
    expect(usersOf(one)).to.deep.equal(['a@example.com']);
    expect(usersOf(copies)).to.deep.equal(['a@example.com', '', 'b@example.com']);
  });

  it('are asked for without those that name nobody', () => {
    expect(namedUsers(none)).to.deep.equal([]);
    expect(namedUsers(one)).to.deep.equal(['a@example.com']);
    expect(namedUsers(copies)).to.deep.equal(['a@example.com', 'b@example.com']);
  });

  it('are shown in quotes where copies differ, so that an empty one is seen', () => {
    expect(shownUsers(none)).to.equal(null);
    expect(shownUsers(one)).to.equal('a@example.com');
    expect(shownUsers(copies)).to.equal('"a@example.com", "", "b@example.com"');
  });
});
