import { expect } from 'chai';
import { FORMAT_NAMES } from '../../src/reports/formatNames.js';
import { finding, orgTarget, reportOf } from './support/builders.js';
import { rendered } from './support/render.js';

/** What was decided about a risk is part of each report, in the words of Security Health Review or in its code. */

const waiver = {
  disposition: 'mitigated',
  reason: 'Only from our own addresses',
  owner: 'integration-team',
  expires: '2027-03-31',
} as const;

/** Annotations of a pull request are about what is to be done: they show a waived app, and neither its reason nor its owner. */
const WITHOUT_REASONS: readonly string[] = ['github', 'codequality'];

describe('the disposition of a waiver', () => {
  for (const format of FORMAT_NAMES.filter((name) => !WITHOUT_REASONS.includes(name)))
    it(`is shown in ${format}`, async () => {
      const report = reportOf([
        orgTarget([finding({ name: 'Kept', status: 'waived', reason: 'flow-enabled', waiver: { ...waiver } })]),
      ]);
      expect(await rendered(format, report)).to.match(/Mitigated by Alternative Control|"disposition": ?"mitigated"/);
    });
});
