import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { PATIENT } from '../org/support/simulatedOrg.js';
import { deviations, failedSteps, targetOf } from './support/compare.js';
import { FAULTS } from './support/kinds.js';
import { IMPATIENT, startOrgs, type Orgs, type Outcome } from './support/orgs.js';
import { AUDIT_REQUESTS, SETTINGS_REQUESTS, type AuditRequestRow } from './support/requests.js';

type Report = Extract<Outcome, { report: unknown }>;

const RECORDED = new URL('./cells.json', import.meta.url);

const reportOf = (outcome: Outcome): Report => {
  if ('report' in outcome) return outcome;
  throw new Error(`Refused: ${outcome.refused}`);
};

describe('an audit of the settings of external client apps, whatever goes wrong at whichever of its requests', () => {
  let orgs: Orgs;
  let good: Report;
  let cells = 0;

  before(async () => {
    orgs = await startOrgs(SETTINGS_REQUESTS.length, { controls: ['eca-flow-enablement'], usageDays: 0 });
    good = reportOf(await orgs.run());
  });
  after(() => orgs.stop());

  it('evaluates what it can when nothing goes wrong, and asks for what its tables say', () => {
    expect(failedSteps(good.report)).to.deep.equal([]);
    const statuses = targetOf(good.report).findings.map(({ status }) => status);
    expect([...new Set(statuses)]).to.include.members(['pass', 'fail']);
    const asked = good.journal.map(({ operation, detail }) => [operation, detail]);
    const isIn = ({ on }: AuditRequestRow, texts: string[]): boolean => texts.some((text) => on.test(text));
    const rows = [...AUDIT_REQUESTS, ...SETTINGS_REQUESTS];
    expect(asked.filter((texts) => !rows.some((row) => isIn(row, texts)))).to.deep.equal([]);
    expect(SETTINGS_REQUESTS.filter((row) => !asked.some((texts) => isIn(row, texts)))).to.deep.equal([]);
  });

  for (const row of FAULTS) {
    it(`where a request ${row.name}: nothing passes that was not read, and the coverage tells`, async () => {
      await orgs.wait(row.fault.kind === 'never' ? IMPATIENT : PATIENT);
      const requests = SETTINGS_REQUESTS.filter(({ isJob }) => isJob || !row.ofJobs);
      const judged = await Promise.all(
        requests.map(async ({ name, on, nth = 1, step = '' }) => {
          const { report, journal } = reportOf(await orgs.run({ ...row.fault, on, nth }));
          cells += 1;
          const wrong = deviations(good.report, report);
          if (!journal.some(({ fault }) => fault !== undefined)) wrong.push('no request was struck');
          const passed = targetOf(report).findings.filter(({ status }) => status === 'pass').length;
          if (row.isFinal && !failedSteps(report).includes(step)) wrong.push(`${step} did not fail`);
          if (row.isFinal && passed > 0) wrong.push(`${passed} apps passed`);
          return wrong.map((what) => `${name}: ${what}`);
        }),
      );
      expect(judged.flat()).to.deep.equal([]);
    });
  }

  it('was tried in no fewer ways than before', () => {
    const { settings: before } = JSON.parse(readFileSync(RECORDED, 'utf8')) as { settings: number };
    console.log(`      ${cells} cells: ${FAULTS.length} kinds of fault, ${SETTINGS_REQUESTS.length} kinds of request`);
    expect(cells).to.be.at.least(before);
  });
});
