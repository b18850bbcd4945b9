import { expect } from 'chai';
import { rangesOf, reportedUser } from '../../../src/posture/factors/executionUser.js';
import { statedRisk } from '../../../src/posture/factors/atLeast.js';
import type { FactorState, Finding, RiskLevel } from '../../../src/posture/model.js';
import type { ExecutionUser } from '../../../src/posture/subject.js';
import { finding } from '../../reports/support/builders.js';
import { executionUser, granted, known, NARROW, notKnown, USERNAME, userWith } from '../support/builders.js';

describe('the ranges of a Run As user', () => {
  const inState = (state: ExecutionUser['state']): ExecutionUser =>
    executionUser({ state, loginIpRanges: known([NARROW]) });

  it('count where the user was found, active or not', () => {
    for (const state of ['active', 'inactive'] as const)
      expect(rangesOf(USERNAME, inState(state))).to.deep.equal(known([NARROW]));
  });

  it('prove nothing where the user was not', () => {
    expect(rangesOf(undefined, undefined)).to.equal(undefined);
    expect(rangesOf(USERNAME, undefined)).to.deep.equal({ known: false, why: 'user-not-read' });
    expect(rangesOf(USERNAME, inState('not-found'))).to.deep.equal({ known: false, why: 'user-not-found' });
    expect(rangesOf(USERNAME, inState('unknown'))).to.deep.equal({ known: false, why: 'user-unknown' });
  });
});

describe('what a report says of a Run As user', () => {
  it('is no more than that they could not be read, where that is so', () => {
    expect(reportedUser(USERNAME, undefined)).to.deep.equal({ username: USERNAME, state: 'unknown' });
  });

  it('has the broad permissions in the order of their names, then of where they come from', () => {
    const user = userWith(
      granted('ViewAllData', 'PermissionSet:B'),
      granted('ModifyAllData', 'PermissionSet:B'),
      granted('ModifyAllData', 'PermissionSet:A'),
      granted('AuthorApex', 'PermissionSet:C'),
    );
    expect(
      reportedUser(USERNAME, user).broadPermissions?.map(({ permission, via }) => `${permission} ${via}`),
    ).to.deep.equal([
      'AuthorApex PermissionSet:C',
      'ModifyAllData PermissionSet:A',
      'ModifyAllData PermissionSet:B',
      'ViewAllData PermissionSet:B',
    ]);
  });

  it('does not say that there are none where some could not be read', () => {
    expect(reportedUser(USERNAME, executionUser()).broadPermissions).to.deep.equal([]);
    expect(reportedUser(USERNAME, executionUser({ permissions: notKnown() }))).not.to.have.property('broadPermissions');
  });

  it('has how many addresses the ranges hold, and none where they are not known', () => {
    const ranges = known([NARROW]);
    expect(reportedUser(USERNAME, executionUser({ loginIpRanges: ranges })).loginIpRanges).to.deep.equal({
      count: 1,
      addresses: '256',
    });
    expect(reportedUser(USERNAME, executionUser({ loginIpRanges: notKnown() }))).not.to.have.property('loginIpRanges');
  });
});

describe('a risk, as a report for machines states it', () => {
  const failing = (state: FactorState, risk: RiskLevel = 'baseline'): Finding =>
    finding({
      ...{ name: 'Billing', reason: 'flow-enabled', risk },
      factors: { 'admin-profile': 'absent', 'modify-all-data': state, 'secret-in-source': 'absent' },
      executionUser: { username: USERNAME, state: 'active' },
    });

  it('is at least so high where what would raise it is not known', () => {
    expect(statedRisk(failing('unknown'), { kind: 'org' })).to.include({ level: 'baseline', atLeast: true });
  });

  it('is so high, where all is known, or it is as high as can be', () => {
    expect(statedRisk(failing('absent'), { kind: 'org' })).not.to.have.property('atLeast');
    expect(statedRisk(failing('unknown', 'higher'), { kind: 'org' })).not.to.have.property('atLeast');
    expect(statedRisk(failing('unknown'), { kind: 'source' })).not.to.have.property('atLeast');
  });

  it('is none where nothing failed', () => {
    expect(statedRisk(finding({ name: 'Billing', reason: 'flow-disabled' }), { kind: 'org' })).to.equal(undefined);
  });
});
