import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { commandsPage } from '../../scripts/pages/commandsPage.js';

describe('docs/commands.md', () => {
  it('is the help of the commands: `npm run compile && npx tsx scripts/pages.ts`', async () => {
    const page = await commandsPage();
    expect(readFileSync('docs/commands.md', 'utf8')).to.equal(page);
    expect(page.match(/^## /gm)?.length).to.equal(6);
  });
});
