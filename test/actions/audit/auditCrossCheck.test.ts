import { expect } from 'chai';
import { isAtLeast } from '../../../src/posture/factors/atLeast.js';
import { failedSteps, findingOf, startAuditedOrg, targetOf, type AuditedOrg } from '../support/auditedOrg.js';

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

describe('an audit whose second source alone names a Run As user', () => {
  const POLICY = 'Catalogue_Publisher_OauthSettings_defaultPolicy';
  let org: AuditedOrg;
  before(async () => {
    org = await startAuditedOrg({
      overrides: { [`ExtlClntAppOauthPlcyCnfg:${POLICY}`]: { ClientCredentialsFlowUser: 'deploy.admin@example.com' } },
    });
    const type = 'ExtlClntAppOauthConfigurablePolicies';
    const text = org.simulator.state.component(type, POLICY)?.text ?? '';
    org.simulator.setComponent(
      type,
      POLICY,
      text.replace(/<clientCredentialsFlowUser>.*?<.clientCredentialsFlowUser>/s, ''),
    );
  });
  after(() => org.stop());

  it('does not call its risk certain where that source does not come', async () => {
    const whole = await org.audit();
    expect(findingOf(whole, 'Catalogue_Publisher').risk?.level).to.equal('higher');
    org.simulator.fault({ kind: 'error', on: /ExtlClntAppOauthPlcyCnfg/, times: Infinity, code: 'INVALID_FIELD' });
    const report = await org.audit();
    const finding = findingOf(report, 'Catalogue_Publisher');
    expect([finding.reason, finding.risk?.level]).to.deep.equal(['not-hardened', 'baseline']);
    expect(isAtLeast(finding, targetOf(report))).to.equal(true);
  });
});

describe('an audit that knows a policy from its second source alone, because the metadata does not come', () => {
  const TYPE = 'ExtlClntAppOauthConfigurablePolicies';
  const POLICY = 'Catalogue_Publisher_OauthSettings_defaultPolicy';
  let org: AuditedOrg;
  beforeEach(async () => {
    org = await startAuditedOrg({
      overrides: { [`ExtlClntAppOauthPlcyCnfg:${POLICY}`]: { IpRelaxationPolicyType: 0 } },
    });
    const text = org.simulator.state.component(TYPE, POLICY)?.text ?? '';
    org.simulator.setComponent(TYPE, POLICY, text.replace('>Enforce<', '>Bypass<'));
  });
  afterEach(() => org.stop());

  const uncertain = async (): Promise<void> => {
    const report = await org.audit();
    const finding = findingOf(report, 'Catalogue_Publisher');
    expect([finding.reason, finding.risk?.level]).to.deep.equal(['enabled-by-query', 'baseline']);
    expect(isAtLeast(finding, targetOf(report))).to.equal(true);
    expect(finding.risk?.factors.find(({ factor }) => factor === 'network-restricted')).to.include({
      state: 'unknown',
    });
  };

  it('proves no lower risk by it where the list of policies was refused: the metadata may relax the network', async () => {
    expect(findingOf(await org.audit(), 'Catalogue_Publisher').risk?.level).to.equal('higher');
    org.simulator.fault({ kind: 'error', on: new RegExp(TYPE), times: Infinity, code: 'INSUFFICIENT_ACCESS' });
    await uncertain();
    expect(failedSteps(await org.audit())).to.include('list-oauth-policies');
  });

  it('proves no lower risk by it where the file was not returned', async () => {
    const { text = '' } = org.simulator.state.component(TYPE, POLICY) ?? {};
    org.simulator.setComponent(TYPE, POLICY, text, {
      unretrievable: `Load of metadata from db failed for metadata of type:${TYPE} and file name:${POLICY}.`,
    });
    await uncertain();
  });
});
