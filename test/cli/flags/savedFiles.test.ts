import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Refusal } from '../../../src/actions/refusal.js';
import { savedFiles } from '../../../src/cli/flags/savedFiles.js';
import { removeTemporaryTrees, temporaryTree } from '../../files/support/temporaryTree.js';

describe('saved files by glob', () => {
  let root = '';
  before(() => {
    root = temporaryTree({
      'runs/a.json': '',
      'runs/b.json': '',
      'runs/.hidden.json': '',
      'runs/notes.txt': '',
      'runs/[x].json': '',
      'runs/deep/c.json': '',
      'runs/deep/deeper/d.json': '',
      'other/a.json': '',
    });
    symlinkSync('..', join(root, 'runs', 'deep', 'loop'));
  });
  after(removeTemporaryTrees);

  const found = async (...patterns: string[]): Promise<string[]> =>
    (await savedFiles(patterns.map((pattern) => join(root, pattern)))).map((path) => path.slice(root.length + 1));

  for (const [pattern, ...files] of [
    ['runs/*.json', 'runs/[x].json', 'runs/a.json', 'runs/b.json'],
    ['runs/a.json', 'runs/a.json'],
    ['runs/[ab].json', 'runs/a.json', 'runs/b.json'],
    ['runs/[x].json', 'runs/[x].json'],
    ['runs/?.json', 'runs/a.json', 'runs/b.json'],
    ['*/a.json', 'other/a.json', 'runs/a.json'],
    ['runs/**/*.json', 'runs/[x].json', 'runs/a.json', 'runs/b.json', 'runs/deep/c.json', 'runs/deep/deeper/d.json'],
    ['runs/.*.json', 'runs/.hidden.json'],
  ] as const)
    it(`finds ${files.length} for ${pattern}`, async () => {
      expect(await found(pattern)).to.deep.equal(files);
    });

  it('names a file once, however often it was named', async () => {
    expect(await found('runs/a.json', 'runs/../runs/a.json', 'runs/[ab].json')).to.have.length(2);
  });

  it('refuses a pattern that finds nothing', async () => {
    const ended: unknown = await savedFiles([join(root, 'runs', '*.xml')]).catch((error: unknown) => error);
    expect(ended).to.be.instanceOf(Refusal).with.property('code', 'no-match');
  });
});
