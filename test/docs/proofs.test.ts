import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { proofsPage } from '../../scripts/pages/proofsPage.js';

describe('docs/proofs.md', () => {
  const page = readFileSync('docs/proofs.md', 'utf8');

  it('says what the code says: `npx tsx scripts/pages.ts`', () => {
    expect(page).to.equal(proofsPage());
  });

  it('names commands and files that are there', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const commands = [...page.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(commands.filter((name) => !(name in scripts))).to.deep.equal([]);
    const files = [...page.matchAll(/(?:test|scripts)\/[\w/.-]+\.(?:ts|json)/g)].map(([path]) => path);
    expect(files.length).to.be.above(20);
    expect(files.filter((path) => !existsSync(path))).to.deep.equal([]);
    const beside = page.split('\n').flatMap((line) => {
      const [first = '', ...others] = [...line.matchAll(/`([\w/.-]+\.test\.ts)`/g)].map(([, path = '']) => path);
      return others.map((path) => (path.startsWith('test/') ? path : `${dirname(first)}/${path}`));
    });
    expect(beside.length).to.be.above(5);
    expect(beside.filter((path) => !existsSync(path))).to.deep.equal([]);
  });
});
