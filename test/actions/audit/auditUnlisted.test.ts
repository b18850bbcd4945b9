import { expect } from 'chai';
import { readSaved } from '../../../src/posture/saved/read.js';
import { failedSteps, findingOf, startAuditedOrg, targetOf, type AuditedOrg } from '../support/auditedOrg.js';

const QUERY = /FROM ConnectedApplication$/;

describe('audit: a list of connected apps that lacks one of them', () => {
  let org: AuditedOrg;
  before(async () => {
    org = await startAuditedOrg();
  });
  after(() => org.stop());
  afterEach(() => org.simulator.clearFaults());

  const dropFromList = (name: string): void =>
    org.simulator.fault({
      kind: 'answer',
      on: 'listMetadata',
      times: Infinity,
      body: ({ body }) =>
        body
          .toString()
          .replaceAll(/<result>.*?<\/result>/gs, (row) => (row.includes(`>connectedApps/${name}.`) ? '' : row)),
    });

  it('does not pass that one over: it is not evaluated, by the name that SOQL has, 31', async () => {
    const label = findingOf(await org.audit(), 'Order_Sync').app.label ?? 'none';
    dropFromList('Order_Sync');
    const report = await org.audit({ failOn: 'never' });
    const { status, reason, evidence } = findingOf(report, label);
    expect([status, reason, report.gate.exitCode]).to.deep.equal(['not-evaluated', 'not-returned', 31]);
    expect(evidence).to.deep.include({
      source: 'query',
      component: 'ConnectedApplication',
      path: 'Name',
      value: label,
    });
    expect(failedSteps(report)).to.deep.equal([]);
  });

  it('finds none where the list has all of them', async () => {
    const { findings } = targetOf(await org.audit());
    expect(findings.flatMap(({ evidence }) => evidence).map(({ component }) => component)).not.to.include(
      'ConnectedApplication',
    );
  });

  for (const fault of ['error', 'server-error', 'unavailable-page'] as const)
    it(`has no second source where SOQL does not answer (${fault}), and says nothing of it`, async () => {
      const before = targetOf(await org.audit());
      org.simulator.fault({ kind: fault, on: QUERY, times: Infinity, code: 'INVALID_TYPE' });
      const { findings, coverage } = targetOf(await org.audit());
      expect([findings, coverage]).to.deep.equal([before.findings, before.coverage]);
    });

  it('gives the ID of each app, for the link to Setup, and a saved result keeps it', async () => {
    const report = await org.audit();
    const ids = targetOf(report).findings.map(
      ({ app, appId = '' }) => `${app.type} ${appId.slice(0, 3)} ${appId.length}`,
    );
    expect([...new Set(ids)].sort()).to.deep.equal(['ConnectedApp 0H4 15', 'ExternalClientApplication 0xI 15']);
    const saved = readSaved(JSON.stringify(report));
    expect(saved.ok && 'result' in saved && saved.result.targets[0]?.findings.map(({ appId }) => appId)).to.deep.equal(
      targetOf(report).findings.map(({ appId }) => appId),
    );
  });

  it('gives whom to ask about an app, as its file has it', async () => {
    expect(findingOf(await org.audit(), 'Order_Sync').contact).to.equal('integration.team@example.com');
  });

  it('is asked about where only external client apps are judged, too, because it may have the user of one', async () => {
    org.simulator.journal.clear();
    const report = await org.audit({ controls: ['eca-client-credentials-policy'] });
    expect(org.simulator.journal.entries.filter(({ detail }) => QUERY.test(detail))).to.have.length(1);
    expect(new Set(targetOf(report).findings.map(({ app }) => app.type))).to.deep.equal(
      new Set(['ExternalClientApplication']),
    );
  });
});
