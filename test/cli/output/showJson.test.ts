import { ux } from '@oclif/core/ux';
import { expect } from 'chai';
import sinon from 'sinon';
import { showJson } from '../../../src/cli/command.js';
import { cpuTime } from '../../cpuTime.js';
import { finding, orgTarget, reportOf } from '../../reports/support/builders.js';

type Config = Parameters<typeof showJson>[1];

describe('JSON on stdout', () => {
  const config = {} as Config;
  let written: string[];
  let isTTY: boolean;

  beforeEach(() => {
    ({ isTTY } = process.stdout);
    written = [];
    sinon.stub(ux, 'stdout').callsFake((text) => void written.push(String(text)));
  });
  afterEach(() => {
    sinon.restore();
    process.stdout.isTTY = isTTY;
  });

  const shown = (json: unknown): string => {
    showJson(json, config);
    return written.join('');
  };

  it('is the same text whether a terminal or a program reads it', () => {
    const json = { result: { name: 'A "quoted" name', list: [], none: null, nothing: undefined } };
    process.stdout.isTTY = true;
    const onTerminal = shown(json).replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '');
    written = [];
    process.stdout.isTTY = false;
    expect(shown(json)).to.equal(onTerminal);
  });

  it('of 6,000 findings is not colored for a program, which took seconds', () => {
    process.stdout.isTTY = false;
    const findings = Array.from({ length: 6000 }, (_, at) => finding({ name: `App_${at}`, reason: 'flow-enabled' }));
    const report = reportOf([orgTarget(findings)]);
    const start = cpuTime();
    const text = shown({ status: 30, result: report });
    expect(cpuTime() - start).to.be.below(1000);
    expect(JSON.parse(text)).to.have.nested.property('result.targets[0].findings.length', 6000);
  });

  it('holds no end of itself where an error holds itself', () => {
    process.stdout.isTTY = false;
    const error: Record<string, unknown> = { name: 'x' };
    error['cause'] = error;
    expect(shown(error)).to.include('[Circular ~]');
  });
});
