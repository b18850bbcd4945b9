import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { PATIENT } from '../org/support/simulatedOrg.js';
import { deviations, failedSteps, targetOf } from './support/compare.js';
import { FAULTS, type FaultRow } from './support/kinds.js';
import { IMPATIENT, startOrgs, type Orgs, type Outcome } from './support/orgs.js';
import { AUDIT_REQUESTS, type AuditRequestRow } from './support/requests.js';

type Report = Extract<Outcome, { report: unknown }>;

const AT_ONCE = AUDIT_REQUESTS.length;
const RECORDED = new URL('./cells.json', import.meta.url);

const reportOf = (outcome: Outcome): Report => {
  if ('report' in outcome) return outcome;
  throw new Error(`Refused: ${outcome.refused}`);
};

describe('an audit, whatever goes wrong at whichever of its requests', () => {
  let orgs: Orgs;
  let good: Report;
  let cells = 0;

  before(async () => {
    orgs = await startOrgs(AT_ONCE);
    good = reportOf(await orgs.run());
  });
  after(() => orgs.stop());

  it('evaluates everything that can be when nothing goes wrong', () => {
    expect(failedSteps(good.report)).to.deep.equal([]);
    expect(good.report.gate.exitCode).to.equal(0);
    const statuses = targetOf(good.report).findings.map(({ status }) => status);
    expect([...new Set(statuses)]).to.have.members(['pass', 'fail', 'not-evaluated', 'not-applicable']);
  });

  it('is the audit that the table of its requests describes, to the last request and step', () => {
    const asked = good.journal.map(({ operation, detail }) => [operation, detail]);
    const isIn = ({ on }: AuditRequestRow, texts: string[]): boolean => texts.some((text) => on.test(text));
    expect(asked.filter((texts) => !AUDIT_REQUESTS.some((row) => isIn(row, texts)))).to.deep.equal([]);
    expect(AUDIT_REQUESTS.filter((row) => !asked.some((texts) => isIn(row, texts)))).to.deep.equal([]);
    const steps = targetOf(good.report).coverage.map(({ step }) => step);
    expect(new Set(AUDIT_REQUESTS.flatMap(({ step }) => step ?? []))).to.deep.equal(new Set(steps));
  });

  const wrongWith = ({ report, journal }: Report, request: AuditRequestRow, { isFinal, fault }: FaultRow): string[] => {
    const wrong = deviations(good.report, report);
    const { requests } = targetOf(report);
    if (requests !== journal.length) wrong.push(`counted ${requests} requests, the org saw ${journal.length}`);
    if (!journal.some(({ fault }) => fault !== undefined)) wrong.push('no request was struck');
    if (isFinal && request.step === undefined && !request.isExtra) wrong.push('went on as if nothing had happened');
    const isSkipped = request.isOptional === true && fault.code === 'INVALID_TYPE';
    if (isFinal && request.step !== undefined && !isSkipped && !failedSteps(report).includes(request.step))
      wrong.push(`${request.step} did not fail`);
    return wrong;
  };

  const wronglyRefused = (
    { refused }: { refused: string },
    { step }: AuditRequestRow,
    { isFinal }: FaultRow,
  ): string[] => (isFinal && step === undefined ? [] : [`refused as ${refused}`]);

  for (const row of FAULTS) {
    it(`where a request ${row.name}: nothing looks better, nothing is lost, and the coverage tells`, async () => {
      await orgs.wait(row.fault.kind === 'never' ? IMPATIENT : PATIENT);
      const requests = AUDIT_REQUESTS.filter(({ isJob }) => isJob || !row.ofJobs);
      const judged = await Promise.all(
        requests.map(async (request) => {
          const { on, nth = 1 } = request;
          const outcome = await orgs.run({ ...row.fault, on, nth });
          cells += 1;
          const wrong = 'refused' in outcome ? wronglyRefused(outcome, request, row) : wrongWith(outcome, request, row);
          return wrong.map((what) => `${request.name}: ${what}`);
        }),
      );
      expect(judged.flat()).to.deep.equal([]);
    });
  }

  it('was tried in no fewer ways than before', () => {
    const { audit: before } = JSON.parse(readFileSync(RECORDED, 'utf8')) as { audit: number };
    console.log(`      ${cells} cells: ${FAULTS.length} kinds of fault, ${AUDIT_REQUESTS.length} kinds of request`);
    expect(cells).to.be.at.least(before);
  });
});
