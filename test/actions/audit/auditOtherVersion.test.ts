import { expect } from 'chai';
import { failedSteps, startAuditedOrg, targetOf, type AuditedOrg } from '../support/auditedOrg.js';

describe('audit: files of another API version than was asked for', () => {
  let org: AuditedOrg;
  before(async () => {
    org = await startAuditedOrg();
  });
  after(() => org.stop());
  afterEach(() => org.simulator.clearFaults());

  /** An older version does not show the flag: a file without it looks like one of an app that never had it. */
  const retrieveAt = (version: string): void =>
    org.simulator.fault({
      kind: 'other-request',
      on: 'retrieve',
      times: Infinity,
      sent: (body) => body.replaceAll(/(?<=<(?:api)?[vV]ersion>)\d+\.0/g, version),
    });

  it('are none that are relied on: the step fails, and no app passes, 31', async () => {
    retrieveAt('55.0');
    const report = await org.audit({ failOn: 'never' });
    expect(failedSteps(report)).to.include('retrieve-apps');
    expect(targetOf(report).findings.filter(({ status }) => status === 'pass')).to.deep.equal([]);
    expect(report.gate.exitCode).to.equal(31);
  });
});
