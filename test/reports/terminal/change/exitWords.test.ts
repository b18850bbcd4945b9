import { expect } from 'chai';
import { EXIT_CODES } from '../../../../src/exitCodes.js';
import type { RemediationResult } from '../../../../src/remediation/model/result.js';
import { exitWords } from '../../../../src/reports/terminal/change/exitWords.js';
import { restoreTexts } from '../../../../src/reports/terminal/change/bundles.js';
import { createTexts } from '../../../../src/cli/texts.js';
import { changeRecord } from '../../support/changeRecord.js';

const MODES = ['dry-run', 'applied', 'nothing-to-do', 'cancelled', 'in-progress'] as const;
const texts = createTexts();
const { result } = changeRecord();

const ended = (mode: (typeof MODES)[number], exitCode: number): RemediationResult => ({
  ...result,
  mode,
  summary: { ...result.summary, exitCode },
});

describe('how a change ended', () => {
  // Wrong flags have no result.
  const codes = EXIT_CODES.filter(
    ({ name, commands }) => name !== 'wrong-flags' && (commands as readonly string[]).includes('remediate'),
  );
  for (const mode of MODES)
    for (const { code } of codes)
      it(`is a sentence, never an error behind a change that was made: ${mode}, ${code}`, () => {
        for (const words of [texts, restoreTexts(texts)])
          expect(exitWords(ended(mode, code), { texts: words })).to.match(/^[\dA-Z].+\.$/s);
      });
});
