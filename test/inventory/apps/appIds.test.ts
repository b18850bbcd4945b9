import { expect } from 'chai';
import { listedId, withQueriedIds } from '../../../src/inventory/apps/appIds.js';
import type { ConnectedAppSubject } from '../../../src/posture/subject.js';

const subject = (name: string, more: { id?: string; label?: string; namespace?: string } = {}): ConnectedAppSubject => {
  const { id, ...app } = more;
  return {
    kind: 'ConnectedApp',
    origin: 'org',
    app: { type: 'ConnectedApp', name, managed: false, ...app },
    metadata: { type: 'ConnectedApp', fullName: name, facts: 'not-returned' },
    versionShowsFlag: true,
    ...(id === undefined ? {} : { id }),
  };
};

const idsWith = (subjects: ConnectedAppSubject[], queried: { id?: string; name: string }[]): (string | undefined)[] =>
  withQueriedIds(subjects, queried).map(({ id }) => id);

describe('the ID of a connected app', () => {
  it('is that of the list where SOQL gives the same', () => {
    expect(
      idsWith([subject('A', { id: '0H4000000000001' })], [{ id: '0H4000000000001', name: 'other' }]),
    ).to.deep.equal(['0H4000000000001']);
  });

  it('is that of SOQL, by name or label, where the list gives another or none', () => {
    const subjects = [subject('Order_Sync', { id: '0Ci000000000001' }), subject('B', { label: 'The Feed' })];
    const queried = [
      { id: '0H4000000000001', name: 'Order Sync' },
      { id: '0H4000000000002', name: 'the feed' },
    ];
    expect(idsWith(subjects, queried)).to.deep.equal(['0H4000000000001', '0H4000000000002']);
  });

  it('is not taken from a row that may belong to another app', () => {
    const subjects = [subject('A', { label: 'Feed' }), subject('B', { label: 'Feed' }), subject('C')];
    const queried = [
      { id: '0H4000000000001', name: 'Feed' },
      { id: '0H4000000000003', name: 'C' },
      { id: '0H4000000000004', name: 'c' },
    ];
    expect(idsWith(subjects, queried)).to.deep.equal([undefined, undefined, undefined]);
  });

  it('is none where rows of the list differ, or give zeros', () => {
    const row = { type: 'ConnectedApp', fullName: 'A', fileName: 'a' };
    const one = '0H4000000000001AAA';
    expect(listedId([{ ...row, id: one }])).to.equal('0H4000000000001');
    expect(
      listedId([
        { ...row, id: one },
        { ...row, id: '0H4000000000002AAA' },
      ]),
    ).to.equal(undefined);
    expect(listedId([{ ...row, id: '000000000000000AAA' }])).to.equal(undefined);
  });
});
