import { expect } from 'chai';
import { createTexts } from '../../../src/cli/texts.js';
import type { NoticeCode } from '../../../src/posture/notices.js';
import { noticeSentence } from '../../../src/reports/words/notices.js';

describe('a notice of an entry without effect', () => {
  const told = (code: NoticeCode, status: string, because: string): string => {
    const data = { owner: 'team', expires: '2027-03-31', status, because, control: 'eca-client-credentials-policy' };
    return noticeSentence({ code, app: 'ConnectedApp:Billing', data }, createTexts());
  };
  const cases: ReadonlyArray<readonly [code: NoticeCode, status: string, because: string, words: string]> = [
    ['waiver-without-effect', 'pass', 'flow-disabled', 'the app passes (flow off)'],
    ['waiver-without-effect', 'not-applicable', 'no-oauth', "the app isn't covered by the control (no OAuth settings)"],
    ['manual-check-without-effect', 'fail', 'flow-enabled', 'the app fails (flow on)'],
    [
      'manual-check-without-effect',
      'not-evaluated',
      'retrieve-apps',
      "the app couldn't be evaluated (failed step: The metadata of the apps)",
    ],
  ];
  for (const [code, status, because, words] of cases) {
    it(`${code} says in words that ${words}`, () => {
      expect(told(code, status, because))
        .to.include(words)
        .and.not.to.include(because);
    });
  }
});
