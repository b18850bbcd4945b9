import { expect } from 'chai';
import { createTexts } from '../../../src/cli/texts.js';
import type { AuditReport } from '../../../src/posture/model.js';
import { FORMATS } from '../../../src/reports/formats.js';
import { finding, orgTarget, reportOf } from '../support/builders.js';

const of = (
  ...[more]: [Partial<Parameters<typeof finding>[0]> & Pick<Parameters<typeof finding>[0], 'reason'>]
): AuditReport =>
  reportOf([
    orgTarget([
      finding({ name: 'Gateway', type: 'ExternalClientApplication', control: 'eca-flow-enablement', ...more }),
    ]),
  ]);

const FORMATS_WITH_WORDS = [
  'human',
  'html',
  'markdown',
  'junit',
  'github',
  'csv',
  'ocsf',
  'codequality',
  'sarif',
] as const;

const shown = async (format: (typeof FORMATS_WITH_WORDS)[number], report: AuditReport): Promise<string> =>
  (await FORMATS[format]())(report, createTexts(), { view: 'detail', width: 500, color: false }).replaceAll(
    /\s+/g,
    ' ',
  );

describe('the words about the settings of an external client app', () => {
  for (const format of FORMATS_WITH_WORDS)
    it(`don't say that nobody is its Run As user where its policy wasn't read or is off, as ${format}`, async () => {
      expect(await shown(format, of({ reason: 'settings-flow-on' }))).not.to.include('no Run As user');
    });

  it('say so where its policy is on for nobody', async () => {
    const report = of({ reason: 'settings-flow-on', factors: { 'user-active': 'absent' } });
    expect(await shown('human', report)).to.include('no Run As user');
  });

  it("don't say that its flow is off where its settings turn it off: its policy may turn it on", async () => {
    for (const reason of ['flow-disabled', 'flag-absent'] as const) {
      const text = await shown('human', of({ reason }));
      expect(text).to.include('OAuth settings').and.to.include('evaluated by another control');
      expect(text).not.to.include('The flow is off:');
      expect(await shown('html', of({ reason }))).to.include('evaluated by another control');
    }
  });

  it('list an app whose settings are off apart from those whose policy is off', async () => {
    const policy = finding({ name: 'Policy', type: 'ExternalClientApplication', reason: 'flow-disabled' });
    const [target] = of({ reason: 'flow-disabled' }).targets;
    const report = reportOf([orgTarget([...(target?.findings ?? []), policy])]);
    const render = await FORMATS.human();
    const text = render(report, createTexts(), { view: 'all', width: 500, color: false });
    expect(text).to.match(/flow off in the settings \(1\)[:.]?\s+Gateway/);
    expect(text).to.match(/flow off \(1\)[:.]?\s+Policy\n/);
  });
});
