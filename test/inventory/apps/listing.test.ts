import { expect } from 'chai';
import type { ListedComponent } from '../../../src/org/door.js';
import { recordList, type ListedType } from '../../../src/inventory/apps/listing.js';
import { profilesById } from '../../../src/inventory/context/profilesAndSettings.js';
import { Coverage } from '../../../src/inventory/coverage.js';
import { ALL_SEEING } from '../support/world.js';

const [ID, OTHER_ID] = ['00eWs0000000001AAA', '00eWs0000000002AAA'];

const row = (type: ListedType, fullName: string, id: string): ListedComponent => ({
  type,
  fullName,
  fileName: 'x',
  id,
});

const recorded = (type: ListedType, ...rows: ListedComponent[]): ListedComponent[] =>
  recordList(new Map([[type, { ok: true, value: rows }]]), type, ALL_SEEING, new Coverage());

const profilesIn = (...rows: [fullName: string, id: string][]): [string, string][] =>
  [...profilesById(recorded('Profile', ...rows.map(([name, id]) => row('Profile', name, id))))].map(
    ([id, { fullName }]) => [id, fullName],
  );

describe('rows of a list that occur twice', () => {
  it('leave it open whose ID it is where one profile has that of another', () => {
    expect(profilesIn(['Narrow', ID], ['Wide', OTHER_ID], ['Open', ID])).to.deep.equal([
      [OTHER_ID.slice(0, 15), 'Wide'],
    ]);
    expect(profilesIn(['Narrow', ID], ['Open', OTHER_ID], ['Open', ID])).to.deep.equal([]);
  });

  it('leave it open whose file it is where one profile has two IDs', () => {
    expect(profilesIn(['Narrow', ID], ['NARROW', OTHER_ID], ['Wide', '00eWs0000000003AAA'])).to.deep.equal([
      ['00eWs0000000003', 'Wide'],
    ]);
  });

  it('are one profile where its ID has 15 and 18 characters', () => {
    expect(profilesIn(['Narrow', ID], ['Narrow', ID.slice(0, 15)])).to.deep.equal([[ID.slice(0, 15), 'Narrow']]);
  });

  it('are one app, whatever their IDs: it is found by its name', () => {
    expect(
      recorded('ConnectedApp', row('ConnectedApp', 'Sync', ID), row('ConnectedApp', 'Sync', OTHER_ID)),
    ).to.have.length(1);
  });
});
