import { jsonReport } from '../../src/reports/json.js';
import { VIEWS, type View } from '../../src/reports/render.js';
import { terminalReport } from '../../src/reports/terminal/audit/auditReport.js';
import { createTexts } from '../../src/cli/texts.js';
import { expectGolden } from './support/golden.js';
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

describe('golden reports', () => {
  const texts = createTexts();

  for (const [name, report] of Object.entries(SAMPLES))
    for (const view of viewsOf(name))
      for (const width of WIDTHS)
        it(`${name}, ${view}, at ${width} columns`, () => {
          const text = terminalReport(report, texts, { view, width, color: false });
          expectGolden(`terminal/${name}-${view}-${width}.txt`, text);
        });

  it('busy, as JSON', () => {
    expectGolden('json/busy.json', jsonReport(SAMPLES.busy));
  });
});
