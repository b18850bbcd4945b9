import { expect } from 'chai';
import { WRONG_SOAP_ANSWERS } from '../../simulator/wrongAnswers.js';
import { failedSteps, startAuditedOrg, stepOf, type AuditedOrg } from '../support/auditedOrg.js';

describe('audit: of an org whose lists are none', () => {
  let org: AuditedOrg;
  beforeEach(async () => {
    org = await startAuditedOrg({ generate: { connectedApps: 2 } });
  });
  afterEach(() => org.stop());

  it('an org that lists no profiles is not believed when it lists no apps: 31', async () => {
    const body = ({ body: truth }: { body: string | Buffer }): string =>
      truth.toString().replace(/<result>.*<\/result>/s, '');
    org.simulator.fault({ kind: 'answer', on: 'listMetadata', times: Infinity, body });
    const report = await org.audit({ failOn: 'never', allowIncomplete: true });
    expect(failedSteps(report)).to.include.members(['list-profiles', 'list-connected-apps', 'list-oauth-policies']);
    expect(stepOf(report, 'list-connected-apps').detail).to.equal('unexpected-answer');
    expect(report.gate.exitCode).to.equal(31);
  });

  it('rows that cannot be read are no list of nothing: 31', async () => {
    const wrong = WRONG_SOAP_ANSWERS['rows with a prefix'];
    if (!wrong) throw new Error('There is no such answer.');
    org.simulator.fault({ ...wrong, on: 'listMetadata', times: Infinity });
    const report = await org.audit({ failOn: 'never', allowIncomplete: true });
    expect(failedSteps(report)).to.include.members(['list-profiles', 'list-connected-apps']);
    expect(report.gate.exitCode).to.equal(31);
  });
});
