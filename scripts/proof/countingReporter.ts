import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** What became of each test, by its full title. */
export type MochaCounts = { passed: string[]; failed: string[]; pending: string[] };

type Options = Omit<Mocha.MochaOptions, 'reporterOptions'> & { reporterOptions?: { output?: string } };

/** Prints what mocha's own reporter prints, and writes the titles to the file that `--reporter-option output=` names. */
export default class CountingReporter extends Mocha.reporters.Spec {
  public constructor(runner: Mocha.Runner, options: Options) {
    super(runner, options);
    const counts: MochaCounts = { passed: [], failed: [], pending: [] };
    const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_RUN_END } = Mocha.Runner.constants;
    runner.on(EVENT_TEST_PASS, (test) => counts.passed.push(test.fullTitle()));
    runner.on(EVENT_TEST_FAIL, (test) => counts.failed.push(test.fullTitle()));
    runner.on(EVENT_TEST_PENDING, (test) => counts.pending.push(test.fullTitle()));
    runner.once(EVENT_RUN_END, () => {
      const { output } = options.reporterOptions ?? {};
      if (output !== undefined) writeFileSync(output, JSON.stringify(counts));
    });
  }
}
