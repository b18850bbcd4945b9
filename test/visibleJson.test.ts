import { expect } from 'chai';
import { createTexts } from '../src/cli/texts.js';
import type { AuditReport } from '../src/posture/model.js';
import { visibleJson } from '../src/values.js';
import { jsonReport } from '../src/reports/machine/json.js';
import { open, seal } from '../src/remediation/saved/seal.js';
import { finding, orgTarget, reportOf } from './reports/support/builders.js';

const UNSEEN = ['\u007f', '\u0080', '\u009b', '\u009f', '\u061c', '\u200e', '\u200f', '\u2028', '\u2029']
  .concat(['\u202a', '\u202e', '\u2066', '\u2069'])
  .join('x');
// eslint-disable-next-line no-control-regex
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe('JSON that is shown', () => {
  it('holds nothing that cannot be seen, and says the same', () => {
    const value = { [UNSEEN]: [UNSEEN, `\u001b[31m${UNSEEN}\\u202e`] };
    const shown = visibleJson(JSON.stringify(value, null, 2));
    expect(shown).not.to.match(RAW);
    expect(JSON.parse(shown)).to.deep.equal(value);
  });

  it('holds no command to the agent that runs a pipeline, and says the same', () => {
    const value = { label: 'a ###vso[task.setvariable variable=PATH]/tmp ##[group] ##teamcity[x]' };
    const shown = visibleJson(JSON.stringify(value));
    expect(shown).not.to.match(/##\w*\[/);
    expect(JSON.parse(shown)).to.deep.equal(value);
  });

  it('is left as it is where everything can be seen', () => {
    const json = JSON.stringify({ name: 'Zürich 漢字 😀', path: 'C:\\\\u202e' }, null, 2);
    expect(visibleJson(json)).to.equal(json);
  });

  it('is how a report is written to a file', () => {
    const report = reportOf([orgTarget([finding({ name: UNSEEN, reason: 'flow-enabled' })])]);
    const written = jsonReport(report, createTexts());
    expect(written).not.to.match(RAW);
    expect(written).to.include('\\u202e');
    expect((JSON.parse(written) as AuditReport).targets).to.deep.equal(JSON.parse(JSON.stringify(report.targets)));
  });

  it('is how a plan is written for somebody to approve, and its seal holds', () => {
    const content = { kind: 'x', schemaVersion: 1, tool: { name: 'x', version: '1' }, app: UNSEEN };
    const written = seal(content);
    expect(written).not.to.match(RAW);
    const isWhole = (value: unknown): value is typeof content => typeof value === 'object';
    expect(open(written, { kind: 'x', schemaVersion: 1, isWhole })).to.deep.equal({ ok: true, value: content });
  });
});
