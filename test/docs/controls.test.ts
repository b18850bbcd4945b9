import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { controlsPage } from '../../scripts/pages/controlsPage.js';
import { createTexts } from '../../src/cli/texts.js';
import { allControls } from '../../src/posture/controls/all.js';

describe('docs/controls.md', () => {
  const page = readFileSync('docs/controls.md', 'utf8');

  it('says what the messages say: `npx tsx scripts/pages.ts`', () => {
    expect(page).to.equal(controlsPage(createTexts()));
  });

  it('has each control, with a page of Salesforce', () => {
    const sections = page.split('\n## ').slice(1);
    expect(sections.length).to.equal(allControls.length);
    for (const section of sections) expect(section).to.match(/<https:\/\/(help|developer)\.salesforce\.com\//);
  });
});
