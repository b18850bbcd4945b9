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

describe('an audit whose second source has no row of policies that are on and pass', () => {
  let org: AuditedOrg;
  before(async () => {
    org = await startAuditedOrg({
      overrides: {
        'ExtlClntAppOauthPlcyCnfg:Catalogue_Publisher_OauthSettings_defaultPolicy': 'absent',
        'ExtlClntAppOauthPlcyCnfg:Archive_Loader_oauthPlcy': 'absent',
      },
    });
  });
  after(() => org.stop());

  it('goes by the metadata, and tells that nothing confirms a hardened one or one that is switched off', async () => {
    const report = await org.audit();
    expect(findingOf(report, 'Catalogue_Publisher').reason).to.equal('hardened');
    expect(findingOf(report, 'Archive_Loader').reason).to.equal('app-disabled');
    const told = report.notices.filter(({ code }) => code === 'cross-check-no-row');
    expect(told.map(({ data }) => data)).to.deep.equal([{ apps: 2 }]);
  });
});
