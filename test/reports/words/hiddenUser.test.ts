import { expect } from 'chai';
import { createTexts } from '../../../src/cli/texts.js';
import { evaluate } from '../../../src/posture/evaluate.js';
import { FORMATS } from '../../../src/reports/formats.js';
import { connectedApp, contextOf, ON } from '../../posture/support/builders.js';
import { orgTarget, reportOf } from '../support/builders.js';

describe('the words about an app whose Run As user an org may not show', () => {
  const subject = { ...connectedApp({ flow: ON }), mayBeInstalled: true };
  const report = reportOf([orgTarget([evaluate(subject, contextOf(subject), 'org:1')])]);

  for (const format of ['human', 'html', 'markdown', 'junit', 'csv', 'sarif', 'ocsf', 'github', 'codequality'] as const)
    it(`don't say that it has none, as ${format}`, async () => {
      const text = (await FORMATS[format]())(report, createTexts(), { view: 'detail', width: 500, color: false });
      expect(text)
        .to.include('flow')
        .and.not.to.match(/no Run As user|has no active Run As user/);
    });

  it('say that the org shows none, and that the risk may be higher', async () => {
    const text = (await FORMATS.human())(report, createTexts(), { view: 'detail', width: 500, color: false });
    expect(text)
      .to.include('Run As user not shown by the org')
      .and.to.match(/at least standard/i);
  });
});
