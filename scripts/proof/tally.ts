/** How much was looked at and how it went: the one line that every runner of proofs ends with. */
export type Tally = { passed: number; failed: number; skipped: number };

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };

export const oneCheck = (isGood: boolean): Tally => ({ ...NOTHING, [isGood ? 'passed' : 'failed']: 1 });

export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (one, other) => ({
      passed: one.passed + other.passed,
      failed: one.failed + other.failed,
      skipped: one.skipped + other.skipped,
    }),
    NOTHING,
  );

export const tallyLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

const LINE = /^(\d+) passed, (\d+) failed, (\d+) skipped$/;

/** Of a text whose last line is such a line; undefined where it is not, for instance because the runner broke off. */
export const tallyAtEnd = (output: string): Tally | undefined => {
  const [, passed, failed, skipped] = LINE.exec(output.trimEnd().split('\n').at(-1) ?? '') ?? [];
  return passed === undefined
    ? undefined
    : { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) };
};

/** Prints the line as the last one, and lets the process end accordingly. Nothing looked at is no success. */
export const conclude = (tally: Tally): void => {
  console.log(`\n${tallyLine(tally)}`);
  process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0;
};
