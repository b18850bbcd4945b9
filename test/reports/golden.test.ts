import { jsonReport } from '../../src/reports/machine/json.js';
import { VIEWS, type View } from '../../src/reports/render.js';
import { terminalReport } from '../../src/reports/terminal/audit/auditReport.js';
import { createTexts } from '../../src/cli/texts.js';
import type { Format } from '../../src/reports/formatNames.js';
import { expectGolden } from './support/golden.js';
import { rendered } from './support/render.js';
import { SAMPLES } from './support/samples.js';

const WIDTHS = [80, 160];

/** Every view of what a person may meet. The rest is kept as a table, and in detail where that differs. */
const IN_EVERY_VIEW: readonly string[] = ['empty', 'clean', 'busy', 'many', 'source', 'source-empty', 'source-clean'];
const IN_DETAIL: readonly string[] = ['hostile', 'retrieve-failed', 'several-targets', 'unusual'];
/** 20,000 lines that say what those of a busy org do. */
const TOO_LONG: readonly string[] = ['many-detail'];

const viewsOf = (name: string): readonly View[] => {
  if (!IN_EVERY_VIEW.includes(name)) return IN_DETAIL.includes(name) ? ['table', 'detail'] : ['table'];
  return VIEWS.filter((view) => !TOO_LONG.includes(`${name}-${view}`));
};

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

  for (const [name, report] of Object.entries(SAMPLES))
    for (const view of viewsOf(name))
      for (const width of WIDTHS)
        it(`${name}, ${view}, at ${width} columns`, () => {
          const text = terminalReport(report, texts, { view, width, color: false });
          expectGolden(`terminal/${name}-${view}-${width}.txt`, text);
        });

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
