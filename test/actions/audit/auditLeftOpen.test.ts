import { expect } from 'chai';
import { isAtLeast } from '../../../src/posture/factors/atLeast.js';
import type { Evidence } from '../../../src/posture/model.js';
import type { Simulator, SimulatorOptions } from '../../simulator/simulator.js';
import { failedSteps, findingOf, startAuditedOrg, targetOf, type AuditedOrg } from '../support/auditedOrg.js';

const POLICY = 'ExtlClntAppOauthConfigurablePolicies';

describe('audit: what an answer that did not come leaves open', () => {
  let org: AuditedOrg | undefined;
  afterEach(() => org?.stop());

  const audited = async (change: (simulator: Simulator) => void, options: SimulatorOptions = {}) => {
    org = await startAuditedOrg(options);
    change(org.simulator);
    return org.audit();
  };

  /** As each of the two sources counts an app's policies. */
  const counted = (evidence: readonly Evidence[]): [string, string | null][] =>
    evidence.filter(({ path }) => path === 'count').map(({ source, value }) => [source, value]);

  describe('an external client app of whose policy no row tells', () => {
    const NO_ROW = { overrides: { 'ExtlClntAppOauthPlcyCnfg:Ticket_Bridge': 'absent' } } as const;

    it('is not evaluated where the list of policies was refused: that there is none is what one source says', async () => {
      const report = await audited(
        (simulator) =>
          simulator.fault({
            kind: 'error',
            on: /ExtlClntAppOauthConfigurablePolicies/,
            times: 9,
            code: 'INSUFFICIENT_ACCESS',
          }),
        NO_ROW,
      );
      expect(failedSteps(report)).to.deep.equal(['list-oauth-policies']);
      const finding = findingOf(report, 'Ticket_Bridge');
      expect(finding).to.include({ status: 'not-evaluated', reason: 'policy-not-readable' });
      expect(counted(finding.evidence)).to.deep.equal([
        ['metadata', null],
        ['query', '0'],
      ]);
    });

    it('is not evaluated where the org calls the type of policies unavailable', async () => {
      const report = await audited(() => undefined, { ...NO_ROW, missingTypes: [POLICY] });
      expect(findingOf(report, 'Ticket_Bridge').reason).to.equal('policy-not-readable');
    });

    it('has none where the list came without it', async () => {
      const report = await audited((simulator) => void simulator.removeComponent(POLICY, 'Ticket_Bridge'));
      expect(findingOf(report, 'Ticket_Bridge')).to.include({ status: 'not-applicable', reason: 'no-policy' });
    });
  });

  it('calls a risk "at least" where wide ranges are read, and not whether the policy enforces them', async () => {
    const range = '<endAddress>10.255.255.255</endAddress><startAddress>10.0.0.0</startAddress>';
    const report = await audited((simulator) => {
      const named = simulator.state.component(POLICY, 'Catalogue_Publisher_OauthSettings_defaultPolicy');
      const silent = named?.text.replace(/<ipRelaxationPolicyType>.*?<.ipRelaxationPolicyType>/s, '') ?? '';
      simulator.setComponent(POLICY, 'Catalogue_Publisher_OauthSettings_defaultPolicy', silent);
      simulator.setComponent(
        'Profile',
        'Integration%3A Catalogue',
        `<Profile xmlns="http://soap.sforce.com/2006/04/metadata"><loginIpRanges>${range}</loginIpRanges></Profile>`,
      );
      simulator.fault({ kind: 'error', on: /ExtlClntAppOauthPlcyCnfg/, times: 9, code: 'INVALID_TYPE', status: 400 });
    });
    const finding = findingOf(report, 'Catalogue_Publisher');
    expect([finding.reason, finding.risk?.level]).to.deep.equal(['not-hardened', 'baseline']);
    expect(isAtLeast(finding, targetOf(report))).to.equal(true);
  });
});
