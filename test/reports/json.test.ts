import { expect } from 'chai';
import type { AuditReport } from '../../src/posture/model.js';
import { jsonReport } from '../../src/reports/json.js';
import { reportOf } from './support/builders.js';
import { SAMPLES } from './support/samples.js';

describe('json report', () => {
  it('is the report and nothing else', () => {
    expect(JSON.parse(jsonReport(SAMPLES.busy))).to.deep.equal(SAMPLES.busy);
  });

  it('has one order of keys, however the report was put together', () => {
    const turned = (_key: string, value: unknown): unknown =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value;
    const backwards = JSON.parse(JSON.stringify({ ...SAMPLES.busy, notices: [] }, turned)) as AuditReport;
    expect(jsonReport(backwards)).to.equal(jsonReport({ ...SAMPLES.busy, notices: [] }));
  });

  it("keeps the order of a notice's data, which its sentence needs", () => {
    const data = { owner: 'z', expires: 'y', control: 'x' };
    const saved = jsonReport(reportOf([], { notices: [{ code: 'waiver-expired', data }] }));
    const [notice] = (JSON.parse(saved) as AuditReport).notices;
    expect(Object.keys(notice?.data ?? {})).to.deep.equal(Object.keys(data));
  });

  it('begins with its version and ends with a line end', () => {
    expect(jsonReport(SAMPLES.clean))
      .to.match(/^\{\n {2}"schemaVersion": 1,\n/)
      .and.to.match(/\n\}\n$/);
  });
});
