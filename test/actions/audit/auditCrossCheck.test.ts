import { expect } from 'chai';
import { findingOf, startAuditedOrg, type AuditedOrg } from '../support/auditedOrg.js';

describe('an audit whose second source says something that is no boolean of a policy', () => {
  let org: AuditedOrg;
  before(async () => {
    org = await startAuditedOrg({
      overrides: { 'ExtlClntAppOauthPlcyCnfg:Ticket_Bridge': { IsClientCredentialsFlowEnabled: 'perhaps' } },
    });
  });
  after(() => org.stop());

  it('goes by the metadata, and tells that nothing confirms it', async () => {
    const report = await org.audit();
    expect(findingOf(report, 'Ticket_Bridge')).to.include({ status: 'pass', reason: 'flow-disabled' });
    const told = report.notices.filter(({ code }) => code === 'cross-check-failed');
    expect(told.map(({ data }) => data)).to.deep.equal([{ apps: 1 }]);
  });
});

describe('an audit whose second source has no row of a policy', () => {
  let org: AuditedOrg;
  before(async () => {
    org = await startAuditedOrg({ overrides: { 'ExtlClntAppOauthPlcyCnfg:Ticket_Bridge': 'absent' } });
  });
  after(() => org.stop());

  it('goes by the metadata, and tells that nothing confirms it', async () => {
    const report = await org.audit();
    expect(findingOf(report, 'Ticket_Bridge')).to.include({ status: 'pass', reason: 'flow-disabled' });
    const told = report.notices.filter(({ code }) => code === 'cross-check-no-row');
    expect(told.map(({ data }) => data)).to.deep.equal([{ apps: 1 }]);
  });
});
