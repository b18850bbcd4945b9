import { expect } from 'chai';
import type { AuditReport } from '../../src/posture/model.js';
import { jsonReport } from '../../src/reports/json.js';
import { FORMATS } from '../../src/reports/formats.js';
import { FORMAT_NAMES, formatOfFile } from '../../src/reports/formatNames.js';
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

describe('formats', () => {
  it('names exactly those that there are', () => {
    expect([...FORMAT_NAMES].sort()).to.deep.equal(Object.keys(FORMATS).sort());
  });

  it('follows the extension of a file, whatever its case', () => {
    expect(formatOfFile('out/posture.JSON')).to.equal('json');
    expect(formatOfFile('posture.txt')).to.equal('human');
    expect(formatOfFile('posture.exe')).to.equal(undefined);
  });
});
