import { expect } from 'chai';
import { packageXml } from '../../src/metadata/packageXml.js';

describe('packageXml', () => {
  it('names each member once, in order, whatever it is called', () => {
    const members = [
      { type: 'Profile', fullName: 'R&D <x>' },
      { type: 'ConnectedApp', fullName: 'NS__Zeta' },
      { type: 'ConnectedApp', fullName: 'Alpha' },
      { type: 'ConnectedApp', fullName: 'Alpha' },
    ];
    expect(packageXml(members, '65.0')).to.equal(`<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
    <types>
        <members>Alpha</members>
        <members>NS__Zeta</members>
        <name>ConnectedApp</name>
    </types>
    <types>
        <members>R&amp;D &lt;x&gt;</members>
        <name>Profile</name>
    </types>
    <version>65.0</version>
</Package>
`);
  });

  it('is the same for the same members in any order', () => {
    const one = { type: 'A', fullName: 'x' };
    const other = { type: 'B', fullName: 'y' };
    expect(packageXml([one, other], '60.0')).to.equal(packageXml([other, one], '60.0'));
  });
});
