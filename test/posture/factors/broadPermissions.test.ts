import { expect } from 'chai';
import { BROAD_PERMISSIONS, columnOf, mayExistUnseen } from '../../../src/posture/factors/broadPermissions.js';

describe('permissions that make a user broad', () => {
  it('are these, each once', () => {
    expect(BROAD_PERMISSIONS).to.deep.equal([...new Set(BROAD_PERMISSIONS)].sort());
    expect(BROAD_PERMISSIONS.filter((name) => !/^[A-Z][A-Za-z]+$/.test(name))).to.deep.equal([]);
    expect(BROAD_PERMISSIONS).to.have.length(27);
  });

  it('are columns of the org by another name', () => {
    expect(columnOf('ModifyAllData')).to.equal('PermissionsModifyAllData');
  });

  it('may be there unseen where every org has them, as the sign of an integration user may', () => {
    const unseen = [...BROAD_PERMISSIONS, 'ApiUserOnly', 'Other', ''].filter(mayExistUnseen);
    expect(unseen).to.deep.equal([
      'AuthorApex',
      'CustomizeApplication',
      'ManageUsers',
      'ModifyAllData',
      'ViewAllData',
      'ApiUserOnly',
    ]);
  });
});
