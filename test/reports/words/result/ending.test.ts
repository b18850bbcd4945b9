import { expect } from 'chai';
import { createTexts } from '../../../../src/cli/texts.js';
import { howItEnded, whatCounts } from '../../../../src/reports/words/result/ending.js';
import { finding, orgTarget, reportOf } from '../../support/builders.js';
import { ENDINGS } from '../../support/endings.js';

const texts = createTexts();

describe('how a run ended', () => {
  for (const { what, report, sentence } of ENDINGS)
    it(`is said in its own words: ${what}`, () => {
      expect(`${report.gate.exitCode}: ${howItEnded(report, texts)}`).to.match(sentence);
    });

  it('counts an app once that two controls could not evaluate', () => {
    const type = 'ExternalClientApplication';
    const findings = [
      finding({ name: 'A', type, reason: 'policy-not-readable' }),
      finding({ name: 'A', type, reason: 'settings-not-read', control: 'eca-flow-enablement' }),
    ];
    const report = reportOf([orgTarget(findings)], { gate: { exitCode: 31 } });
    expect(howItEnded(report, texts)).to.include("1 app wasn't evaluated.");
  });

  it('counts each of two files of one name that could not be evaluated, as their section does', () => {
    const findings = [1, 2].map(() => finding({ name: 'A', reason: 'flag-not-visible' }));
    const report = reportOf([orgTarget(findings)], { gate: { exitCode: 31 } });
    expect(howItEnded(report, texts)).to.include("2 apps weren't evaluated.");
  });

  it('is an interruption by its exit code', () => {
    const report = reportOf([orgTarget([finding({ name: 'A', reason: 'flow-enabled' })])], { gate: { exitCode: 130 } });
    expect(howItEnded(report, texts)).to.equal('The run was interrupted. Nothing was changed.');
  });
});

describe('what counts in a run', () => {
  it('is nothing with --fail-on never, whatever the baseline', () => {
    const report = reportOf([]);
    const gate = { ...report.gate, failOn: 'never' as const, baseline: 'before.json' };
    expect(whatCounts({ ...report, gate }, texts)).to.deep.equal([
      "Failures don't count (--fail-on never).",
      'The result is compared with the baseline (before.json).',
    ]);
  });
});
