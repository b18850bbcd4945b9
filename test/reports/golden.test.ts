import { jsonReport } from '../../src/reports/json.js';
import { terminalReport } from '../../src/reports/terminal/audit/auditReport.js';
import { createTexts } from '../../src/cli/texts.js';
import type { Format } from '../../src/reports/formatNames.js';
import { expectGolden } from './support/golden.js';
import { rendered } from './support/render.js';
import { SAMPLES } from './support/samples.js';

const SIZES = [80, 200];
/** Long, and much the same for each situation. */
const IN_DETAIL = ['busy', 'hostile', 'retrieve-failed', 'several-targets', 'unusual'] as const;

/** Each is held against its validator in the test of its format, which takes the same samples. */
const KINDS = ['empty', 'busy', 'list-refused', 'several-targets', 'hostile'] as const;
/** Long, because the help of each rule is in it. */
const IN_SARIF = ['busy', 'several-targets'] as const;
const FILES = {
  csv: 'csv',
  junit: 'xml',
  markdown: 'md',
  ocsf: 'ocsf.json',
  github: 'log',
  codequality: 'codequality.json',
} as const satisfies Partial<Record<Format, string>>;

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

  for (const [format, extension] of Object.entries(FILES) as [keyof typeof FILES, string][])
    for (const name of KINDS)
      it(`${name}, as ${format}`, async () => {
        expectGolden(`${format}/${name}.${extension}`, await rendered(format, SAMPLES[name]));
      });

  for (const name of IN_SARIF)
    it(`${name}, as SARIF`, async () => {
      expectGolden(`sarif/${name}.sarif`, await rendered('sarif', SAMPLES[name]));
    });

  it('busy, as JSON', () => {
    expectGolden('json/busy.json', jsonReport(SAMPLES.busy, createTexts()));
  });
});
