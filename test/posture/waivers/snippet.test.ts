import { expect } from 'chai';
import { manualCheckSnippet, waiverSnippet } from '../../../src/posture/waivers/snippet.js';

const ABOUT = {
  control: 'connected-app-client-credentials',
  app: { type: 'ConnectedApp', name: 'Billing', namespace: 'NS', managed: false },
} as const;

describe('an entry to copy', () => {
  it('below waivers has what a person has to fill in, and nothing else', () => {
    expect(waiverSnippet(ABOUT, '00D000000000001EAA').split('\n')).to.deep.equal([
      '  - control: connected-app-client-credentials',
      '    app: ConnectedApp:NS__Billing',
      '    org: 00D000000000001EAA',
      '    reason:',
      '    owner:',
      '    expires: YYYY-MM-DD',
    ]);
  });

  it('below manual checks has also the day of the check, and no org where there is none', () => {
    expect(manualCheckSnippet(ABOUT).split('\n')).to.deep.equal([
      '  - control: connected-app-client-credentials',
      '    app: ConnectedApp:NS__Billing',
      '    reason:',
      '    owner:',
      '    checked: YYYY-MM-DD',
      '    expires: YYYY-MM-DD',
    ]);
  });

  it('keeps a long name on its line', () => {
    const name = 'Long_'.repeat(40);
    expect(waiverSnippet({ ...ABOUT, app: { ...ABOUT.app, name } })).to.include(`    app: ConnectedApp:NS__${name}\n`);
  });
});
