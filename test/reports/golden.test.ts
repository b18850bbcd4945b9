import { jsonReport } from '../../src/reports/json.js';
import { terminalReport } from '../../src/reports/terminal/audit/auditReport.js';
import { createTexts } from '../../src/cli/texts.js';
import { expectGolden } from './support/golden.js';
import { SAMPLES } from './support/samples.js';

const SIZES = [80, 200];
/** Long, and much the same for each situation. */
const IN_DETAIL = ['busy', 'hostile', 'retrieve-failed', 'several-targets', 'unusual'] as const;

describe('golden reports', () => {
  const texts = createTexts();

  for (const [name, report] of Object.entries(SAMPLES)) {
    for (const width of SIZES) {
      it(`${name} at ${width} columns`, () => {
        const text = terminalReport(report, texts, { view: 'table', width, color: false });
        expectGolden(`terminal/${name}-${width}.txt`, text);
      });
    }
  }

  for (const name of IN_DETAIL) {
    it(`${name} in detail`, () => {
      const text = terminalReport(SAMPLES[name], texts, { view: 'detail', width: 80, color: false });
      expectGolden(`terminal/${name}-detail.txt`, text);
    });
  }

  it('busy, as JSON', () => {
    expectGolden('json/busy.json', jsonReport(SAMPLES.busy));
  });
});
