import { expect } from 'chai';
import { lookedAgain, saidOf, type Reading, type Unread } from '../../../src/remediation/deploy/reading.js';

const SYNC = { type: 'ConnectedApp', fullName: 'Sync' };

describe('what an org says of a component that it did not give', () => {
  const cases: [message: string, why: Unread['why'] | undefined][] = [
    ["Entity of type 'ConnectedApp' named 'Sync' cannot be found", 'gone'],
    ['Entity of type ConnectedApp named Sync cannot be found.', 'gone'],
    ['Load of metadata from db failed for metadata of type:ConnectedApp and file name:Sync.', 'not-read'],
    ["Entity of type 'ConnectedApp' named 'Sync_2' cannot be found", undefined],
    ["Entity of type 'ConnectedApp' named 'My-Sync' cannot be found", undefined],
    ["Entity of type 'ExternalClientApplication' named 'Sync' cannot be found", undefined],
    ["Entity type: 'ConnectedApp' is unknown", undefined],
  ];
  for (const [message, why] of cases)
    it(`${why ?? 'nothing'}: ${message}`, () => {
      expect(saidOf(SYNC, ['Something else.', message])?.why).to.equal(why);
    });

  it('is that it is there where one of two messages doubts it', () => {
    const said = saidOf(
      SYNC,
      cases.slice(1, 3).map(([message]) => message),
    );
    expect(said?.why).to.equal('not-read');
  });

  it('is understood where one of the two names is encoded', () => {
    const member = { type: 'ConnectedApp', fullName: 'M%C3%BCller' };
    expect(saidOf(member, ["Entity of type 'ConnectedApp' named 'M%C3%BCller' cannot be found"])?.why).to.equal('gone');
    expect(saidOf(member, ["Entity of type 'ConnectedApp' named 'Müller' cannot be found"])?.why).to.equal('gone');
  });
});

describe('a second look at components', () => {
  const file = (text: string) => ({ ...SYNC, path: '', text });
  const seen: Reading = { files: new Map([['A', file('before')]]), unread: new Map() };
  const unread = (why: Unread['why']): Reading => ({ files: new Map(), unread: new Map([['A', { why, detail: '' }]]) });

  it('counts more than the first', () => {
    expect(lookedAgain(seen, { ...seen, files: new Map([['A', file('after')]]) }).files.get('A')?.text).to.equal(
      'after',
    );
  });

  it('does not undo the first where it fails', () => {
    expect(lookedAgain(seen, unread('not-read')).files.get('A')?.text).to.equal('before');
  });

  it('finds gone what is gone', () => {
    expect(lookedAgain(seen, unread('gone')).files.size).to.equal(0);
  });
});
